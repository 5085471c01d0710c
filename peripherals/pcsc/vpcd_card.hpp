// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "peripherals/card/card_port.hpp"
#include "peripherals/pcsc/t0_tpdu.hpp"

namespace mpos::pcsc {

/// The card's end of the wire to vpcd, the driver of virtual readers (vsmartcard). Bytes in, bytes out; no socket.
///
/// Each message is a length of two bytes, high byte first, and that many bytes. One byte is an order of the reader: 00
/// power off, 01 power on, 02 reset, 04 "what is your ATR"; only the last is answered. Everything else is a command,
/// answered with data and status word; no bytes at all stand for a card that stays mute.
class VpcdCard {
 public:
  static constexpr std::uint16_t default_port = 35963;

  /// `card` outlives this. Its ATR is learnt by powering it up once: the driver asks for it before it gives power.
  explicit VpcdCard(card::CardPort& card);

  /// Bytes as they come, in any pieces. Answers are appended to `answers`.
  void receive(Bytes bytes, card::Blob& answers);
  /// The line to the driver is gone, and power with it.
  void disconnected();

 private:
  void take(Bytes message, card::Blob& answers);
  void order(std::uint8_t what, card::Blob& answers);

  card::CardPort& card_;
  card::Blob atr_;
  bool t0_ = true;  ///< the card's first protocol
  T0Tpdu tpdu_;
  card::Blob pending_;  ///< a message not whole yet
};

}  // namespace mpos::pcsc

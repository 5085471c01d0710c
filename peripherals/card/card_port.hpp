// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "devicemodel/base/time.hpp"
#include "peripherals/card/blob.hpp"

namespace mpos::card {

/// By which way the reader meets the card.
enum class Interface : std::uint8_t { contact, contactless };

/// A cold reset is power-on, a warm reset is the reset line alone.
enum class Reset : std::uint8_t { cold, warm };

/// What a card gave back.
struct ApduReply {
  Blob bytes;             ///< Data and status word; never more than 258 bytes. Empty when the card stays mute.
  Duration processing{};  ///< How long the card thinks before the first byte, in virtual time.
  bool mute() const noexcept { return bytes.empty(); }
  /// The status word; 0 when mute.
  std::uint16_t status() const noexcept {
    return bytes.size() < 2 ? std::uint16_t{0} : load_be16(bytes.data() + bytes.size() - 2);
  }
  Bytes data() const noexcept { return Bytes{bytes}.first(bytes.size() < 2 ? 0 : bytes.size() - 2); }
};

/// A card as slot and field see it: commands in, replies out, no wires. T=0, T=1 and ISO 14443-4 are the slot's and the
/// field's business.
class CardPort {
 public:
  /// Whether the card has this interface at all.
  virtual bool has(Interface interface) const = 0;
  /// Powers up or resets; forgets the session. Answers the ATR (contact) or the ATS (contactless); empty when mute.
  virtual Blob reset(Interface interface, Reset kind) = 0;
  /// Power is gone. What was to be remembered has been.
  virtual void power_off() = 0;
  /// One command APDU (ISO 7816-4, short). Any bytes may be given. Before a reset the card stays mute.
  virtual ApduReply transmit(Bytes command) = 0;

 protected:
  ~CardPort() = default;
};

}  // namespace mpos::card

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/iso7816_atr.hpp"
#include "devicemodel/emv/iso7816_transport.hpp"
#include "devicemodel/hal/icc.hpp"

namespace mpos::firmware {

/// What happened to a card's session.
enum class IccStep : std::uint8_t {
  working,   ///< an exchange is on its way
  ready,     ///< the card answered to reset; send() may begin
  replied,   ///< reply() holds data and status
  mute,      ///< no answer to reset, none to a command, or the line is bad for good: the card is without power
  removed,   ///< out of the slot, in the middle of whatever went on
  inserted,  ///< contacts settled
};

/// One card in a slot, from power to power off: answer to reset (EMV book 1 section 8: one warm reset), PPS when the
/// card offers another rate, waiting times, and commands over T=0 or T=1. Nothing here waits; poll() takes
/// each event of the slot.
class IccSession {
 public:
  explicit IccSession(hal::IccSlot& slot) noexcept : slot_(slot) {}

  bool card_present() const { return slot_.card_present(); }
  void power_on() noexcept;
  void power_off() noexcept;
  /// Sends a short command APDU to a card that is ready; it is copied.
  IccStep send(Bytes apdu) noexcept;
  /// Takes one event of the slot; nothing when there is none.
  std::optional<IccStep> poll() noexcept;
  /// Until the next send().
  Bytes reply() const noexcept { return reply_; }

 private:
  enum class Phase : std::uint8_t { off, cold_reset, warm_reset, rate, block_size, idle, exchange };
  IccStep on_answer(Bytes bytes) noexcept;
  IccStep on_reset_answer(Bytes bytes) noexcept;
  IccStep start_protocol() noexcept;
  IccStep follow(const emv::TransportStep& step) noexcept;
  IccStep give_up() noexcept;
  void set_waiting_time(std::uint32_t multiplier) noexcept;

  hal::IccSlot& slot_;
  Phase phase_ = Phase::off;
  emv::Atr parsed_;
  emv::ClockRate rate_;
  ByteVector<4> pps_;
  emv::T0Terminal t0_;
  emv::T1Terminal t1_;
  Bytes reply_;
};

}  // namespace mpos::firmware

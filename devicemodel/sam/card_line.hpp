// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/apdu.hpp"
#include "devicemodel/emv/iso7816_atr.hpp"
#include "devicemodel/emv/iso7816_transport.hpp"
#include "devicemodel/hal/icc.hpp"

namespace mpos::sam {

/// One T=0 card in one slot: cold reset, ATR, PPS to the speed the card offers, then one command at a time.
/// The executor calls service() after the slot's interrupt; nothing waits.
class CardLine {
 public:
  /// What service() found.
  enum class Event : std::uint8_t {
    none,
    inserted,  ///< a card's contacts have settled; it is not awake
    ready,     ///< awake: send() may be called
    reply,     ///< reply() holds data and status
    failed,    ///< mute, damaged or no T=0 card; it is powered off
    removed
  };

  /// `slot` outlives the line.
  explicit CardLine(hal::IccSlot& slot) noexcept : slot_(slot) {}

  /// Cold reset of the card that is there; ends in ready or failed. What ran is dropped.
  void wake() noexcept;
  /// Powers the card off and forgets what ran.
  void sleep() noexcept;
  bool card_present() const { return slot_.card_present(); }
  bool is_ready() const noexcept { return state_ == State::ready; }

  /// Sends a short command APDU to a ready card; ends in reply, failed or removed.
  void send(Bytes apdu) noexcept;
  /// Data and status of the last command, until the next call.
  Bytes reply() const noexcept { return reply_; }
  /// Overwrites the last answer.
  void forget() noexcept;
  /// Handles one interrupt of the slot; to be called until it answers none.
  Event service() noexcept;

 private:
  enum class State : std::uint8_t { off, atr, pps, ready, command };
  Event on_atr() noexcept;
  Event on_pps(hal::IccSlot::Event event) noexcept;
  Event on_step(const emv::TransportStep& step) noexcept;
  Event fail() noexcept;
  void set_speed(emv::ClockRate rate) noexcept;

  hal::IccSlot& slot_;
  State state_ = State::off;
  bool without_pps_ = false;  ///< the card took no PPS: it stays at the speed after reset
  emv::Atr atr_;
  ByteVector<4> request_;
  emv::T0Terminal protocol_;
  Bytes reply_;
};

}  // namespace mpos::sam

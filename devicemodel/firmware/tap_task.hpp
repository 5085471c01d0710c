// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/firmware/kernel_bay.hpp"
#include "devicemodel/hal/contactless_field.hpp"

namespace mpos::firmware {

/// What the caller does next.
enum class TapStep : std::uint8_t {
  working,           ///< nothing: the card is busy
  presented,         ///< a card, or several, are at the antenna: begin() may follow
  enter_online_pin,  ///< the card may leave; then give() pin_entered, pin_bypassed or cancelled
  go_online,  ///< the card may leave; send field 55 of store(), then give() host_answer, host_unreachable or cancelled
  finished,   ///< outcome(); the field is still on when another card could be presented: await_card() or stop()
  left_behind,  ///< the card of the transaction before lies there still: it is not presented, and has to be taken away
  gone,         ///< it was
};

/// A contactless transaction: the field from on to off, and the kernel's commands to the card in it. Screen, keypad,
/// host and clock are the caller's. Account data rest in store() until wipe().
class TapTask {
 public:
  /// Uses the bay from begin() to wipe().
  TapTask(hal::ContactlessField& field, KernelBay& bay) noexcept : field_(field), bay_(bay) {}

  /// Switches the field on, if it is not, and waits for a card. One that begin() has worked with and that was not seen
  /// to leave since is not presented anew: it has to be taken away first (EMV contactless book B, removal).
  void await_card() noexcept;
  /// Ends whatever runs and switches the field off: at once, or when the card that begin() has worked with has left.
  void stop() noexcept;
  /// Switches the field off and knows of no card.
  void reset() noexcept;
  /// Runs the kernel on what was presented.
  TapStep begin(const emv::Transaction& transaction) noexcept;
  bool running() const noexcept { return phase_ == Phase::card || phase_ == Phase::people; }
  /// Takes one event of the field; nothing when there is none.
  std::optional<TapStep> poll() noexcept;
  /// Brings what people or the host said.
  TapStep give(const emv::Input& input) noexcept { return follow(bay_.contactless().advance(input)); }
  /// Ends what runs, which then ended for `reason`, and switches the field off.
  void abort(emv::Reason reason) noexcept;

  const emv::Outcome& outcome() const noexcept { return outcome_; }
  const emv::DataStore& store() const noexcept { return bay_.contactless().store(); }
  /// Overwrites what was read of the card.
  void wipe() noexcept { bay_.contactless().begin({}); }

 private:
  /// off: nothing runs, the field may still be on. people: the field is off, people or the host are asked. leaving: the
  /// field is on until the card of the transaction has left.
  enum class Phase : std::uint8_t { off, waiting, card, people, leaving };
  TapStep follow(const emv::Action& action) noexcept;
  TapStep give(emv::Input::Kind kind, Bytes data = {}) noexcept;
  void field_on() noexcept;
  void field_off() noexcept;

  hal::ContactlessField& field_;
  KernelBay& bay_;
  Phase phase_ = Phase::off;
  bool field_on_ = false;
  bool several_ = false;
  bool card_there_ = false;  ///< begin() has worked with one, and it was not seen to leave
  emv::Outcome outcome_;
};

}  // namespace mpos::firmware

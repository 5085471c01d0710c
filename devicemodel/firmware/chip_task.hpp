// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/firmware/icc_session.hpp"
#include "devicemodel/firmware/kernel_bay.hpp"

namespace mpos::firmware {

/// Tag 9F35, attended: one that never approves without the host, and one that may (EMV book 4, annex A1).
inline constexpr std::uint8_t online_terminal = 0x21;
inline constexpr std::uint8_t offline_terminal = 0x22;

/// What the caller does next.
enum class ChipStep : std::uint8_t {
  working,             ///< nothing: the card is busy
  inserted,            ///< a card is in; begin() may follow
  removed,             ///< it is gone, and nothing ran
  choose_application,  ///< show candidates(), then give() application_chosen or cancelled
  enter_online_pin,    ///< then give() pin_entered, pin_bypassed or cancelled
  enter_offline_pin,   ///< likewise, with the format 2 block; tries_left() says how often
  go_online,           ///< send field 55 of store(), then give() host_answer, host_unreachable or cancelled
  finished,            ///< outcome(), and whether there was an answer to reset at all
};

/// A contact chip transaction: carries the kernel's commands to the card in the slot and its answers back, until the
/// kernel needs people or the host. Screen, keypad, host and clock are the caller's. Account data rest in store() until
/// wipe().
class ChipTask {
 public:
  /// Uses the bay from begin() to wipe().
  ChipTask(hal::IccSlot& slot, KernelBay& bay) noexcept : session_(slot), bay_(bay) {}

  bool card_present() const { return session_.card_present(); }
  /// Powers the card and begins once it has answered to reset.
  void begin(const emv::Transaction& transaction) noexcept;
  bool running() const noexcept { return phase_ != Phase::off; }
  /// Takes one event of the slot; nothing when there is none.
  std::optional<ChipStep> poll() noexcept;
  /// Brings what people or the host said.
  ChipStep give(const emv::Input& input) noexcept;
  ChipStep give(emv::Input::Kind kind, Bytes data = {}, std::size_t number = 0) noexcept;
  /// Powers the card off, in the middle of whatever runs, which then ended for `reason`.
  void abort(emv::Reason reason) noexcept;

  const emv::Outcome& outcome() const noexcept { return outcome_; }
  /// Whether the card never answered to reset as EMV wants: the kernel was not even begun.
  bool reset_failed() const noexcept { return reset_failed_; }
  std::uint8_t tries_left() const noexcept { return tries_left_; }
  const emv::DataStore& store() const noexcept { return bay_.contact().store(); }
  const emv::Candidates& candidates() const noexcept { return bay_.contact().candidates(); }
  /// Overwrites what was read of the card.
  void wipe() noexcept;

 private:
  enum class Phase : std::uint8_t { off, reset, card, people };
  ChipStep follow(const emv::Action& action) noexcept;
  ChipStep end() noexcept;

  IccSession session_;
  KernelBay& bay_;
  emv::Transaction transaction_;
  Phase phase_ = Phase::off;
  emv::Outcome outcome_;
  bool reset_failed_ = false;
  std::uint8_t tries_left_ = 255;
};

}  // namespace mpos::firmware

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/chip_task.hpp"

namespace mpos::firmware {

using emv::Input;

void ChipTask::begin(const emv::Transaction& transaction) noexcept {
  transaction_ = transaction;
  outcome_ = {};
  reset_failed_ = false;
  tries_left_ = 255;
  phase_ = Phase::reset;
  session_.power_on();
}

std::optional<ChipStep> ChipTask::poll() noexcept {
  const auto step = session_.poll();
  if (!step) return std::nullopt;
  switch (*step) {
    case IccStep::working: return ChipStep::working;
    case IccStep::inserted: return ChipStep::inserted;
    case IccStep::ready:
      bay_.contact().begin(transaction_);
      phase_ = Phase::card;
      return give(Input::Kind::start);
    case IccStep::replied: return give(Input::Kind::card_reply, session_.reply());
    case IccStep::mute:
    case IccStep::removed: break;
  }
  const bool gone = *step == IccStep::removed;
  if (phase_ == Phase::off) return gone ? ChipStep::removed : ChipStep::working;
  if (phase_ != Phase::reset) return give(gone ? Input::Kind::card_removed : Input::Kind::card_mute);
  reset_failed_ = !gone;
  outcome_.reason = gone ? emv::Reason::card_removed : emv::Reason::card_mute;
  return end();
}

ChipStep ChipTask::give(const Input& input) noexcept {
  return follow(bay_.contact().advance(input));
}

ChipStep ChipTask::give(Input::Kind kind, Bytes data, std::size_t number) noexcept {
  Input input;
  input.kind = kind;
  input.data = data;
  input.number = number;
  return give(input);
}

ChipStep ChipTask::follow(const emv::Action& first) noexcept {
  emv::Action action = first;
  phase_ = Phase::people;
  while (action.kind == emv::Action::Kind::send_apdu) {
    phase_ = Phase::card;
    const IccStep step = session_.send(action.apdu);
    if (step == IccStep::working) return ChipStep::working;
    // The transport refused the command itself.
    phase_ = Phase::people;
    Input mute;
    mute.kind = Input::Kind::card_mute;
    action = bay_.contact().advance(mute);
  }
  switch (action.kind) {
    case emv::Action::Kind::choose_application: return ChipStep::choose_application;
    case emv::Action::Kind::enter_online_pin: return ChipStep::enter_online_pin;
    case emv::Action::Kind::enter_offline_pin: tries_left_ = action.tries_left; return ChipStep::enter_offline_pin;
    case emv::Action::Kind::go_online: return ChipStep::go_online;
    case emv::Action::Kind::check_document:  // the policy never lets the kernel ask for it
    case emv::Action::Kind::send_apdu:
    case emv::Action::Kind::finish: break;
  }
  outcome_ = action.outcome;
  return end();
}

ChipStep ChipTask::end() noexcept {
  session_.power_off();
  phase_ = Phase::off;
  return ChipStep::finished;
}

void ChipTask::abort(emv::Reason reason) noexcept {
  if (phase_ == Phase::off) return;
  outcome_.reason = reason;
  (void)end();
}

void ChipTask::wipe() noexcept {
  bay_.contact().begin({});
}

}  // namespace mpos::firmware

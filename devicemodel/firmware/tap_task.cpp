// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/tap_task.hpp"

namespace mpos::firmware {

using emv::Input;
using Event = hal::ContactlessField::Event;

void TapTask::await_card() noexcept {
  phase_ = Phase::waiting;
  if (field_on_) return;
  field_on_ = true;
  field_.on();
}

void TapTask::field_off() noexcept {
  field_on_ = false;
  field_.off();
}

void TapTask::stop() noexcept {
  field_off();
  phase_ = Phase::off;
}

TapStep TapTask::begin(const emv::Transaction& transaction) noexcept {
  outcome_ = {};
  bay_.contactless().begin(transaction);
  return give(several_ ? Input::Kind::several_cards : Input::Kind::start);
}

std::optional<TapStep> TapTask::poll() noexcept {
  const Event event = field_.take_event();
  if (event == Event::none) return std::nullopt;
  if (phase_ == Phase::waiting) {
    several_ = event == Event::several_cards;
    return several_ || event == Event::one_card ? TapStep::presented : TapStep::working;
  }
  if (phase_ != Phase::card) return TapStep::working;
  switch (event) {
    case Event::answer: return give(Input::Kind::card_reply, field_.received());
    case Event::left: return give(Input::Kind::card_removed);
    case Event::several_cards: return give(Input::Kind::several_cards);
    case Event::mute: return give(Input::Kind::card_mute);
    case Event::one_card:  // activated anew in the middle of a transaction: what it knew of it is gone
    case Event::none: break;
  }
  return give(Input::Kind::card_removed);
}

TapStep TapTask::give(Input::Kind kind, Bytes data) noexcept {
  Input input;
  input.kind = kind;
  input.data = data;
  return give(input);
}

TapStep TapTask::follow(const emv::Action& action) noexcept {
  switch (action.kind) {
    case emv::Action::Kind::send_apdu:
      phase_ = Phase::card;
      field_.exchange(action.apdu);
      return TapStep::working;
    case emv::Action::Kind::enter_online_pin:
    case emv::Action::Kind::go_online:
      phase_ = Phase::people;
      field_off();
      return action.kind == emv::Action::Kind::go_online ? TapStep::go_online : TapStep::enter_online_pin;
    case emv::Action::Kind::choose_application:  // the contactless kernel asks for none of these
    case emv::Action::Kind::enter_offline_pin:
    case emv::Action::Kind::check_document:
    case emv::Action::Kind::finish: break;
  }
  outcome_ = action.outcome;
  phase_ = Phase::off;
  return TapStep::finished;
}

void TapTask::abort(emv::Reason reason) noexcept {
  if (!running()) return;
  outcome_ = {};
  outcome_.reason = reason;
  stop();
}

}  // namespace mpos::firmware

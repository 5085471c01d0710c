// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/tap_task.hpp"

namespace mpos::firmware {

using emv::Input;
using Event = hal::ContactlessField::Event;

void TapTask::await_card() noexcept {
  const bool look = !field_on_ || phase_ == Phase::leaving;
  phase_ = Phase::waiting;
  if (look) field_on();
}

void TapTask::field_on() noexcept {
  field_on_ = true;
  field_.on();
}

void TapTask::field_off() noexcept {
  field_on_ = false;
  field_.off();
}

void TapTask::stop() noexcept {
  if (phase_ == Phase::leaving) return;
  phase_ = card_there_ ? Phase::leaving : Phase::off;
  if (card_there_) return field_on();
  field_off();
}

void TapTask::reset() noexcept {
  card_there_ = false;
  phase_ = Phase::off;
  field_off();
}

TapStep TapTask::begin(const emv::Transaction& transaction) noexcept {
  outcome_ = {};
  card_there_ = !several_;
  bay_.contactless().begin(transaction);
  return give(several_ ? Input::Kind::several_cards : Input::Kind::start);
}

std::optional<TapStep> TapTask::poll() noexcept {
  const Event event = field_.take_event();
  if (event == Event::none) return std::nullopt;
  const bool was_there = card_there_;
  // Of several cards nobody can say which is the old one.
  if (event == Event::left || event == Event::empty || event == Event::several_cards) card_there_ = false;
  if (phase_ == Phase::leaving) {
    if (event == Event::left || event == Event::empty) reset();
    return TapStep::working;
  }
  if (phase_ == Phase::waiting) {
    if (was_there && event == Event::one_card) return TapStep::left_behind;
    if (was_there && !card_there_ && event != Event::several_cards) return TapStep::gone;
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
    case Event::empty:
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
  outcome_.torn = phase_ == Phase::card && bay_.contactless().last_record_due();
  stop();
}

}  // namespace mpos::firmware

// SPDX-License-Identifier: Apache-2.0
#include "peripherals/field/field.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace mpos::field {
namespace {

using namespace std::chrono_literals;

/// WUPA/WUPB rounds, anticollision, selection and RATS take about this long together.
constexpr Duration activation_time = 30ms;
/// A byte with parity and guard at 106 kbit/s, ISO/IEC 14443-2: 9 etu of 9.44 us.
constexpr Duration byte_time = 85us;
/// Block overhead and frame delay of an exchange.
constexpr Duration exchange_time = 1ms;

}  // namespace

void Field::tap(Cards cards, std::optional<std::size_t> leave_after, std::function<void()> removed) {
  untap();
  occupied_ = true;
  removed_ = std::move(removed);
  std::erase_if(cards, [](const auto& card) { return !card->has(card::Interface::contactless); });
  cards_ = std::move(cards);
  leave_after_ = leave_after;
  if (on_ && !cards_.empty()) poll();
}

void Field::untap() {
  const bool seen = !cards_.empty();
  cards_.clear();
  leave_after_.reset();
  timer_.cancel();
  if (std::exchange(occupied_, false) && removed_) removed_();
  removed_ = {};
  if (!active_) {
    if (on_ && seen) poll();
    return;
  }
  drop_active();
  event_ = Event::left;
  irq_.raise();
}

void Field::drop_active() {
  active_->power_off();
  active_.reset();
  received_.clear();
}

void Field::on() {
  on_ = true;
  if (active_) drop_active();
  event_ = Event::none;
  poll();
}

void Field::off() {
  on_ = false;
  timer_.cancel();
  event_ = Event::none;
  if (active_) drop_active();
}

void Field::poll() {
  const Event event = cards_.empty() ? Event::empty : cards_.size() == 1 ? Event::one_card : Event::several_cards;
  tell(event, activation_time);
}

void Field::tell(Event event, Duration after, card::Blob bytes) {
  timer_ = scheduler_.after(after, "field", [this, event, held = std::move(bytes)] {
    received_ = held;
    event_ = event;
    if (event == Event::one_card) {
      active_ = cards_.front();
      if (active_->reset(card::Interface::contactless, card::Reset::cold).empty()) {
        drop_active();  // it does not answer: the field looks empty
        event_ = Event::empty;
      }
    }
    irq_.raise();
  });
}

void Field::exchange(Bytes apdu) {
  received_.clear();
  if (!active_) return;
  if (leave_after_ && *leave_after_ <= 1) {
    // The command gets through, its answer does not.
    (void)active_->transmit(apdu);
    timer_ = scheduler_.after(exchange_time, "field left", [this] { untap(); });
    return;
  }
  if (leave_after_) --*leave_after_;
  card::ApduReply reply = active_->transmit(apdu);
  const auto bytes = static_cast<Duration::rep>(apdu.size() + reply.bytes.size());
  const Duration took = exchange_time + byte_time * bytes + reply.processing;
  if (reply.mute()) {
    tell(Event::mute, took + 77ms);  // the default frame waiting time of FWI 8
  } else {
    tell(Event::answer, took, std::move(reply.bytes));
  }
}

hal::ContactlessField::Event Field::take_event() {
  return std::exchange(event_, Event::none);
}

}  // namespace mpos::field

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/sam/card_line.hpp"

namespace mpos::sam {
namespace {

constexpr std::uint8_t default_rate = 0x11;  // TA1 of a card that offers nothing else
constexpr std::uint32_t initial_waiting_etu = 9600;
// Work waiting time: 960 x D x WI etu (ISO/IEC 7816-3, 10.2).
constexpr std::uint32_t waiting_unit = 960;

}  // namespace

void CardLine::wake() noexcept {
  sleep();
  without_pps_ = false;
  if (!slot_.card_present()) return;
  state_ = State::atr;
  slot_.set_waiting_time(initial_waiting_etu);
  slot_.power_on();
}

void CardLine::sleep() noexcept {
  slot_.power_off();
  state_ = State::off;
  forget();
}

void CardLine::forget() noexcept {
  // The protocol's buffers may hold keys the card gave.
  protocol_ = emv::T0Terminal{};
  reply_ = {};
}

CardLine::Event CardLine::fail() noexcept {
  sleep();
  return Event::failed;
}

void CardLine::set_speed(emv::ClockRate rate) noexcept {
  slot_.set_rate({rate.f, rate.d});
  slot_.set_waiting_time(waiting_unit * rate.d * (atr_.waiting_integer == 0 ? 1U : atr_.waiting_integer));
}

CardLine::Event CardLine::on_atr() noexcept {
  const auto atr = emv::parse_atr(slot_.received());
  if (!atr || atr->protocol != 0) return fail();
  atr_ = *atr;
  const emv::ClockRate rate = emv::clock_rate(atr_.fi_di);
  if (atr_.specific_mode && rate.f == 0) return fail();
  if (atr_.specific_mode || atr_.fi_di == default_rate || rate.f == 0 || without_pps_) {
    set_speed(atr_.specific_mode ? rate : emv::ClockRate{});
    state_ = State::ready;
    return Event::ready;
  }
  request_ = emv::pps_request(atr_);
  state_ = State::pps;
  slot_.exchange(request_.span());
  return Event::none;
}

CardLine::Event CardLine::on_pps(hal::IccSlot::Event event) noexcept {
  if (event == hal::IccSlot::Event::answer && emv::pps_accepted(request_.span(), slot_.received())) {
    set_speed(emv::clock_rate(atr_.fi_di));
    state_ = State::ready;
    return Event::ready;
  }
  // A card that takes no PPS has to be reset before it can be used at the first speed (ISO/IEC 7816-3, 9.1).
  without_pps_ = true;
  state_ = State::atr;
  slot_.power_off();
  slot_.set_waiting_time(initial_waiting_etu);
  slot_.power_on();
  return Event::none;
}

void CardLine::send(Bytes apdu) noexcept {
  MPOS_ASSERT(is_ready());
  state_ = State::command;
  (void)on_step(protocol_.start(apdu));
}

CardLine::Event CardLine::on_step(const emv::TransportStep& step) noexcept {
  switch (step.kind) {
    case emv::TransportStep::Kind::exchange: slot_.exchange(step.send); return Event::none;
    case emv::TransportStep::Kind::done:
      reply_ = step.reply;
      state_ = State::ready;
      return Event::reply;
    case emv::TransportStep::Kind::failed: break;
  }
  return fail();
}

CardLine::Event CardLine::service() noexcept {
  using Slot = hal::IccSlot::Event;
  for (Slot event = slot_.take_event(); event != Slot::none; event = slot_.take_event()) {
    if (event == Slot::inserted) {
      sleep();
      return Event::inserted;
    }
    if (event == Slot::removed) {
      sleep();
      return Event::removed;
    }
    Event found = Event::none;
    switch (state_) {
      case State::off:
      case State::ready: break;  // nothing was asked
      case State::atr: found = event == Slot::answer ? on_atr() : fail(); break;
      case State::pps: found = on_pps(event); break;
      case State::command:
        found = event == Slot::answer ? on_step(protocol_.on_answer(slot_.received())) : fail();
        break;
    }
    if (found != Event::none) return found;
  }
  return Event::none;
}

}  // namespace mpos::sam

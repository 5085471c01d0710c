// SPDX-License-Identifier: Apache-2.0
#include "peripherals/icc/slot.hpp"

#include <algorithm>

#include "devicemodel/emv/iso7816_atr.hpp"

namespace mpos::icc {
namespace {

constexpr std::uint64_t clock_hz = 3'571'200;
constexpr std::uint64_t atr_delay_cycles = 400;  // the earliest ISO/IEC 7816-3 allows; cards answer within 40,000
constexpr std::uint64_t mute_cycles = 42'000;
constexpr std::uint64_t character_etu = 12;
constexpr std::uint64_t repeat_etu = 13;  // the error signal, and two etu until the character comes again
constexpr std::uint64_t most_repeats = 3;

Duration cycles(std::uint64_t count) {
  return Duration{static_cast<Duration::rep>(count * 1'000'000'000ULL / clock_hz)};
}

}  // namespace

Duration Slot::etus(std::uint64_t count, Rate rate) const {
  return cycles(count * rate.f / (rate.d == 0 ? 1U : rate.d));
}

void Slot::insert(SlotCard card, const Insertion& insertion) {
  pull();
  card_ = std::move(card);
  insertion_ = insertion;
  crossed_ = 0;
  contacts_ = scheduler_.after(insertion.bounce, "icc contacts", [this] {
    present_ = true;
    event_ = Event::inserted;
    irq_.raise();
  });
}

void Slot::pull() {
  timer_.cancel();
  contacts_.cancel();
  if (!card_) return;
  if (powered_ && card_->power_off) card_->power_off();
  const bool was_present = present_;
  present_ = powered_ = false;
  t0_.reset();
  t1_.reset();
  const SlotCard gone = std::move(*card_);
  card_.reset();
  received_.clear();
  if (gone.removed) gone.removed();
  if (!was_present) return;
  event_ = Event::removed;
  irq_.raise();
}

void Slot::power_off() {
  timer_.cancel();
  if (powered_ && card_ && card_->power_off) card_->power_off();
  powered_ = false;
  t0_.reset();
  t1_.reset();
}

hal::IccSlot::Event Slot::take_event() {
  return std::exchange(event_, Event::none);
}

void Slot::finish(Event event, Buffer bytes, Duration after) {
  received_.clear();
  timer_ = scheduler_.after(after, "icc answer", [this, event, held = std::move(bytes)] {
    received_ = held;
    event_ = event;
    irq_.raise();
  });
}

void Slot::pull_after(Duration span) {
  timer_ = scheduler_.after(span, "icc pulled", [this] { pull(); });
}

std::optional<std::size_t> Slot::pulled_within(std::size_t count) const {
  if (!insertion_.pull_after || *insertion_.pull_after > crossed_ + count) return std::nullopt;
  return *insertion_.pull_after > crossed_ ? *insertion_.pull_after - crossed_ : 0;
}

void Slot::answer(std::size_t sent, Buffer bytes, Duration before) {
  const std::uint64_t character = t1_ != nullptr ? 11 : character_etu;
  const std::size_t total = sent + bytes.size();
  if (const auto at = pulled_within(total)) {
    const Duration thinking = *at > sent ? before : Duration{};
    return pull_after(etus(*at * character, rate_) + thinking);
  }
  Event event = Event::answer;
  const auto damaged =
      std::erase_if(insertion_.dirty_at, [&](std::size_t at) { return at >= crossed_ && at < crossed_ + total; });
  if (damaged != 0) {
    event = Event::parity_error;
    if (!bytes.empty()) bytes.back() ^= 0x80;
  }
  crossed_ += total;
  if (bytes.empty()) {
    finish(Event::mute, {}, etus(sent * character + waiting_etu_, rate_));
    return;
  }
  finish(event, std::move(bytes), etus(total * character, rate_) + before);
}

void Slot::reset(bool warm) {
  timer_.cancel();
  rate_ = card_rate_ = Rate{};
  t0_.reset();
  t1_.reset();
  if (!present_ || insertion_.upside_down) {
    finish(Event::mute, {}, cycles(mute_cycles));
    return;
  }
  Buffer atr = card_->reset(warm);
  if (atr.empty()) {
    finish(Event::mute, {}, cycles(mute_cycles));
    return;
  }
  powered_ = true;
  fresh_ = true;
  const auto parsed = emv::parse_atr(atr);
  const bool t1 = parsed && parsed->protocol == 1;
  answer(0, std::move(atr), cycles(atr_delay_cycles));
  if (parsed && parsed->specific_mode) {
    const emv::ClockRate own = emv::clock_rate(parsed->fi_di);
    card_rate_ = {own.f, own.d};
  }
  if (!card_) return;
  if (t1) {
    auto manners = card_->t1;
    manners.own_size = parsed->information_size;
    t1_ = std::make_unique<T1Card>(card_->transmit, manners);
  } else {
    t0_ = std::make_unique<T0Card>(card_->transmit, card_->t0);
  }
}

void Slot::exchange(Bytes bytes) {
  timer_.cancel();
  // At another speed than the card's it hears noise.
  if (!powered_ || rate_.f != card_rate_.f || rate_.d != card_rate_.d) {
    finish(Event::mute, {}, etus(bytes.size() * character_etu + waiting_etu_, rate_));
    return;
  }
  if (fresh_ && bytes.size() == 4 && bytes[0] == 0xFF) {
    const emv::ClockRate wanted = emv::clock_rate(bytes[2]);
    const bool good = wanted.f != 0 && (bytes[0] ^ bytes[1] ^ bytes[2] ^ bytes[3]) == 0;
    answer(bytes.size(), good ? Buffer(bytes.begin(), bytes.end()) : Buffer{}, Duration{});
    if (good) card_rate_ = {wanted.f, wanted.d};
    fresh_ = false;
    return;
  }
  fresh_ = false;
  if (t1_ == nullptr) return exchange_t0(bytes);
  Buffer reply = t1_->exchange(bytes);
  const Duration thinking = thinking_time(reply);
  answer(bytes.size(), std::move(reply), thinking);
}

/// How long the card thinks. One that thinks longer than it may and does not ask for more time is mute to the reader.
Duration Slot::thinking_time(Buffer& reply) {
  const Duration thinking = card_->take_work ? card_->take_work() : card_->processing;
  const bool asks_for_time = t1_ != nullptr ? card_->t1.extensions != 0 : card_->t0.waiting_bytes != 0;
  if (!asks_for_time && thinking > etus(waiting_etu_, rate_)) reply.clear();
  return thinking;
}

Slot::Crossing Slot::cross(std::size_t count) {
  Crossing out;
  for (std::size_t i = 0; i < count && !out.lost_at && !insertion_.dirty_at.empty(); ++i) {
    const std::uint64_t damaged = std::erase(insertion_.dirty_at, crossed_ + i);
    out.repeats += std::min(damaged, most_repeats);
    if (damaged > most_repeats) out.lost_at = i;
  }
  crossed_ += out.lost_at ? *out.lost_at + 1 : count;
  return out;
}

void Slot::exchange_t0(Bytes bytes) {
  if (const auto at = pulled_within(bytes.size())) return pull_after(etus(*at * character_etu, rate_));
  const Crossing there = cross(bytes.size());
  if (there.lost_at) {  // the card never got it, and the reader gives the card up
    const std::uint64_t etu = (*there.lost_at + 1) * character_etu + there.repeats * repeat_etu;
    return finish(Event::parity_error, {}, etus(etu, rate_));
  }
  const std::uint64_t sent_etu = bytes.size() * character_etu + there.repeats * repeat_etu;
  Buffer reply = t0_->exchange(bytes);
  const Duration thinking = thinking_time(reply);
  if (reply.empty()) return finish(Event::mute, {}, etus(sent_etu + waiting_etu_, rate_));
  if (const auto at = pulled_within(reply.size())) {
    return pull_after(etus((bytes.size() + *at) * character_etu, rate_) + thinking);
  }
  const Crossing back = cross(reply.size());
  const std::size_t came = back.lost_at ? *back.lost_at + 1 : reply.size();
  const Duration all = etus(sent_etu + came * character_etu + back.repeats * repeat_etu, rate_) + thinking;
  if (back.lost_at) return finish(Event::parity_error, {}, all);
  finish(Event::answer, std::move(reply), all);
}

}  // namespace mpos::icc

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/sim/scheduler.hpp"

#include <algorithm>
#include <utility>

#include "devicemodel/base/assert.hpp"
#include "devicemodel/sim/random.hpp"

namespace mpos::sim {

Timer& Timer::operator=(Timer&& other) noexcept {
  if (this != &other) {
    cancel();
    scheduler_ = std::exchange(other.scheduler_, nullptr);
    slot_ = other.slot_;
    generation_ = other.generation_;
  }
  return *this;
}

void Timer::cancel() noexcept {
  if (pending()) scheduler_->release(slot_);
  scheduler_ = nullptr;
}

bool Timer::pending() const noexcept {
  if (scheduler_ == nullptr) return false;
  const auto& slot = scheduler_->slots_[slot_];
  return slot.live && slot.generation == generation_;
}

Scheduler::Scheduler(std::optional<std::uint64_t> shuffle_seed) : shuffle_state_(shuffle_seed) {}
Scheduler::~Scheduler() = default;

std::uint32_t Scheduler::schedule(Duration delay, const char* label, Action action) {
  MPOS_ASSERT(delay >= Duration::zero());
  std::uint32_t index = 0;
  if (free_slots_.empty()) {
    index = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    index = free_slots_.back();
    free_slots_.pop_back();
  }
  Slot& slot = slots_[index];
  slot.action = std::move(action);
  slot.label = label;
  slot.live = true;
  ++live_;
  const std::uint64_t order = shuffle_state_ ? splitmix64(*shuffle_state_) : next_order_++;
  heap_.push_back({now_ + delay, order, index, slot.generation});
  std::push_heap(heap_.begin(), heap_.end(), later);
  return index;
}

Timer Scheduler::after(Duration delay, const char* label, Action action) {
  const std::uint32_t index = schedule(delay, label, std::move(action));
  return Timer{this, index, slots_[index].generation};
}

void Scheduler::post(Duration delay, const char* label, Action action) {
  schedule(delay, label, std::move(action));
}

void Scheduler::release(std::uint32_t index) noexcept {
  Slot& slot = slots_[index];
  slot.live = false;
  slot.action = nullptr;
  ++slot.generation;
  --live_;
  free_slots_.push_back(index);
}

void Scheduler::drop_cancelled() {
  while (!heap_.empty()) {
    const Entry& top = heap_.front();
    if (slots_[top.slot].live && slots_[top.slot].generation == top.generation) return;
    std::pop_heap(heap_.begin(), heap_.end(), later);
    heap_.pop_back();
  }
}

std::optional<Instant> Scheduler::next_due() {
  drop_cancelled();
  if (heap_.empty()) return std::nullopt;
  return heap_.front().due;
}

bool Scheduler::step() {
  drop_cancelled();
  if (heap_.empty()) return false;
  const Entry entry = heap_.front();
  std::pop_heap(heap_.begin(), heap_.end(), later);
  heap_.pop_back();
  now_ = entry.due;
  Action action = std::move(slots_[entry.slot].action);
  release(entry.slot);
  ++executed_;
  action();
  return true;
}

void Scheduler::run_until(Instant end) {
  while (const auto due = next_due()) {
    if (*due > end) break;
    step();
  }
  if (end > now_) now_ = end;
}

void Scheduler::advance_to(Instant time) {
  const auto due = next_due();
  MPOS_ASSERT(!due || *due >= time);
  if (time > now_) now_ = time;
}

}  // namespace mpos::sim

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "devicemodel/base/time.hpp"

namespace mpos::sim {

class Scheduler;

/// An owned appointment. Destroying or overwriting it cancels; so does cancel(). Must not outlive its scheduler.
class Timer {
 public:
  Timer() noexcept = default;
  ~Timer() { cancel(); }
  Timer(Timer&& other) noexcept { *this = std::move(other); }
  Timer& operator=(Timer&& other) noexcept;
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  void cancel() noexcept;
  bool pending() const noexcept;

 private:
  friend class Scheduler;
  Timer(Scheduler* scheduler, std::uint32_t slot, std::uint32_t generation) noexcept
      : scheduler_(scheduler), slot_(slot), generation_(generation) {}
  Scheduler* scheduler_ = nullptr;
  std::uint32_t slot_ = 0;
  std::uint32_t generation_ = 0;
};

/// Virtual time and what is due in it, ordered by (time, order of scheduling). Never looks at a wall clock. One thread.
class Scheduler {
 public:
  using Action = std::function<void()>;

  /// With a seed, events of equal time run in an order shuffled from it: flushes out code that relies on luck.
  explicit Scheduler(std::optional<std::uint64_t> shuffle_seed = std::nullopt);
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  Instant now() const noexcept { return now_; }
  /// Calls `action` once, `delay` from now (never negative). `label` is a literal, for traces.
  [[nodiscard]] Timer after(Duration delay, const char* label, Action action);
  /// As after(), for work nobody will cancel.
  void post(Duration delay, const char* label, Action action);

  /// When the next event is due, or nothing.
  std::optional<Instant> next_due();
  /// Runs the next event, moving time to it. False when there is none.
  bool step();
  /// Runs everything due until `end`, `end` included, and leaves now() there.
  void run_until(Instant end);
  void run_for(Duration span) { run_until(now_ + span); }
  /// Moves time forward without running anything; nothing may be due before `time`.
  void advance_to(Instant time);
  std::size_t pending() const noexcept { return live_; }
  std::uint64_t executed() const noexcept { return executed_; }

 private:
  friend class Timer;
  struct Slot {
    Action action;
    const char* label = nullptr;
    std::uint32_t generation = 0;
    bool live = false;
  };
  struct Entry {
    Instant due;
    std::uint64_t order;
    std::uint32_t slot;
    std::uint32_t generation;
  };
  std::uint32_t schedule(Duration delay, const char* label, Action action);
  void release(std::uint32_t slot) noexcept;
  void drop_cancelled();
  static bool later(const Entry& a, const Entry& b) noexcept {
    return a.due != b.due ? a.due > b.due : a.order > b.order;
  }

  Instant now_{};
  std::uint64_t next_order_ = 0;
  std::uint64_t executed_ = 0;
  std::optional<std::uint64_t> shuffle_state_;
  std::vector<Entry> heap_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::size_t live_ = 0;
};

}  // namespace mpos::sim

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "devicemodel/base/time.hpp"

namespace mpos::sim {

/// Decides when virtual time moves against the wall clock. Pure: the wall clock comes in as a parameter, and nothing
/// here waits.
///
/// Whoever drives a scheduler asks plan() in a loop: carry the plan out, serve the outside for at most `wait`, ask
/// again. When the driver is late, the next plan reaches further, so virtual time catches up and nothing due is
/// skipped.
class Pacer {
 public:
  /// Wall time since any fixed point, monotonic.
  using Wall = Duration;
  enum class Mode : unsigned char { fast, paced, paused };

  struct Plan {
    enum class Action : unsigned char { nothing, step, run_until };
    Action action = Action::nothing;
    Instant until{};               ///< For run_until: Scheduler::run_until(until).
    std::optional<Duration> wait;  ///< Wall time until the next plan; nothing: until something arrives from outside.
  };

  static constexpr double slowest = 0.001;
  static constexpr double fastest = 100'000.0;

  /// `fast`, `paused` or a factor between slowest and fastest, as bus command Pace says it.
  static bool is_speed(std::string_view text);
  /// False, without effect, for what is no speed.
  bool set_speed(std::string_view text, Wall now, Instant virtual_now);
  void set_fast() { mode_ = Mode::fast; }
  void set_paced(double factor, Wall now, Instant virtual_now);
  void set_paused();
  /// One event of a paused world; each call adds one. No effect in other modes.
  void request_step();
  /// A far end with a clock of its own is connected: fast and paced worlds go at x 1 for as long as it is.
  void hold_real_time(bool hold, Wall now, Instant virtual_now);

  /// Always the speed asked for, also while real time is held.
  Mode mode() const noexcept { return mode_; }
  double factor() const noexcept { return factor_; }

  Plan plan(Wall now, Instant virtual_now, std::optional<Instant> next_due);

 private:
  void anchor(Wall now, Instant virtual_now) noexcept;
  Plan paced_plan(double factor, Wall now, Instant virtual_now, std::optional<Instant> next_due) const;

  Mode mode_ = Mode::fast;
  double factor_ = 1.0;
  bool real_time_ = false;
  unsigned steps_ = 0;
  Wall wall_anchor_{};
  Instant virtual_anchor_{};
};

}  // namespace mpos::sim

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/sim/pacer.hpp"

#include <charconv>
#include <cmath>

#include "devicemodel/base/assert.hpp"

namespace mpos::sim {
namespace {

std::optional<double> read_factor(std::string_view text) {
  double factor = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), factor);
  const bool good =
      error == std::errc{} && end == text.data() + text.size() && factor >= Pacer::slowest && factor <= Pacer::fastest;
  return good ? std::optional{factor} : std::nullopt;
}

}  // namespace

bool Pacer::is_speed(std::string_view text) {
  return text == "fast" || text == "paused" || read_factor(text);
}

bool Pacer::set_speed(std::string_view text, Wall now, Instant virtual_now) {
  if (text == "fast") {
    set_fast();
    return true;
  }
  if (text == "paused") {
    set_paused();
    return true;
  }
  const auto factor = read_factor(text);
  if (!factor) return false;
  set_paced(*factor, now, virtual_now);
  return true;
}

void Pacer::set_paced(double factor, Wall now, Instant virtual_now) {
  MPOS_ASSERT(factor >= slowest && factor <= fastest);
  mode_ = Mode::paced;
  factor_ = factor;
  anchor(now, virtual_now);
}

void Pacer::set_paused() {
  mode_ = Mode::paused;
  steps_ = 0;
}

void Pacer::request_step() {
  if (mode_ == Mode::paused) ++steps_;
}

void Pacer::hold_real_time(bool hold, Wall now, Instant virtual_now) {
  if (hold == real_time_) return;
  real_time_ = hold;
  anchor(now, virtual_now);
}

void Pacer::anchor(Wall now, Instant virtual_now) noexcept {
  wall_anchor_ = now;
  virtual_anchor_ = virtual_now;
}

Pacer::Plan Pacer::plan(Wall now, Instant virtual_now, std::optional<Instant> next_due) {
  using Action = Plan::Action;
  if (mode_ == Mode::paused) {
    if (steps_ == 0 || !next_due) return {};
    --steps_;
    // The anchor of a held clock would make up for the pause when it ends; a pause is never made up for.
    return {Action::step, *next_due, steps_ > 0 ? std::optional{Duration::zero()} : std::nullopt};
  }
  if (real_time_) return paced_plan(1.0, now, virtual_now, next_due);
  if (mode_ == Mode::paced) return paced_plan(factor_, now, virtual_now, next_due);
  if (!next_due) return {};
  return {Action::run_until, *next_due, Duration::zero()};
}

Pacer::Plan Pacer::paced_plan(double factor, Wall now, Instant virtual_now, std::optional<Instant> next_due) const {
  const auto elapsed = static_cast<double>((now - wall_anchor_).count()) * factor;
  Instant target = virtual_anchor_ + Duration{static_cast<Duration::rep>(elapsed)};
  if (target < virtual_now) target = virtual_now;  // Somebody ran the world ahead; time never goes back.
  Plan plan{Plan::Action::run_until, target, std::nullopt};
  if (!next_due) return plan;
  if (*next_due <= target) {
    plan.wait = Duration::zero();
  } else {
    plan.wait =
        Duration{static_cast<Duration::rep>(std::ceil(static_cast<double>((*next_due - target).count()) / factor))};
  }
  return plan;
}

}  // namespace mpos::sim

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/hal/calendar.hpp"
#include "devicemodel/hal/hal.hpp"
#include "devicemodel/sim/scheduler.hpp"

namespace mpos::clock {

/// The calendar clock on its own battery: counts through power-off, 2000 to 2099, and starts over in 2000 after that.
class Rtc final : public hal::Rtc {
 public:
  /// `start` is what it shows now; must be valid.
  Rtc(sim::Scheduler& scheduler, const hal::CalendarTime& start);

  hal::CalendarTime now() const override;
  /// Sets date and time and begins a new second. A date that does not exist leaves the clock as it was.
  void set(const hal::CalendarTime& time) override;
  /// Bench: how many times the firmware set it.
  unsigned times_set() const { return times_set_; }

 private:
  sim::Scheduler& scheduler_;
  Instant set_at_;
  std::int64_t set_to_seconds_;
  unsigned times_set_ = 0;
};

}  // namespace mpos::clock

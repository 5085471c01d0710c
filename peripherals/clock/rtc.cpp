// SPDX-License-Identifier: Apache-2.0
#include "peripherals/clock/rtc.hpp"

namespace mpos::clock {
namespace {
constexpr std::int64_t seconds_kept = hal::seconds_since_2000({2099, 12, 31, 23, 59, 59}) + 1;
}

Rtc::Rtc(sim::Scheduler& scheduler, const hal::CalendarTime& start)
    : scheduler_(scheduler), set_at_(scheduler.now()), set_to_seconds_(hal::seconds_since_2000(start)) {
  MPOS_ASSERT(hal::is_valid(start));
}

hal::CalendarTime Rtc::now() const {
  const auto passed = std::chrono::duration_cast<std::chrono::seconds>(scheduler_.now() - set_at_).count();
  return hal::from_seconds_since_2000((set_to_seconds_ + passed) % seconds_kept);
}

void Rtc::set(const hal::CalendarTime& time) {
  if (!hal::is_valid(time)) return;
  set_at_ = scheduler_.now();
  set_to_seconds_ = hal::seconds_since_2000(time);
  ++times_set_;
}

}  // namespace mpos::clock

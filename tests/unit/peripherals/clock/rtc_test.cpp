// SPDX-License-Identifier: Apache-2.0
#include "peripherals/clock/rtc.hpp"

#include <gtest/gtest.h>

namespace mpos::clock {
namespace {

using namespace std::chrono_literals;

TEST(Rtc, CountsWholeSecondsOfVirtualTime) {
  sim::Scheduler scheduler;
  const Rtc rtc{scheduler, {2023, 12, 31, 23, 59, 59}};

  scheduler.run_for(999ms);
  EXPECT_EQ(rtc.now(), (hal::CalendarTime{2023, 12, 31, 23, 59, 59}));
  scheduler.run_for(1ms);
  EXPECT_EQ(rtc.now(), (hal::CalendarTime{2024, 1, 1, 0, 0, 0}));
}

TEST(Rtc, GoesThroughTheLeapDay) {
  sim::Scheduler scheduler;
  const Rtc rtc{scheduler, {2024, 2, 28, 23, 59, 59}};

  scheduler.run_for(1s);
  EXPECT_EQ(rtc.now(), (hal::CalendarTime{2024, 2, 29, 0, 0, 0}));
  scheduler.run_for(24h);
  EXPECT_EQ(rtc.now(), (hal::CalendarTime{2024, 3, 1, 0, 0, 0}));
}

TEST(Rtc, CanBeSetAndKeepsItsTimeWhenTheDateDoesNotExist) {
  sim::Scheduler scheduler;
  Rtc rtc{scheduler, {2024, 1, 1, 0, 0, 0}};
  scheduler.run_for(1500ms);

  rtc.set({2030, 6, 7, 8, 9, 10});
  rtc.set({2030, 2, 30, 0, 0, 0});
  scheduler.run_for(1s);

  EXPECT_EQ(rtc.now(), (hal::CalendarTime{2030, 6, 7, 8, 9, 11}));
  EXPECT_EQ(rtc.times_set(), 1U);
}

TEST(Rtc, StartsOverAfterTheCentury) {
  sim::Scheduler scheduler;
  const Rtc rtc{scheduler, {2099, 12, 31, 23, 59, 59}};
  scheduler.run_for(1s);
  EXPECT_EQ(rtc.now(), (hal::CalendarTime{2000, 1, 1, 0, 0, 0}));
}

}  // namespace
}  // namespace mpos::clock

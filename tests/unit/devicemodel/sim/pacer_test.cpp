// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/sim/pacer.hpp"

#include <gtest/gtest.h>

#include "devicemodel/sim/scheduler.hpp"

namespace mpos::sim {
namespace {

using namespace std::chrono_literals;
using Action = Pacer::Plan::Action;

constexpr Instant start{};

TEST(Pacer, FastGoesStraightToTheNextEvent) {
  Pacer pacer;

  const auto plan = pacer.plan(0s, start, start + 5s);

  EXPECT_EQ(plan.action, Action::run_until);
  EXPECT_EQ(plan.until, start + 5s);
  EXPECT_EQ(plan.wait, 0ns);
}

TEST(Pacer, FastWithNothingDueWaitsForTheOutside) {
  Pacer pacer;
  const auto plan = pacer.plan(0s, start, std::nullopt);
  EXPECT_EQ(plan.action, Action::nothing);
  EXPECT_EQ(plan.wait, std::nullopt);
}

TEST(Pacer, PacedTimeFollowsTheWallClock) {
  Pacer pacer;
  pacer.set_paced(10, 100s, start);

  const auto plan = pacer.plan(101s, start, start + 12s);

  EXPECT_EQ(plan.action, Action::run_until);
  EXPECT_EQ(plan.until, start + 10s);
  EXPECT_EQ(plan.wait, 200ms);
}

TEST(Pacer, ALateDriverCatchesUpAndSkipsNothing) {
  Pacer pacer;
  Scheduler scheduler;
  pacer.set_paced(1, 0s, start);
  std::vector<Instant> ran;
  for (const auto delay : {1s, 2s, 3s}) scheduler.post(delay, "tick", [&] { ran.push_back(scheduler.now()); });

  const auto plan = pacer.plan(10s, scheduler.now(), scheduler.next_due());
  scheduler.run_until(plan.until);

  EXPECT_EQ(plan.wait, 0ns);
  EXPECT_EQ(ran, (std::vector<Instant>{start + 1s, start + 2s, start + 3s}));
  EXPECT_EQ(scheduler.now(), start + 10s);
}

TEST(Pacer, TimeNeverGoesBackWhenTheWorldRanAhead) {
  Pacer pacer;
  pacer.set_paced(1, 0s, start);
  EXPECT_EQ(pacer.plan(1s, start + 5s, std::nullopt).until, start + 5s);
}

TEST(Pacer, PausedStandsUntilAStepIsAskedFor) {
  Pacer pacer;
  pacer.set_paused();
  EXPECT_EQ(pacer.plan(9s, start, start + 1s).action, Action::nothing);

  pacer.request_step();
  pacer.request_step();

  EXPECT_EQ(pacer.plan(9s, start, start + 1s).action, Action::step);
  EXPECT_EQ(pacer.plan(9s, start, start + 1s).action, Action::step);
  EXPECT_EQ(pacer.plan(9s, start, start + 1s).action, Action::nothing);
}

TEST(Pacer, APauseIsNotMadeUpFor) {
  Pacer pacer;
  pacer.set_paced(1, 0s, start);
  pacer.set_paused();

  ASSERT_TRUE(pacer.set_speed("1", 100s, start + 2s));

  EXPECT_EQ(pacer.plan(101s, start + 2s, std::nullopt).until, start + 3s);
}

TEST(Pacer, AFarEndWithAClockOfItsOwnHoldsRealTime) {
  Pacer pacer;
  pacer.hold_real_time(true, 0s, start);
  EXPECT_EQ(pacer.plan(1s, start, start + 4s).until, start + 1s);
  EXPECT_EQ(pacer.mode(), Pacer::Mode::fast);

  pacer.hold_real_time(false, 1s, start + 1s);
  EXPECT_EQ(pacer.plan(1s, start + 1s, start + 4s).until, start + 4s);
}

TEST(Pacer, SpeedIsReadAsTheBusSaysIt) {
  Pacer pacer;
  EXPECT_TRUE(pacer.set_speed("0.5", 0s, start));
  EXPECT_EQ(pacer.factor(), 0.5);
  EXPECT_TRUE(pacer.set_speed("paused", 0s, start));
  EXPECT_TRUE(pacer.set_speed("fast", 0s, start));
  for (const char* text : {"", "x", "0", "-1", "1x", "inf", "nan", "1e9"})
    EXPECT_FALSE(pacer.set_speed(text, 0s, start)) << text;
  EXPECT_EQ(pacer.mode(), Pacer::Mode::fast);
}

}  // namespace
}  // namespace mpos::sim

// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "devicemodel/sim/random.hpp"
#include "devicemodel/sim/scheduler.hpp"

namespace mpos::sim {
namespace {

using namespace std::chrono_literals;

TEST(Scheduler, RunsByTimeThenByOrderOfScheduling) {
  Scheduler scheduler;
  std::string order;
  scheduler.post(2ms, "b", [&] { order += 'b'; });
  scheduler.post(1ms, "a", [&] { order += 'a'; });
  scheduler.post(2ms, "c", [&] { order += 'c'; });

  scheduler.run_for(2ms);

  EXPECT_EQ(order, "abc");
  EXPECT_EQ(scheduler.now().time_since_epoch(), 2ms);
}

TEST(Scheduler, ForgetsACancelledTimer) {
  Scheduler scheduler;
  int calls = 0;
  {
    const Timer timer = scheduler.after(1ms, "x", [&] { ++calls; });
    EXPECT_TRUE(timer.pending());
  }

  scheduler.run_for(1s);

  EXPECT_EQ(calls, 0);
  EXPECT_EQ(scheduler.pending(), 0U);
}

TEST(Scheduler, LetsAnActionRescheduleItsOwnTimer) {
  Scheduler scheduler;
  int calls = 0;
  Timer timer;
  std::function<void()> tick = [&] {
    if (++calls < 3) timer = scheduler.after(1ms, "tick", tick);
  };
  timer = scheduler.after(1ms, "tick", tick);

  scheduler.run_for(10ms);

  EXPECT_EQ(calls, 3);
}

TEST(Scheduler, ShufflesEqualTimesFromASeedButNeverTimeItself) {
  const auto run = [](std::uint64_t seed) {
    Scheduler scheduler{seed};
    std::string order;
    for (char c = 'a'; c <= 'h'; ++c) scheduler.post(1ms, "x", [&order, c] { order += c; });
    scheduler.post(2ms, "last", [&order] { order += 'z'; });
    scheduler.run_for(2ms);
    return order;
  };

  EXPECT_EQ(run(1), run(1));
  EXPECT_NE(run(1), run(2));
  EXPECT_EQ(run(3).back(), 'z');
}

TEST(Random, ForksDependOnlyOnSeedAndName) {
  Random first{7};
  Random second{7};
  second.next();

  EXPECT_EQ(first.fork("card").next(), second.fork("card").next());
  EXPECT_NE(first.fork("card").next(), first.fork("host").next());
}

}  // namespace
}  // namespace mpos::sim

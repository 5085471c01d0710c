// SPDX-License-Identifier: Apache-2.0
#include "peripherals/clock/timer_bank.hpp"

#include <gtest/gtest.h>

namespace mpos::clock {
namespace {

using namespace std::chrono_literals;

struct FakeIrq final : hal::IrqLine {
  void raise() override { ++raised; }
  int raised = 0;
};

class TimerBankTest : public ::testing::Test {
 protected:
  sim::Scheduler scheduler_;
  FakeIrq irq_;
  TimerBank timers_{scheduler_, irq_};
};

TEST_F(TimerBankTest, ChannelExpiresOnceAndRaisesTheLine) {
  timers_.start(3, 10ms);
  scheduler_.run_for(9ms);
  EXPECT_EQ(timers_.take_expired(), std::nullopt);
  EXPECT_TRUE(timers_.is_running(3));

  scheduler_.run_for(1s);
  EXPECT_EQ(irq_.raised, 1);
  EXPECT_EQ(timers_.take_expired(), 3U);
  EXPECT_EQ(timers_.take_expired(), std::nullopt);
}

TEST_F(TimerBankTest, LowestExpiredChannelComesFirst) {
  timers_.start(5, 1ms);
  timers_.start(0, 2ms);
  scheduler_.run_for(5ms);

  EXPECT_EQ(timers_.take_expired(), 0U);
  EXPECT_EQ(timers_.take_expired(), 5U);
}

TEST_F(TimerBankTest, RestartAndStopForgetAnExpiryThatWasNotTaken) {
  timers_.start(1, 1ms);
  timers_.start(2, 1ms);
  scheduler_.run_for(1ms);
  timers_.start(1, 10ms);
  timers_.stop(2);

  EXPECT_EQ(timers_.take_expired(), std::nullopt);
  scheduler_.run_for(10ms);
  EXPECT_EQ(timers_.take_expired(), 1U);
}

TEST_F(TimerBankTest, PowerOnStopsEveryChannelAndCountsFromZero) {
  timers_.start(7, 10ms);
  scheduler_.run_for(5ms);
  EXPECT_EQ(timers_.now(), 5ms);

  timers_.power_on();
  scheduler_.run_for(20ms);

  EXPECT_EQ(timers_.now(), 20ms);
  EXPECT_EQ(irq_.raised, 0);
  EXPECT_EQ(timers_.take_expired(), std::nullopt);
}

}  // namespace
}  // namespace mpos::clock

// SPDX-License-Identifier: Apache-2.0
#include "app/gui/run_due.hpp"

#include <gtest/gtest.h>

namespace mpos::gui {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A world in which something always is due a millisecond later, as in a reader that scans its keypad; and a wall clock
/// that moves whenever somebody looks at it.
class RunDue : public testing::Test {
 protected:
  RunDue() { tick(); }
  void tick() {
    // So many that it never ends in a loop that does not look at the wall clock; yet such a loop ends, and fails.
    if (++ticks_ < most_) scheduler_.post(milliseconds{1}, "tick", [this] { tick(); });
  }
  std::optional<Duration> run() {
    return run_due(pacer_, scheduler_, [this] { return wall_ += look_; });
  }

  static constexpr int most_ = 1'000'000;
  sim::Scheduler scheduler_;
  sim::Pacer pacer_;
  Duration wall_{};
  Duration look_ = std::chrono::microseconds{500};
  int ticks_ = 0;
};

TEST_F(RunDue, ComesBackAtThePaceFast) {
  pacer_.set_fast();
  EXPECT_EQ(run(), Duration::zero());
  EXPECT_GT(ticks_, 1);
  EXPECT_LT(ticks_, most_);
  EXPECT_LE(wall_, longest_run + milliseconds{1});
  const int before = ticks_;
  EXPECT_EQ(run(), Duration::zero());
  EXPECT_GT(ticks_, before);  // and goes on where it was
}

TEST_F(RunDue, ComesBackAtAPaceThatTheMachineCannotKeep) {
  pacer_.set_paced(1000.0, wall_, scheduler_.now());
  EXPECT_EQ(run(), Duration::zero());
  EXPECT_GT(ticks_, 1);
  EXPECT_LT(ticks_, most_);
}

TEST_F(RunDue, AnswersWhenTheNextIsDueAtRealTime) {
  look_ = std::chrono::microseconds{100};
  pacer_.set_paced(1.0, wall_, scheduler_.now());
  wall_ += milliseconds{5};
  const auto wait = run();
  ASSERT_TRUE(wait);
  EXPECT_GT(*wait, Duration::zero());
  EXPECT_LE(*wait, milliseconds{1});
  EXPECT_GE(ticks_, 5);
  EXPECT_LE(ticks_, 8);
}

TEST_F(RunDue, RunsNothingWhilePaused) {
  pacer_.set_paused();
  wall_ += seconds{5};
  EXPECT_EQ(run(), std::nullopt);
  EXPECT_EQ(ticks_, 1);
}

}  // namespace
}  // namespace mpos::gui

// SPDX-License-Identifier: Apache-2.0
#include "peripherals/magstripe/head.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "devicemodel/stripe/decoder.hpp"

namespace mpos::magstripe {
namespace {

using namespace std::chrono_literals;

constexpr const char* track1_text = "B6222021234567890128^LI/MING                   ^301222012345678";
constexpr const char* track2_text = "6222021234567890128=30122201234567800";
constexpr const char* track3_text = "996222021234567890128=1561560000000000000003000000014000002300000000000";

struct CountingLine final : hal::IrqLine {
  int raised = 0;
  void raise() override { ++raised; }
};

class HeadTest : public testing::Test {
 protected:
  HeadTest() { head.enable(true); }
  static Card card(Coercivity coercivity = Coercivity::low, double wear = 0) {
    return *Card::make({track1_text, track2_text, track3_text}, coercivity, wear);
  }
  /// Swipes, lets the time pass and decodes one track; the capture is released.
  Result<stripe::TrackText, stripe::TrackError> read(const Card& card, const SwipeMotion& motion, int track = 2) {
    EXPECT_EQ(head.swipe(card, motion, random), SwipeFate::captured);
    scheduler.run_for(100s);
    const auto capture = head.capture();
    EXPECT_TRUE(capture);
    auto text = stripe::decode_track(capture->intervals_ns[static_cast<std::size_t>(track - 1)], track);
    head.release();
    return text;
  }
  /// Of 100 swipes, how many gave track 2 right; any wrong text fails the test.
  int reads_of_100(const Card& card, const SwipeMotion& motion) {
    int right = 0;
    for (int i = 0; i < 100; ++i) {
      const auto text = read(card, motion);
      if (text) {
        EXPECT_EQ(*text, std::string_view{track2_text});
        ++right;
      }
    }
    return right;
  }

  sim::Scheduler scheduler;
  CountingLine irq;
  sim::Random random{1};
  Head head{scheduler, irq};
};

TEST_F(HeadTest, DeliversThreeTracksAtTheEndOfTheSwipeAsOneEvent) {
  ASSERT_EQ(head.swipe(card(), {}, random), SwipeFate::captured);
  EXPECT_EQ(scheduler.pending(), 1U);
  EXPECT_TRUE(head.swiping());

  scheduler.run_for(142ms);  // 85.6 mm at 60 cm/s are 142.67 ms
  EXPECT_FALSE(head.capture());
  EXPECT_EQ(irq.raised, 0);
  scheduler.run_for(1ms);

  EXPECT_EQ(irq.raised, 1);
  const auto capture = head.capture();
  ASSERT_TRUE(capture);
  EXPECT_EQ(*stripe::decode_track(capture->intervals_ns[0], 1), std::string_view{track1_text});
  EXPECT_EQ(*stripe::decode_track(capture->intervals_ns[1], 2), std::string_view{track2_text});
  EXPECT_EQ(*stripe::decode_track(capture->intervals_ns[2], 3), std::string_view{track3_text});
}

TEST_F(HeadTest, ForgetsACaptureOnReleaseAndReusesItsBuffer) {
  head.swipe(card(), {}, random);
  scheduler.run_for(1s);
  const auto span = head.capture()->intervals_ns[1];
  ASSERT_NE(span[0], 0U);
  const std::uint32_t* const buffer = span.data();

  head.release();

  EXPECT_FALSE(head.capture());
  ASSERT_EQ(head.swipe(card(), {}, random), SwipeFate::captured);
  scheduler.run_for(1s);
  EXPECT_EQ(head.capture()->intervals_ns[1].data(), buffer);  // the same buffer again: nothing is allocated
}

TEST_F(HeadTest, KeepsTheFirstSwipeUntilItIsReleased) {
  const Card other = *Card::make({"", "4761739001010010=30122011758900000000", ""}, Coercivity::high);
  head.swipe(card(), {}, random);
  EXPECT_EQ(head.swipe(other, {}, random), SwipeFate::busy);
  scheduler.run_for(1s);
  EXPECT_EQ(head.swipe(other, {}, random), SwipeFate::busy);

  EXPECT_EQ(*stripe::decode_track(head.capture()->intervals_ns[1], 2), std::string_view{track2_text});
  head.release();
  EXPECT_EQ(*read(other, {}), std::string_view{"4761739001010010=30122011758900000000"});
}

TEST_F(HeadTest, IgnoresSwipesWhileOffOrDead) {
  head.enable(false);
  EXPECT_EQ(head.swipe(card(), {}, random), SwipeFate::head_off);
  head.enable(true);
  head.set_dead(true);
  EXPECT_EQ(head.swipe(card(), {}, random), SwipeFate::head_dead);
  head.set_dead(false);
  EXPECT_EQ(head.swipe(card(), {}, random), SwipeFate::captured);
  head.enable(false);  // in mid-swipe
  scheduler.run_for(1s);
  EXPECT_FALSE(head.capture());
  EXPECT_EQ(irq.raised, 0);
}

TEST_F(HeadTest, LosesEverythingWithPower) {
  head.swipe(card(), {}, random);
  scheduler.run_for(1s);
  head.reset();
  EXPECT_FALSE(head.capture());
  EXPECT_FALSE(head.enabled());
  EXPECT_EQ(head.swipe(card(), {}, random), SwipeFate::head_off);
}

TEST_F(HeadTest, RefusesAMotionThatIsNone) {
  for (const double speed : {0.0, -5.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
    SwipeMotion motion;
    motion.speed_cm_s = speed;
    EXPECT_EQ(head.swipe(card(), motion, random), SwipeFate::bad_motion);
    motion.speed_cm_s = 60;
    motion.acceleration_cm_s2 = speed;
    EXPECT_EQ(head.swipe(card(), motion, random), std::isfinite(speed) ? SwipeFate::captured : SwipeFate::bad_motion);
    head.reset();
    head.enable(true);
  }
}

TEST_F(HeadTest, ReadsAtTheEndsOfTheSpeedRangeBothWays) {
  for (const double speed : {10.0, 150.0}) {
    for (const bool backward : {false, true}) {
      SwipeMotion motion;
      motion.speed_cm_s = speed;
      motion.backward = backward;
      motion.jitter = 0.15;
      EXPECT_EQ(reads_of_100(card(), motion), 100) << speed << backward;
    }
  }
}

TEST_F(HeadTest, FailsWhenTheHandIsTooSlowOrTooFast) {
  for (const Coercivity coercivity : {Coercivity::low, Coercivity::high}) {
    for (const double speed : {3.0, 6.0, 180.0, 300.0}) {
      SwipeMotion motion;
      motion.speed_cm_s = speed;
      EXPECT_EQ(reads_of_100(card(coercivity), motion), 0) << speed;
    }
  }
  SwipeMotion slow;
  slow.speed_cm_s = 6;
  EXPECT_EQ(read(card(), slow).error(), stripe::TrackError::no_signal);
  SwipeMotion fast;
  fast.speed_cm_s = 180;
  EXPECT_EQ(read(card(), fast).error(), stripe::TrackError::no_start_sentinel);
}

TEST_F(HeadTest, ReadsAnAcceleratedHandButNotOneThatStops) {
  SwipeMotion motion;
  motion.speed_cm_s = 20;
  motion.acceleration_cm_s2 = 300;  // leaves at 74 cm/s
  motion.jitter = 0.15;
  EXPECT_EQ(reads_of_100(card(), motion), 100);
  motion.speed_cm_s = 80;
  motion.acceleration_cm_s2 = -300;
  EXPECT_EQ(reads_of_100(card(), motion), 100);
  motion.speed_cm_s = 30;
  motion.acceleration_cm_s2 = -100;  // stands still after 4.5 cm
  EXPECT_EQ(reads_of_100(card(), motion), 0);
}

TEST_F(HeadTest, GivesNoTextFromADamagedStripe) {
  for (const double from : {10.0, 30.0, 50.0, 60.0}) {
    for (const double width : {0.5, 2.0, 8.0}) {
      SwipeMotion motion;
      motion.damage = {{2, from, from + width}};
      EXPECT_EQ(reads_of_100(card(), motion), 0) << from << " " << width;
      EXPECT_TRUE(read(card(), motion, 1));  // the other tracks are whole
      EXPECT_TRUE(read(card(), motion, 3));
    }
  }
  SwipeMotion edge;
  edge.damage = {{0, 0.0, 2.0}, {0, 84.0, 85.6}};  // only clock zeros
  EXPECT_EQ(reads_of_100(card(), edge), 100);
}

TEST_F(HeadTest, NeverGivesAWrongTextFromANoisyOrWornStripe) {
  int right = 0;
  for (const double noise : {0.0005, 0.002, 0.01, 0.05, 0.3}) {
    SwipeMotion motion;
    motion.noise = noise;
    motion.jitter = 0.1;
    for (int i = 0; i < 10; ++i) right += reads_of_100(card(), motion);  // fails by itself on a wrong text
  }
  EXPECT_GT(right, 500);
  EXPECT_LT(right, 4000);
  EXPECT_EQ(reads_of_100(card(Coercivity::high, 0.2), {}), 0);
}

TEST_F(HeadTest, LosesALowCoercivityStripeToAFieldThatAHighOneStands) {
  Card low = card(Coercivity::low);
  Card high = card(Coercivity::high);
  low.expose(140);
  EXPECT_EQ(reads_of_100(low, {}), 100);
  low.expose(400);  // a handbag magnet
  high.expose(400);
  EXPECT_EQ(read(low, {}).error(), stripe::TrackError::no_signal);
  EXPECT_EQ(reads_of_100(high, {}), 100);
  high.expose(5000);
  EXPECT_EQ(reads_of_100(high, {}), 0);
}

TEST_F(HeadTest, IsTheSameForTheSameSeed) {
  SwipeMotion motion;
  motion.jitter = 0.15;
  motion.noise = 0.01;
  const auto run = [&] {
    sim::Random seeded{42};
    head.swipe(card(), motion, seeded);
    scheduler.run_for(1s);
    const auto span = head.capture()->intervals_ns[1];
    std::vector<std::uint32_t> copy(span.begin(), span.end());
    head.release();
    return copy;
  };
  EXPECT_EQ(run(), run());
}

}  // namespace
}  // namespace mpos::magstripe

// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "devicemodel/stripe/decoder.hpp"
#include "peripherals/magstripe/head.hpp"

namespace mpos::stripe {
namespace {

using namespace std::chrono_literals;

struct SilentLine final : hal::IrqLine {
  void raise() override {}
};

std::string digits(sim::Random& random, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += static_cast<char>('0' + random.below(10));
  return text;
}

magstripe::Card::Tracks random_tracks(sim::Random& random) {
  const std::string pan = "622202" + digits(random, 7 + random.below(7));
  const std::string after = digits(random, 7 + random.below(37 - pan.size() - 1 - 7 + 1));
  std::string name;
  const std::size_t letters = 2 + random.below(25);
  for (std::size_t i = 0; i < letters; ++i) name += static_cast<char>('A' + random.below(26));
  name[random.below(name.size())] = '/';
  magstripe::Card::Tracks tracks{"B" + pan + "^" + name + "^" + digits(random, 7 + random.below(16)), pan + "=" + after,
                                 ""};
  if (random.below(2) == 0) tracks[2] = "99" + pan + "=" + digits(random, 104 - 2 - pan.size() - 1);
  return tracks;
}

struct Tally {
  int right = 0;
  int refused = 0;
  int wrong = 0;
};

/// Swipes `count` random cards; a swipe is right when every written track is, wrong when any gives another text.
template <typename Motion>
Tally swipe_many(int count, std::uint64_t seed, Motion&& motion_of) {
  sim::Scheduler scheduler;
  SilentLine irq;
  magstripe::Head head{scheduler, irq};
  head.enable(true);
  sim::Random random{seed};
  Tally tally;
  for (int i = 0; i < count; ++i) {
    const auto tracks = random_tracks(random);
    const auto coercivity = random.below(2) == 0 ? magstripe::Coercivity::low : magstripe::Coercivity::high;
    const auto card = magstripe::Card::make(tracks, coercivity);
    EXPECT_TRUE(card);
    EXPECT_EQ(head.swipe(*card, motion_of(random), random), magstripe::SwipeFate::captured);
    scheduler.run_for(100s);
    const auto capture = head.capture();
    bool right = true;
    bool wrong = false;
    for (int track = 1; track <= 3; ++track) {
      const auto index = static_cast<std::size_t>(track - 1);
      const auto text = decode_track(capture->intervals_ns[index], track);
      if (tracks[index].empty()) {
        EXPECT_EQ(text.error(), TrackError::no_signal);
      } else if (!text) {
        right = false;
      } else if (!(*text == std::string_view{tracks[index]})) {
        wrong = true;
      }
    }
    ++(wrong ? tally.wrong : right ? tally.right : tally.refused);
    head.release();
  }
  return tally;
}

magstripe::SwipeMotion motion(sim::Random& random, double first_cm_s, double last_cm_s, double jitter) {
  magstripe::SwipeMotion motion;
  motion.speed_cm_s = first_cm_s;
  motion.acceleration_cm_s2 = (last_cm_s * last_cm_s - first_cm_s * first_cm_s) / (2 * magstripe::Card::length_mm / 10);
  motion.backward = random.below(2) == 0;
  motion.jitter = jitter;
  return motion;
}

TEST(Swipes, TenThousandAtSteadySpeedsAreReadAndNoneWrong) {
  const Tally tally = swipe_many(10000, 1, [](sim::Random& random) {
    const double speed = random.between(10, 150);
    return motion(random, speed, speed, 0.15);
  });
  RecordProperty("right", tally.right);
  EXPECT_GE(tally.right, 9990);
  EXPECT_EQ(tally.wrong, 0);
}

TEST(Swipes, TenThousandThatGainOrLoseUpToThreeTimesTheirSpeedAreReadAndNoneWrong) {
  const Tally tally = swipe_many(10000, 2, [](sim::Random& random) {
    const double first = random.between(10, 150);
    const double last = random.between(std::max(10.0, first / 3), std::min(150.0, first * 3));
    return motion(random, first, last, 0.15);
  });
  RecordProperty("right", tally.right);
  EXPECT_GE(tally.right, 9990);
  EXPECT_EQ(tally.wrong, 0);
}

TEST(Swipes, TenThousandBetweenAnyTwoSpeedsOfTheRangeAreReadAndNoneWrong) {
  const Tally tally = swipe_many(10000, 3, [](sim::Random& random) {
    const double first = random.between(10, 150);
    const double last = random.between(10, 150);
    return motion(random, first, last, 0.15);
  });
  RecordProperty("right", tally.right);
  EXPECT_GE(tally.right, 9990);
  EXPECT_EQ(tally.wrong, 0);
}

TEST(Swipes, BadlyJitteredOnesAreRefusedRatherThanReadWrong) {
  for (const double jitter : {0.25, 0.3, 0.4, 0.6}) {
    const Tally tally = swipe_many(1000, 4, [&](sim::Random& random) {
      const double speed = random.between(10, 150);
      return motion(random, speed, speed, jitter);
    });
    EXPECT_EQ(tally.wrong, 0) << jitter;
    if (jitter > 0.35) {
      EXPECT_GT(tally.refused, 950) << jitter;
    }
  }
}

TEST(Swipes, NoisyOnesAreRefusedRatherThanReadWrong) {
  for (const double noise : {0.0003, 0.001, 0.004, 0.02, 0.1}) {
    const Tally tally = swipe_many(1000, 5, [&](sim::Random& random) {
      const double speed = random.between(20, 140);
      auto noisy = motion(random, speed, speed, 0.15);
      noisy.noise = noise;
      return noisy;
    });
    EXPECT_EQ(tally.wrong, 0) << noise;
    EXPECT_GT(tally.refused, 0) << noise;
  }
}

}  // namespace
}  // namespace mpos::stripe

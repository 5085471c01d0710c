// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "devicemodel/stripe/decoder.hpp"
#include "peripherals/magstripe/head.hpp"

namespace mpos::magstripe {
namespace {

struct SilentLine final : hal::IrqLine {
  void raise() override {}
};

Card test_card() {
  return *Card::make(
      {"B6222021234567890128^LI/MING                   ^301222012345678", "6222021234567890128=30122201234567800",
       "996222021234567890128=1561560000000000000003000000014000002300000000000"},
      Coercivity::high);
}

SwipeMotion jittered() {
  SwipeMotion motion;
  motion.speed_cm_s = 30;
  motion.acceleration_cm_s2 = 200;
  motion.jitter = 0.15;
  return motion;
}

SwipeMotion noisy() {
  SwipeMotion motion;
  motion.noise = 0.02;
  return motion;
}

/// The three tracks of one swipe, decoded again and again.
void decode(benchmark::State& state, const SwipeMotion& motion) {
  sim::Scheduler scheduler;
  SilentLine irq;
  Head head{scheduler, irq};
  sim::Random random{1};
  head.enable(true);
  head.swipe(test_card(), motion, random);
  scheduler.step();
  const auto capture = head.capture();
  for (auto _ : state) {
    for (int track = 1; track <= 3; ++track) {
      benchmark::DoNotOptimize(stripe::decode_track(capture->intervals_ns[static_cast<std::size_t>(track - 1)], track));
    }
  }
}

/// Card past the head, line raised, buffer released.
void swipe(benchmark::State& state, const SwipeMotion& motion) {
  sim::Scheduler scheduler;
  SilentLine irq;
  Head head{scheduler, irq};
  sim::Random random{1};
  const Card card = test_card();
  head.enable(true);
  for (auto _ : state) {
    head.swipe(card, motion, random);
    scheduler.step();
    head.release();
  }
}

void make_card(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(test_card());
}

BENCHMARK_CAPTURE(decode, clean_three_tracks, SwipeMotion{})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(decode, jittered_three_tracks, jittered())->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(decode, unreadable_three_tracks, noisy())->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(swipe, clean, SwipeMotion{})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(swipe, jittered, jittered())->Unit(benchmark::kMicrosecond);
BENCHMARK(make_card)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace mpos::magstripe

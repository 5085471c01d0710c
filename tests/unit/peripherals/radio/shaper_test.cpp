// SPDX-License-Identifier: Apache-2.0
#include "peripherals/radio/shaper.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "peripherals/radio/loopback.hpp"

namespace mpos::radio {
namespace {

using namespace std::chrono_literals;
using Direction = Shaper::Direction;

/// A reader's end behind a shaper, and the phone's bare end of the same loopback.
class ShaperTest : public testing::Test {
 protected:
  struct Arrival {
    Instant time;
    std::vector<std::uint8_t> bytes;
  };
  struct Ear {
    std::vector<Arrival> arrivals;
    std::string closed;
    std::size_t bytes() const {
      std::size_t sum = 0;
      for (const Arrival& arrival : arrivals) sum += arrival.bytes.size();
      return sum;
    }
  };

  ShaperTest() { connect(); }

  void connect() {
    Loopback loopback{scheduler};
    phone = loopback.take_first();
    reader = shaper.wrap(loopback.take_second());
    listen(*phone, at_phone);
    listen(*reader, at_reader);
    scheduler.run_for(0ms);
  }
  void listen(Stream& stream, Ear& ear) {
    stream.set_handlers({.opened = {},
                         .received =
                             [this, &ear](Bytes bytes) {
                               ear.arrivals.push_back({scheduler.now(), {bytes.begin(), bytes.end()}});
                             },
                         .closed = [&ear](const std::string& reason) { ear.closed = reason; }});
  }
  void shape(Direction direction, const Shape& wanted) { shaper.set(direction, wanted); }

  double arrived() const { return static_cast<double>(at_phone.arrivals.size()); }

  sim::Scheduler scheduler;
  Shaper shaper{scheduler, sim::Random{7}};
  std::unique_ptr<Stream> phone;
  std::unique_ptr<Stream> reader;
  Ear at_phone;
  Ear at_reader;
};

constexpr int many = 20000;
constexpr double tolerance = 0.10;  // of what was asked

TEST_F(ShaperTest, LeavesAPlainStreamAlone) {
  ASSERT_TRUE(phone->send(as_bytes("there")));
  ASSERT_TRUE(reader->send(as_bytes("back")));
  scheduler.run_for(0ms);

  ASSERT_EQ(at_reader.arrivals.size(), 1U);
  ASSERT_EQ(at_phone.arrivals.size(), 1U);
  EXPECT_EQ(scheduler.now(), Instant{});
}

TEST_F(ShaperTest, LatencyAndJitterAreWhatWasAskedFor) {
  shape(Direction::outward, {.latency = 40ms, .jitter = 10ms});
  double sum_ms = 0;
  double squares_ms = 0;
  for (int i = 0; i < many; ++i) {
    const Instant sent = scheduler.now();
    ASSERT_TRUE(reader->send(as_bytes("x")));
    scheduler.run_for(60ms);
    const double ms = std::chrono::duration<double, std::milli>(at_phone.arrivals.back().time - sent).count();
    ASSERT_GE(ms, 30.0);
    ASSERT_LE(ms, 50.0);
    sum_ms += ms;
    squares_ms += ms * ms;
  }
  const double mean = sum_ms / many;
  const double deviation = std::sqrt(squares_ms / many - mean * mean);

  EXPECT_NEAR(mean, 40.0, 40.0 * tolerance);
  EXPECT_NEAR(deviation, 10.0 / std::sqrt(3.0), 10.0 / std::sqrt(3.0) * tolerance);  // uniform
}

TEST_F(ShaperTest, BandwidthIsWhatWasAskedFor) {
  shape(Direction::inward, {.latency = 5ms, .bandwidth_bytes_s = 20000, .mtu_bytes = 180});
  const std::vector<std::uint8_t> page(1000);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(phone->send(page));
  scheduler.run_for(60s);

  ASSERT_EQ(at_reader.bytes(), 100000U);
  const double seconds = std::chrono::duration<double>(at_reader.arrivals.back().time.time_since_epoch()).count();
  EXPECT_NEAR(100000.0 / seconds, 20000.0, 20000.0 * tolerance);
  for (const Arrival& arrival : at_reader.arrivals) EXPECT_LE(arrival.bytes.size(), 180U);
}

TEST_F(ShaperTest, LossDuplicationAndCorruptionAreAsOftenAsAskedFor) {
  const std::vector<std::uint8_t> zeros(20);
  const auto count = [&](const Shape& wanted, auto counts) {
    shape(Direction::outward, wanted);
    at_phone.arrivals.clear();
    for (int i = 0; i < many; ++i) {
      ASSERT_TRUE(reader->send(zeros));
      scheduler.run_for(1ms);
    }
    counts();
  };

  count({.loss = 0.05}, [&] { EXPECT_NEAR(many - arrived(), 0.05 * many, 0.05 * many * tolerance); });
  count({.duplication = 0.05},
        [&] { EXPECT_NEAR(arrived() - many, 0.05 * many, 0.05 * many * tolerance); });
  count({.corruption = 0.05}, [&] {
    ASSERT_EQ(at_phone.arrivals.size(), static_cast<std::size_t>(many));
    int wrong = 0;
    for (const Arrival& arrival : at_phone.arrivals) {
      int bits = 0;
      for (const std::uint8_t byte : arrival.bytes) bits += __builtin_popcount(byte);
      EXPECT_LE(bits, 1);
      wrong += bits;
    }
    EXPECT_NEAR(wrong, 0.05 * many, 0.05 * many * tolerance);
  });
}

TEST_F(ShaperTest, KeepsTheOrderUnderJitter) {
  shape(Direction::outward, {.latency = 10ms, .jitter = 10ms});
  for (std::uint8_t i = 0; i < 200; ++i) ASSERT_TRUE(reader->send(Bytes{&i, 1}));
  scheduler.run_for(1s);

  ASSERT_EQ(at_phone.arrivals.size(), 200U);
  for (std::size_t i = 0; i < 200; ++i) EXPECT_EQ(at_phone.arrivals[i].bytes[0], i);
}

TEST_F(ShaperTest, BreaksAtTheVeryByteForBothEnds) {
  shape(Direction::inward, {.latency = 3ms, .break_after_bytes = 5});
  std::string told;
  shaper.on_break([&](const std::string& reason) { told = reason; });
  ASSERT_TRUE(phone->send(as_bytes("abc")));
  ASSERT_TRUE(phone->send(as_bytes("defgh")));
  scheduler.run_for(1s);

  EXPECT_EQ(at_reader.bytes(), 5U);
  EXPECT_EQ(at_reader.closed, "broken after the bytes that were asked for");
  EXPECT_EQ(told, at_reader.closed);
  EXPECT_EQ(at_phone.closed, "closed by the far end");
  EXPECT_FALSE(reader->send(as_bytes("x")));
  EXPECT_FALSE(shaper.shape(Direction::inward).break_after_bytes) << "the next connection is whole";
  at_reader.arrivals.clear();
  connect();
  ASSERT_TRUE(phone->send(as_bytes("whole again")));
  scheduler.run_for(1s);
  EXPECT_EQ(at_reader.bytes(), 11U);
}

TEST_F(ShaperTest, AGateBreaksTheLinkInPlaceOfAChunk) {
  shaper.set_gate([](Direction, Bytes bytes) { return bytes[0] != 'c'; });
  ASSERT_TRUE(reader->send(as_bytes("a")));
  EXPECT_FALSE(reader->send(as_bytes("c")));
  scheduler.run_for(1s);

  EXPECT_EQ(at_phone.bytes(), 1U);
  EXPECT_EQ(at_phone.closed, "closed by the far end");
  EXPECT_EQ(at_reader.closed, "broken at the step that was named");
}

TEST_F(ShaperTest, WhatWasOnItsWayArrivesAfterClose) {
  shape(Direction::outward, {.latency = 20ms});
  ASSERT_TRUE(reader->send(as_bytes("last words")));
  reader.reset();
  scheduler.run_for(1s);

  EXPECT_EQ(at_phone.bytes(), 10U);
  EXPECT_EQ(at_phone.closed, "closed by the far end");
}

TEST_F(ShaperTest, TheFarEndsCloseComesAfterItsLastByte) {
  shape(Direction::inward, {.latency = 20ms});
  ASSERT_TRUE(phone->send(as_bytes("bye")));
  phone->close();
  scheduler.run_for(10ms);
  EXPECT_EQ(at_reader.closed, "");
  scheduler.run_for(10ms);

  EXPECT_EQ(at_reader.bytes(), 3U);
  EXPECT_EQ(at_reader.closed, "closed by the far end");
}

TEST_F(ShaperTest, PushesBackWhenTooMuchIsOnItsWay) {
  shape(Direction::outward, {.bandwidth_bytes_s = 1000});
  const std::vector<std::uint8_t> chunk(64 * 1024);
  int taken = 0;
  while (taken < 100 && reader->send(chunk)) ++taken;

  EXPECT_EQ(taken, 16);
}

TEST_F(ShaperTest, TheSameSeedGivesTheSameFate) {
  const auto play = [](std::uint64_t seed) {
    sim::Scheduler clock;
    Shaper air{clock, sim::Random{seed}};
    Loopback loopback{clock};
    const auto far = loopback.take_first();
    const auto near = air.wrap(loopback.take_second());
    std::string heard;
    far->set_handlers({.opened = {},
                       .received = [&](Bytes bytes) { heard.append(bytes.begin(), bytes.end()) += '|'; },
                       .closed = {}});
    air.set(Direction::outward, {.latency = 1ms, .jitter = 1ms, .loss = 0.3, .duplication = 0.3, .corruption = 0.3});
    for (int i = 0; i < 100; ++i) (void)near->send(as_bytes("chunk"));
    clock.run_for(1s);
    return heard;
  };

  EXPECT_EQ(play(1), play(1));
  EXPECT_NE(play(1), play(2));
}

}  // namespace
}  // namespace mpos::radio

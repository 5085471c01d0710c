// SPDX-License-Identifier: Apache-2.0
// A phone and a reader over a radio that loses, damages, repeats and tears. Every message arrives once and in order.
#include <gtest/gtest.h>

#include "devicemodel/sim/scheduler.hpp"
#include "tests/unit/devicemodel/link/pair.hpp"

namespace mpos::link::test {
namespace {

using namespace std::chrono_literals;

Settings lossy(Settings settings, std::size_t frame) {
  settings.lossy = true;
  settings.max_frame_payload = frame;
  settings.retransmit_limit = 60;
  settings.handshake_timeout = 10min;
  settings.idle_timeout = 60min;
  return settings;
}

/// Cuts the bytes into radio packets and mistreats some.
void mistreat(Buffer& bytes, sim::Random& random, std::size_t packet, double rate) {
  Buffer out;
  for (std::size_t at = 0; at < bytes.size(); at += packet) {
    Buffer piece(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                 bytes.begin() + static_cast<std::ptrdiff_t>(std::min(bytes.size(), at + packet)));
    const double dice = random.unit();
    if (dice < rate) continue;
    if (dice < 2 * rate) piece[random.below(piece.size())] ^= static_cast<std::uint8_t>(1U << random.below(8));
    out.insert(out.end(), piece.begin(), piece.end());
    if (dice > 1 - rate) out.insert(out.end(), piece.begin(), piece.end());
  }
  bytes = out;
}

TEST(LossyLink, DeliversEveryMessageOnceInOrder) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const std::size_t frame = std::array<std::size_t, 4>{20, 100, 244, 2048}[seed % 4];
    Pair pair(lossy(phone_settings(), frame), lossy(reader_settings(), frame), seed);
    sim::Random radio(seed + 77);
    pair.touch_to_reader = [&](Buffer& bytes) { mistreat(bytes, radio, 180, 0.05); };
    pair.touch_to_phone = [&](Buffer& bytes) { mistreat(bytes, radio, 180, 0.05); };
    pair.reader.phones.remember(pair.phone.identity.public_key);
    pair.start();
    for (int i = 0; i < 200 && !pair.is_up(); ++i) pair.pass(100ms);
    ASSERT_TRUE(pair.is_up()) << "seed " << seed;

    std::vector<Buffer> to_reader;
    std::vector<Buffer> to_phone;
    for (int i = 0; i < 30; ++i) {
      Buffer message(1 + radio.below(1500));
      radio.fill(message);
      if (pair.phone.channel->send(message, pair.now)) to_reader.push_back(message);
      if (pair.reader.channel->send(message, pair.now)) to_phone.push_back(message);
      pair.pass(radio.below(2) * 200ms);
    }
    for (int i = 0; i < 2000 && (pair.reader.messages().size() < to_reader.size() ||
                                 pair.phone.messages().size() < to_phone.size());
         ++i) {
      pair.pass(100ms);
    }

    ASSERT_GT(to_reader.size(), 5U);
    EXPECT_EQ(pair.reader.messages(), to_reader) << "seed " << seed;
    EXPECT_EQ(pair.phone.messages(), to_phone) << "seed " << seed;
  }
}

TEST(LossyLink, AnEndThatIsHeldStillHearsAcknowledgementsAndLosesNothing) {
  Pair pair(lossy(phone_settings(), 2048), lossy(reader_settings(), 2048));
  pair.bring_up();
  std::vector<Buffer> to_reader;
  for (std::uint8_t i = 0; i < 9; ++i) to_reader.push_back(Buffer(1000, i));
  for (const Buffer& message : to_reader) ASSERT_TRUE(pair.phone.channel->send(message, pair.now));
  ASSERT_TRUE(pair.reader.channel->send(buffer_of("an answer"), pair.now));

  pair.reader.channel->hold(true);
  pair.settle();
  EXPECT_TRUE(pair.reader.messages().empty());
  EXPECT_FALSE(pair.reader.channel->deadline() < pair.now + 1min) << "what it sent is acknowledged";
  pair.reader.channel->hold(false);
  pair.settle();

  EXPECT_EQ(pair.reader.messages(), to_reader) << "without waiting for a clock";
}

TEST(LossyLink, FramesAreSmallOnALossyTransport) {
  Pair pair;
  pair.start();
  pair.reader.channel->start(pair.now, true);
  pair.phone.channel->start(pair.now, true);
  pair.reader.phones.remember(pair.phone.identity.public_key);
  pair.settle();
  ASSERT_TRUE(pair.phone.channel->send(Buffer(4096), pair.now));

  const Buffer flight = pair.phone.take_outgoing(pair.now);

  EXPECT_EQ(load_be16(flight.data() + 10), 480);
}

TEST(LossyLink, SurvivesTheWrapOfTheSequenceNumber) {
  Pair pair(lossy(phone_settings(), 2048), lossy(reader_settings(), 2048));
  pair.bring_up();
  int arrived = 0;
  for (int i = 0; i < 70'000; ++i) {
    const std::uint8_t message[] = {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8)};
    ASSERT_TRUE(pair.phone.channel->send(message, pair.now));
    pair.settle();
    ASSERT_EQ(pair.reader.told.size(), 2U) << i;
    ASSERT_TRUE(equal(pair.reader.told.back().message, message));
    pair.reader.told.pop_back();
    ++arrived;
  }
  EXPECT_EQ(arrived, 70'000);
}

TEST(LossyLink, GivesUpOnASilentFarEnd) {
  Settings settings = lossy(phone_settings(), 2048);
  settings.retransmit_limit = 8;
  Pair pair(settings, lossy(reader_settings(), 2048));
  pair.bring_up();
  int heard = 0;
  pair.touch_to_reader = [&](Buffer& bytes) {
    if (!bytes.empty()) ++heard;
    bytes.clear();
  };
  ASSERT_TRUE(pair.phone.channel->send(buffer_of("anybody?"), pair.now));

  constexpr Duration patience = 300ms + 600ms + 1200ms + 6 * 2400ms;  // each pause twice the last, up to eight times
  pair.pass(patience - 1ms);
  EXPECT_FALSE(pair.phone.closed());
  pair.pass(1ms);

  EXPECT_EQ(pair.phone.closed(), CloseReason::retransmission_limit);
  EXPECT_EQ(heard, 9);
}

TEST(LossyLink, AClosedChannelWaitsForNothing) {
  Pair pair(lossy(phone_settings(), 2048), lossy(reader_settings(), 2048));
  pair.bring_up();
  pair.phone.channel->close(CloseReason::none, pair.now);

  EXPECT_FALSE(pair.phone.take_outgoing(pair.now).empty());

  EXPECT_FALSE(pair.phone.channel->deadline());
}

TEST(LossyLink, SendsNoMoreThanTheFarEndsCredit) {
  Settings reader_given = lossy(reader_settings(), 100);
  reader_given.credit_frames = 3;
  Pair pair(lossy(phone_settings(), 100), reader_given);
  pair.bring_up();
  ASSERT_TRUE(pair.phone.channel->send(Buffer(1000), pair.now));

  const Buffer flight = pair.phone.take_outgoing(pair.now);

  EXPECT_EQ(flight.size(), 3 * (100 + frame_overhead_bytes));
  pair.reader.feed(flight, pair.now);
  pair.settle();
  EXPECT_EQ(pair.reader.messages().size(), 1U);
}

}  // namespace
}  // namespace mpos::link::test

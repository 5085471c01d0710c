// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/link/frame.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "devicemodel/base/crc32.hpp"
#include "devicemodel/sim/random.hpp"

namespace mpos::link {
namespace {

using Buffer = std::vector<std::uint8_t>;

Buffer frame_of(Bytes payload, FrameHeader header = {}) {
  Buffer out(payload.size() + frame_overhead_bytes);
  copy_bytes(payload, MutableBytes{out}.subspan(frame_header_bytes));
  EXPECT_EQ(finish_frame(header, payload.size(), out), out.size());
  return out;
}

struct FrameTest : testing::Test {
  FrameDecoder decoder;
  /// Everything that decodes out of what was fed.
  std::vector<Buffer> drain() {
    std::vector<Buffer> all;
    for (;;) {
      const auto frame = decoder.next();
      if (frame) {
        all.emplace_back(frame->payload.begin(), frame->payload.end());
      } else if (frame.error() == FrameError::incomplete) {
        return all;
      }
    }
  }
  const Buffer payload{'h', 'e', 'l', 'l', 'o'};
};

TEST_F(FrameTest, IsOnTheWireAsDocumented) {
  const Buffer frame = frame_of(
      payload,
      {.type = FrameType::record, .more_fragments = true, .sequence = 0x0102, .acknowledgement = 0x0304, .credit = 8});

  const Buffer head{0xA5, 0x5A, 0x01, 0x02, 0x01, 0x08, 0x01, 0x02, 0x03, 0x04, 0x00, 0x05};
  EXPECT_EQ(Buffer(frame.begin(), frame.begin() + 12), head);
  EXPECT_EQ(load_be16(&frame[12]), crc32(head) & 0xFFFF);
  EXPECT_EQ(load_be32(&frame[frame.size() - 4]), crc32(Bytes{frame}.first(frame.size() - 4)));
}

TEST_F(FrameTest, GivesBackWhatWasEncoded) {
  decoder.feed(frame_of(payload, {.type = FrameType::handshake, .sequence = 9, .acknowledgement = 7, .credit = 3}));

  const auto frame = decoder.next();

  ASSERT_TRUE(frame.has_value());
  EXPECT_TRUE(equal(frame->payload, payload));
  EXPECT_EQ(frame->header.type, FrameType::handshake);
  EXPECT_FALSE(frame->header.more_fragments);
  EXPECT_EQ(frame->header.sequence, 9);
  EXPECT_EQ(frame->header.acknowledgement, 7);
  EXPECT_EQ(frame->header.credit, 3);
  EXPECT_EQ(decoder.next().error(), FrameError::incomplete);
}

TEST_F(FrameTest, WaitsForEveryByte) {
  const Buffer frame = frame_of(payload);
  for (std::size_t i = 0; i + 1 < frame.size(); ++i) {
    decoder.feed(Bytes{&frame[i], 1});
    ASSERT_EQ(decoder.next().error(), FrameError::incomplete) << i;
  }
  decoder.feed(Bytes{&frame.back(), 1});

  EXPECT_EQ(drain(), std::vector<Buffer>{payload});
}

TEST_F(FrameTest, NoFlippedBitGetsThroughAndTheNextFrameDoes) {
  const Buffer good = frame_of(payload);
  const Buffer next = frame_of(Buffer{'n', 'e', 'x', 't'});
  for (std::size_t bit = 0; bit < 8 * good.size(); ++bit) {
    decoder.clear();
    Buffer bad = good;
    bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ (1U << (bit % 8)));
    decoder.feed(bad);
    decoder.feed(next);

    EXPECT_EQ(drain(), (std::vector<Buffer>{{'n', 'e', 'x', 't'}})) << "bit " << bit;
  }
}

TEST_F(FrameTest, ACutFrameCostsOnlyItself) {
  const Buffer good = frame_of(payload);
  const Buffer next = frame_of(Buffer(200, 0x55));
  for (std::size_t length = 0; length < good.size(); ++length) {
    decoder.clear();
    decoder.feed(Bytes{good}.first(length));
    decoder.feed(next);

    EXPECT_EQ(drain(), (std::vector<Buffer>{Buffer(200, 0x55)})) << "cut to " << length;
  }
}

TEST_F(FrameTest, ALostEndIsGivenUpOnRequest) {
  const Buffer big = frame_of(Buffer(2000, 1));
  decoder.feed(Bytes{big}.first(100));
  decoder.feed(frame_of(payload));
  EXPECT_EQ(decoder.next().error(), FrameError::incomplete);

  decoder.give_up_partial();

  EXPECT_EQ(drain(), std::vector<Buffer>{payload});
}

TEST_F(FrameTest, FindsFramesAmongGarbage) {
  sim::Random random(3);
  for (int round = 0; round < 200; ++round) {
    decoder.clear();
    Buffer wire;
    std::vector<Buffer> expected;
    for (int i = 0; i < 8; ++i) {
      Buffer garbage(random.below(40));
      random.fill(garbage);
      // Garbage full of sync bytes is the hard kind.
      for (auto& byte : garbage) {
        if (random.below(3) == 0) byte = random.below(2) == 0 ? 0xA5 : 0x5A;
      }
      wire.insert(wire.end(), garbage.begin(), garbage.end());
      Buffer inside(random.below(60));
      random.fill(inside);
      const Buffer frame = frame_of(inside);
      wire.insert(wire.end(), frame.begin(), frame.end());
      expected.push_back(inside);
    }
    ASSERT_EQ(decoder.feed(wire), wire.size());

    EXPECT_EQ(drain(), expected) << "round " << round;
  }
}

TEST_F(FrameTest, RefusesALengthOverTheLimit) {
  Buffer frame = frame_of(payload);
  store_be16(&frame[10], frame_payload_limit + 1);
  store_be16(&frame[12], static_cast<std::uint16_t>(crc32(Bytes{frame}.first(12)) & 0xFFFF));
  decoder.feed(frame);

  EXPECT_EQ(decoder.next().error(), FrameError::too_long);
  decoder.feed(frame_of(payload));
  EXPECT_EQ(drain(), std::vector<Buffer>{payload});
}

TEST_F(FrameTest, TellsABadCheckFromAnotherVersion) {
  Buffer frame = frame_of(payload);
  frame[2] = 2;
  decoder.feed(frame);
  EXPECT_EQ(decoder.next().error(), FrameError::bad_check);
  decoder.clear();

  store_be16(&frame[12], static_cast<std::uint16_t>(crc32(Bytes{frame}.first(12)) & 0xFFFF));
  store_be32(&frame[frame.size() - 4], crc32(Bytes{frame}.first(frame.size() - 4)));
  decoder.feed(frame);
  EXPECT_EQ(decoder.next().error(), FrameError::version);
}

TEST_F(FrameTest, TakesTheLongestFrameAndNeverLessThanItPromises) {
  const Buffer longest(frame_payload_limit, 0xA5);
  const Buffer frame = frame_of(longest);
  for (std::size_t offset = 0; offset < 50; ++offset) {
    std::vector<Buffer> seen;
    Buffer wire(offset, 0);
    for (int i = 0; i < 5; ++i) wire.insert(wire.end(), frame.begin(), frame.end());
    for (Bytes rest = wire; !rest.empty();) {
      const std::size_t took = decoder.feed(rest);
      ASSERT_GE(took, std::min(rest.size(), FrameDecoder::feed_room_bytes));
      rest = rest.subspan(took);
      for (auto& one : drain()) seen.push_back(one);
    }
    EXPECT_EQ(seen, std::vector<Buffer>(5, longest));
  }
}

}  // namespace
}  // namespace mpos::link

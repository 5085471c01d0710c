// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/compat/front.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mpos::compat {
namespace {

using namespace std::chrono_literals;
using Buffer = std::vector<std::uint8_t>;

struct Seen {
  Frame frame;
  Buffer data;
};

class CompatFrontTest : public ::testing::Test {
 protected:
  CompatFrontTest() { front_.reset(); }

  static Buffer wire(std::uint8_t index, bool more, FrameType type, std::uint8_t packet, std::size_t total,
                     Bytes data) {
    Buffer out(max_frame_bytes);
    out.resize(*encode({index, more, type, packet, static_cast<std::uint16_t>(total), data}, out));
    return out;
  }
  void feed(const Buffer& bytes) { front_.feed(bytes, now_); }
  void request(std::uint8_t packet, std::string_view data) {
    feed(wire(0, false, FrameType::request, packet, data.size(), as_bytes(data)));
  }
  void acknowledge(std::uint8_t packet, std::uint8_t index = 0) {
    feed(wire(index, false, FrameType::ack, packet, 0, {}));
    EXPECT_FALSE(front_.poll(now_));
  }
  /// The text of the request that comes out, or "-".
  std::string polled() {
    const auto packet = front_.poll(now_);
    return packet ? std::string{as_text(packet->data)} : "-";
  }
  /// What the far end has been sent since it last looked.
  std::vector<Seen> sent() {
    FrameDecoder decoder;
    const Bytes out = front_.outgoing();
    EXPECT_EQ(decoder.feed(out), out.size());
    front_.sent(out.size());
    std::vector<Seen> all;
    while (const auto frame = decoder.poll()) {
      EXPECT_TRUE(frame->has_value());
      if (*frame) all.push_back({**frame, Buffer((*frame)->data.begin(), (*frame)->data.end())});
    }
    return all;
  }
  void pass(Duration span) {
    now_ += span;
    front_.on_time(now_);
  }

  Front front_;
  Duration now_ = 1s;
};

TEST_F(CompatFrontTest, AcknowledgesARequestBeforeItIsCarriedOut) {
  request(7, "AB");
  EXPECT_EQ(polled(), "AB");

  const auto frames = sent();

  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].frame.type, FrameType::ack);
  EXPECT_EQ(frames[0].frame.packet, 7);
}

TEST_F(CompatFrontTest, ARepeatedRequestIsAnsweredFromMemory) {
  request(7, "AB");
  ASSERT_EQ(polled(), "AB");
  front_.answer(7, FrameType::success, as_bytes("answer"), now_);
  (void)sent();
  acknowledge(7);

  request(7, "AB");

  EXPECT_EQ(polled(), "-");
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].frame.type, FrameType::ack);
  EXPECT_EQ(as_text(frames[1].data), "answer");
}

TEST_F(CompatFrontTest, ARepetitionBeforeTheAnswerIsAcknowledgedAndNothingElse) {
  request(7, "AB");
  ASSERT_EQ(polled(), "AB");
  (void)sent();

  request(7, "AB");

  EXPECT_EQ(polled(), "-");
  EXPECT_EQ(sent().size(), 1U);
}

TEST_F(CompatFrontTest, OtherBytesOrAnotherPacketIndexAreARequestOfTheirOwn) {
  request(7, "AB");
  ASSERT_EQ(polled(), "AB");
  request(7, "AC");
  EXPECT_EQ(polled(), "AC");
  request(8, "AC");
  EXPECT_EQ(polled(), "AC");
}

TEST_F(CompatFrontTest, PutsAPacketTogetherFromItsFramesAndPassesOverOneThatComesTwice) {
  const std::string first(max_frame_data_bytes, 'a');
  const Buffer begin = wire(0, true, FrameType::request, 3, first.size() + 2, as_bytes(first));
  feed(begin);
  EXPECT_EQ(polled(), "-");
  feed(begin);
  EXPECT_EQ(polled(), "-");
  EXPECT_EQ(sent().size(), 2U);
  feed(wire(1, false, FrameType::request, 3, first.size() + 2, as_bytes("zz")));

  EXPECT_EQ(polled(), first + "zz");
  EXPECT_EQ(front_.refused(), 0U);

  // And the whole of it once more.
  feed(begin);
  feed(wire(1, false, FrameType::request, 3, first.size() + 2, as_bytes("zz")));
  EXPECT_EQ(polled(), "-");
  EXPECT_EQ(front_.refused(), 0U);
}

TEST_F(CompatFrontTest, RefusesFramesThatDoNotAddUpToTheirPacket) {
  const auto refused_by = [this](const Buffer& bytes) {
    const auto before = front_.refused();
    feed(bytes);
    EXPECT_EQ(polled(), "-");
    (void)sent();
    return front_.refused() == before + 1;
  };
  EXPECT_TRUE(refused_by(wire(0, false, FrameType::request, 1, 5, as_bytes("AB"))));  // too few
  EXPECT_TRUE(refused_by(wire(0, false, FrameType::request, 1, 1, as_bytes("AB"))));  // too many
  EXPECT_TRUE(refused_by(wire(0, true, FrameType::request, 1, 2, as_bytes("AB"))));   // more, of nothing
  EXPECT_TRUE(refused_by(wire(1, false, FrameType::request, 1, 2, as_bytes("AB"))));  // no first frame
  EXPECT_TRUE(refused_by(wire(0, true, FrameType::request, 1, max_packet_bytes + 1, as_bytes("AB"))));
  EXPECT_TRUE(refused_by(wire(0, false, FrameType::success, 1, 2, as_bytes("AB"))));
  request(2, "AB");
  EXPECT_EQ(polled(), "AB");
}

TEST_F(CompatFrontTest, ADamagedFrameIsAnsweredWithANak) {
  Buffer bytes = wire(0, false, FrameType::request, 1, 2, as_bytes("AB"));
  bytes[9] ^= 0x10;
  feed(bytes);
  EXPECT_EQ(polled(), "-");

  const auto frames = sent();

  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].frame.type, FrameType::nak);
}

TEST_F(CompatFrontTest, SendsAnUnacknowledgedAnswerThreeTimesAndThenNoMore) {
  request(1, "AB");
  ASSERT_EQ(polled(), "AB");
  front_.answer(1, FrameType::success, as_bytes("x"), now_);
  (void)sent();
  for (int again = 1; again < Front::max_tries; ++again) {
    pass(Front::ack_timeout);
    EXPECT_EQ(sent().size(), 1U) << again;
  }
  pass(Front::ack_timeout);
  EXPECT_TRUE(sent().empty());
  EXPECT_FALSE(front_.deadline());
}

TEST_F(CompatFrontTest, ANakBringsTheAnswerAgainAtOnce) {
  request(1, "AB");
  ASSERT_EQ(polled(), "AB");
  front_.answer(1, FrameType::success, as_bytes("x"), now_);
  (void)sent();

  feed(wire(0, false, FrameType::nak, 1, 0, {}));
  EXPECT_EQ(polled(), "-");

  EXPECT_EQ(sent().size(), 1U);
}

TEST_F(CompatFrontTest, ALongAnswerGoesFrameByFrameAsItIsAcknowledged) {
  request(1, "AB");
  ASSERT_EQ(polled(), "AB");
  const Buffer answer(max_packet_bytes, 0x5A);
  front_.answer(1, FrameType::success, answer, now_);
  std::size_t got = 0;
  for (std::uint8_t index = 0; index < 3; ++index) {
    const auto frames = sent();
    ASSERT_FALSE(frames.empty());
    EXPECT_EQ(frames.back().frame.index, index);
    EXPECT_EQ(frames.back().frame.more_follow, index < 2);
    got += frames.back().data.size();
    acknowledge(1, index);
  }
  EXPECT_EQ(got, answer.size());
  EXPECT_TRUE(sent().empty());
}

TEST_F(CompatFrontTest, HalfAFrameIsGivenUpAfterItsTime) {
  const Buffer bytes = wire(0, false, FrameType::request, 1, 2, as_bytes("AB"));
  feed(Buffer(bytes.begin(), bytes.begin() + 8));
  EXPECT_EQ(polled(), "-");
  ASSERT_TRUE(front_.deadline());
  pass(Front::frame_timeout);
  EXPECT_EQ(sent().size(), 1U);  // a NAK

  feed(bytes);
  EXPECT_EQ(polled(), "AB");
}

TEST_F(CompatFrontTest, AFarEndThatReadsNothingIsNotReadFrom) {
  for (int i = 0; i < 400; ++i) {
    const Buffer bytes = wire(0, false, FrameType::request, static_cast<std::uint8_t>(i), 2, as_bytes("AB"));
    if (front_.room() < bytes.size()) break;
    feed(bytes);
    if (front_.poll(now_)) front_.answer(static_cast<std::uint8_t>(i), FrameType::success, as_bytes("AB"), now_);
  }
  EXPECT_LT(front_.room(), frame_overhead_bytes + 2);
  EXPECT_LE(front_.outgoing().size(), 2 * max_frame_bytes);
}

}  // namespace
}  // namespace mpos::compat

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/link/arq.hpp"

#include <gtest/gtest.h>

namespace mpos::link {
namespace {

using namespace std::chrono_literals;

void queue(Arq& arq, std::uint8_t content) {
  arq.payload_space(1)[0] = content;
  arq.push(FrameType::record, false, 1);
}

FrameHeader numbered(std::uint16_t sequence) {
  return {.type = FrameType::record, .sequence = sequence};
}

TEST(Arq, AReliableTransportMayNotRepeatOrSkip) {
  Arq arq({.lossy = false});

  EXPECT_EQ(arq.on_frame(numbered(0), 0s), Arq::Verdict::deliver);
  EXPECT_EQ(arq.on_frame(numbered(0), 0s), Arq::Verdict::refuse);
  EXPECT_EQ(arq.on_frame(numbered(2), 0s), Arq::Verdict::refuse);
  EXPECT_EQ(arq.on_frame(numbered(1), 0s), Arq::Verdict::deliver);
  EXPECT_TRUE(arq.outgoing().empty()) << "no acknowledgements here";
}

TEST(Arq, ALossyTransportMayAndIsAcknowledgedEachTime) {
  Arq arq({.lossy = true, .retransmit_after = 300ms});

  EXPECT_EQ(arq.on_frame(numbered(0), 0s), Arq::Verdict::deliver);
  EXPECT_EQ(arq.on_frame(numbered(0), 0s), Arq::Verdict::drop);
  EXPECT_EQ(arq.on_frame(numbered(2), 0s), Arq::Verdict::drop);

  ASSERT_EQ(arq.outgoing().size(), frame_overhead_bytes);
  EXPECT_EQ(load_be16(&arq.outgoing()[8]), 1) << "next expected";
}

TEST(Arq, AFrameInPartIsFinishedBeforeAnythingElse) {
  Arq arq({.lossy = true, .retransmit_after = 300ms});
  queue(arq, 7);
  arq.sent(5, 0s);

  (void)arq.on_frame(numbered(0), 0s);  // an acknowledgement is due
  EXPECT_EQ(arq.outgoing().size(), frame_overhead_bytes + 1 - 5);
  ASSERT_TRUE(arq.on_time(300ms));  // and so is a retransmission
  EXPECT_EQ(arq.outgoing().size(), frame_overhead_bytes + 1 - 5);
  arq.sent(arq.outgoing().size(), 300ms);

  EXPECT_EQ(arq.outgoing()[3], static_cast<std::uint8_t>(FrameType::acknowledgement));
  arq.sent(arq.outgoing().size(), 300ms);
  EXPECT_EQ(arq.outgoing().size(), frame_overhead_bytes + 1) << "once more from the start";
  EXPECT_EQ(arq.outgoing()[frame_header_bytes], 7);
}

TEST(Arq, AnAcknowledgementOfFramesNeverSentIsIgnored) {
  Arq arq({.lossy = true, .retransmit_after = 300ms});
  queue(arq, 1);

  (void)arq.on_frame({.type = FrameType::acknowledgement, .acknowledgement = 1, .credit = 8}, 0s);
  EXPECT_FALSE(arq.is_empty());
  arq.sent(arq.outgoing().size(), 0s);
  EXPECT_EQ(arq.deadline(), 300ms);
  (void)arq.on_frame({.type = FrameType::acknowledgement, .acknowledgement = 1, .credit = 8}, 0s);

  EXPECT_TRUE(arq.is_empty());
  EXPECT_FALSE(arq.deadline());
}

}  // namespace
}  // namespace mpos::link

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/link/arq.hpp"

#include <gtest/gtest.h>

#include <vector>

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

TEST(Arq, ItWaitsLongerEachTimeAndGivesUpInTheEnd) {
  Arq arq({.lossy = true, .retransmit_after = 100ms, .retransmit_limit = 5});
  queue(arq, 7);
  arq.sent(arq.outgoing().size(), 0s);

  Duration now{};
  std::vector<Duration> waits;
  while (arq.deadline()) {
    waits.push_back(*arq.deadline() - now);
    now = *arq.deadline();
    if (!arq.on_time(now)) break;
    arq.sent(arq.outgoing().size(), now);
  }
  EXPECT_EQ(waits, (std::vector<Duration>{100ms, 200ms, 400ms, 800ms, 800ms, 800ms}));
}

TEST(Arq, WhileHeldItDropsWhatComesAndGivesNoCredit) {
  Arq arq({.lossy = true, .retransmit_after = 300ms});

  arq.hold(true);

  EXPECT_EQ(arq.outgoing()[5], 0) << "the credit";
  arq.sent(arq.outgoing().size(), 0s);
  EXPECT_EQ(arq.on_frame({.type = FrameType::record, .sequence = 0, .credit = 8}, 0s), Arq::Verdict::drop);
  arq.sent(arq.outgoing().size(), 0s);
  arq.hold(false);
  EXPECT_EQ(arq.outgoing()[5], 8);
  EXPECT_EQ(arq.on_frame({.type = FrameType::record, .sequence = 0, .credit = 8}, 0s), Arq::Verdict::deliver);
}

TEST(Arq, CreditAfterNoCreditBringsWhatWasDroppedAtOnce) {
  Arq arq({.lossy = true, .retransmit_after = 300ms});
  (void)arq.on_frame({.type = FrameType::acknowledgement, .credit = 8}, 0s);
  queue(arq, 1);
  queue(arq, 2);
  const std::size_t both = arq.outgoing().size();
  arq.sent(both, 0s);

  (void)arq.on_frame({.type = FrameType::acknowledgement, .acknowledgement = 1, .credit = 0}, 1ms);
  EXPECT_TRUE(arq.outgoing().empty());
  (void)arq.on_frame({.type = FrameType::acknowledgement, .acknowledgement = 1, .credit = 8}, 2ms);

  EXPECT_EQ(arq.outgoing().size(), both / 2);
  EXPECT_EQ(arq.outgoing()[frame_header_bytes], 2);
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

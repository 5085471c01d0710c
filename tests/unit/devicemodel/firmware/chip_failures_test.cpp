// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/devicemodel/firmware/chip_rig.hpp"

namespace mpos::firmware {
namespace {

Policy with_fallback() {
  Policy policy;
  policy.fallback_allowed = true;
  return policy;
}

TEST(ChipFailure, PulledAtAnyCommandTheSaleIsSettledOneWay) {
  int commands = 0;
  {
    ChipRig whole;
    whole.sale_to_host();
    whole.rig.let_host_answer();
    ASSERT_EQ(whole.rig.result().outcome(), api::OUTCOME_APPROVED);
    commands = whole.commands;
  }
  ASSERT_GT(commands, 6);
  for (int at = 1; at <= commands; ++at) {
    SCOPED_TRACE(at);
    ChipRig chip;
    chip.pull_at = at;
    ASSERT_EQ(chip.rig.start_sale(), api::CODE_OK);
    chip.insert();
    bool asked = false;
    if (chip.rig.reader->state() == ReaderState::pin_entry) chip.rig.enter_pin();
    if (chip.rig.reader->state() == ReaderState::host) {
      asked = true;
      chip.rig.let_host_answer();
    }
    EXPECT_EQ(chip.rig.result().outcome(), api::OUTCOME_CARD_REMOVED);
    EXPECT_EQ(chip.rig.result().reversal_pending(), asked) << "what the host approved is taken back";
    EXPECT_EQ(chip.rig.reader->emv_report().outcome.reason, emv::Reason::card_removed);
  }
}

TEST(ChipFailure, PulledWhileTheHostIsAskedTheSaleIsReversed) {
  ChipRig chip;
  chip.sale_to_host();
  const auto late = chip.rig.host.answer(chip.rig.open_request().message());
  chip.pull();
  EXPECT_EQ(chip.rig.result().outcome(), api::OUTCOME_CARD_REMOVED);
  EXPECT_TRUE(chip.rig.result().reversal_pending());
  EXPECT_EQ(chip.rig.answer_host(api::HOST_OUTCOME_ANSWERED, late), api::CODE_NO_SUCH_EXCHANGE);
}

TEST(ChipFailure, PulledDuringPinEntryNothingIsLeft) {
  ChipRig chip;
  ASSERT_EQ(chip.rig.start_sale(), api::CODE_OK);
  chip.insert();
  chip.rig.type("12");
  chip.pull();
  EXPECT_EQ(chip.rig.result().outcome(), api::OUTCOME_CARD_REMOVED);
  EXPECT_FALSE(chip.rig.result().reversal_pending());
  chip.rig.pass(120s);
  EXPECT_EQ(chip.rig.reader->state(), ReaderState::idle) << "no timer of the PIN is left";
}

TEST(ChipFailure, CancelledDuringPinEntryTheCardIsWithoutPower) {
  ChipRig chip;
  ASSERT_EQ(chip.rig.start_sale(), api::CODE_OK);
  chip.insert();
  chip.rig.press(hal::Key::cancel);
  EXPECT_EQ(chip.rig.result().outcome(), api::OUTCOME_CANCELLED);
  EXPECT_FALSE(chip.rig.icc.powered);
  EXPECT_EQ(chip.rig.display.line(3), "请取卡");
}

TEST(ChipFailure, APinThatTakesTooLongEndsTheSale) {
  ChipRig chip;
  ASSERT_EQ(chip.rig.start_sale(), api::CODE_OK);
  chip.insert();
  chip.rig.pass(21s);
  EXPECT_EQ(chip.rig.result().outcome(), api::OUTCOME_TIMED_OUT);
  EXPECT_FALSE(chip.rig.icc.powered);
}

TEST(ChipFailure, AMuteChipIsTriedThreeTimes) {
  ChipRig chip;
  chip.rig.icc.atr = {0x3B, 0x12};
  ASSERT_EQ(chip.rig.start_sale(), api::CODE_OK);
  for (int i = 1; i <= 2; ++i) {
    chip.insert();
    EXPECT_EQ(chip.rig.display.line(2), "芯片无应答");
    EXPECT_EQ(chip.rig.icc.resets, 2 * i) << "cold, then warm";
    chip.pull();
    EXPECT_EQ(chip.rig.display.line(2), "请刷卡或插卡");
  }
  chip.insert();
  EXPECT_EQ(chip.rig.result().outcome(), api::OUTCOME_CARD_UNREADABLE);
}

TEST(ChipFailure, AfterAMuteChipThePolicyLetsTheStripeBeUsed) {
  ChipRig chip{ChipRig::config(with_fallback())};
  chip.rig.icc.atr = {};
  ASSERT_EQ(chip.rig.start_sale(), api::CODE_OK);
  chip.rig.swipe(chip_track);
  EXPECT_EQ(chip.rig.display.line(2), "请使用芯片") << "the chip comes first, policy or not";
  for (int i = 0; i < 3; ++i) {
    chip.insert();
    chip.pull();
  }
  EXPECT_EQ(chip.rig.display.line(2), "请刷卡");
  chip.rig.swipe(chip_track);
  chip.rig.enter_pin();
  EXPECT_EQ(chip.request().text(22), "801");
  EXPECT_EQ(chip.request().text(60).substr(8), "00052") << "60.5: the chip could not be read";
  EXPECT_FALSE(chip.request().has(55) || chip.request().has(23));
}

TEST(ChipFailure, WithoutACommonApplicationThePolicyLetsTheStripeBeUsed) {
  ChipRig chip{ChipRig::config(with_fallback())};
  chip.card.answers["00A4040008A000000333010102"] = "6A82";
  ASSERT_EQ(chip.rig.start_sale(), api::CODE_OK);
  chip.insert();
  EXPECT_EQ(chip.rig.display.line(2), "请刷卡");
  EXPECT_EQ(chip.rig.display.line(3), "请取卡");
  chip.pull();
  chip.rig.swipe(chip_track);
  chip.rig.enter_pin();
  EXPECT_EQ(chip.request().text(22), "801");
}

TEST(ChipFailure, WithoutACommonApplicationItIsRefusedOtherwise) {
  ChipRig chip;
  chip.card.answers["00A4040008A000000333010102"] = "6A82";
  ASSERT_EQ(chip.rig.start_sale(), api::CODE_OK);
  chip.insert();
  EXPECT_EQ(chip.rig.result().outcome(), api::OUTCOME_CARD_REFUSED);
  EXPECT_EQ(chip.rig.result().detail(), "the card has no application this reader knows");
}

TEST(ChipFailure, ADamagedAnswerLeavesTheReversalAndTellsTheCard) {
  ChipRig chip;
  chip.sale_to_host();
  chip.rig.host.damage = [](iso8583::Message& answer) { answer.set(38, "ZZZZZZ"); };
  chip.rig.let_host_answer();
  EXPECT_EQ(chip.rig.result().outcome(), api::OUTCOME_ANSWER_REFUSED);
  EXPECT_TRUE(chip.rig.result().reversal_pending());
  EXPECT_EQ(chip.rig.result().cryptogram_kind(), "AAC");
}

TEST(ChipFailure, ALinkLostBeforeTheHostWasAskedEndsTheSale) {
  ChipRig chip;
  ASSERT_EQ(chip.rig.start_sale(), api::CODE_OK);
  chip.insert();
  chip.rig.disconnect();
  EXPECT_FALSE(chip.rig.icc.powered);
  EXPECT_FALSE(chip.rig.reader->reversal_pending());
}

TEST(ChipFailure, ADeclineByTheCardAloneAsksNoHost) {
  ChipRig chip;
  chip.card.first_cid = "00";
  ASSERT_EQ(chip.rig.start_sale(), api::CODE_OK);
  chip.insert();
  chip.rig.enter_pin();
  EXPECT_EQ(chip.rig.result().outcome(), api::OUTCOME_DECLINED);
  EXPECT_EQ(chip.rig.result().response_code(), "Z1");
  EXPECT_FALSE(chip.rig.result().reversal_pending());
  EXPECT_EQ(chip.rig.reader->emv_report().response_code.view(), "Z1");
  ASSERT_EQ(chip.rig.reader->audit().count(), 1U);
  EXPECT_EQ(chip.rig.reader->audit().entry(1)->event, AuditEvent::offline_declined);
}

}  // namespace
}  // namespace mpos::firmware

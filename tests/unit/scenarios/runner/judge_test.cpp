// SPDX-License-Identifier: Apache-2.0
#include "scenarios/runner/judge.hpp"

#include <gtest/gtest.h>

namespace mpos::runner {
namespace {

using bus::v1::Event;

class JudgeTest : public testing::Test {
 protected:
  void screen(const std::string& line, const std::string& reader = "reader") {
    Event event;
    event.set_reader(reader);
    event.mutable_screen()->set_on(true);
    event.mutable_screen()->set_number(++number_);
    event.mutable_screen()->add_lines(line);
    memory_.take(event);
  }
  void outcome(const std::string& word, const std::string& code, const std::string& reader = "reader") {
    Event event;
    event.set_reader(reader);
    event.mutable_outcome()->set_outcome(word);
    event.mutable_outcome()->set_response_code(code);
    memory_.take(event);
  }
  void host(const std::string& mti, const std::string& code = "") {
    Event event;
    event.mutable_host_message()->set_mti(mti);
    event.mutable_host_message()->set_response_code(code);
    memory_.take(event);
  }
  Judge judge(Given given = {}) const { return Judge(expect_, given, "reader"); }

  scenario::v1::Expect expect_;
  Memory memory_;
  std::uint64_t number_ = 0;
};

TEST_F(JudgeTest, TextMayStandOnTheDisplayOrHavePassedSinceTheAct) {
  expect_.set_lcd("请刷卡");
  EXPECT_EQ(judge().judge(memory_), Verdict::open);

  screen("  请刷卡");
  EXPECT_EQ(judge().judge(memory_), Verdict::holds);
  screen("正在处理");
  EXPECT_EQ(judge().judge(memory_), Verdict::holds);

  memory_.begin_act();
  EXPECT_EQ(judge().judge(memory_), Verdict::open);
  EXPECT_EQ(judge().actual(memory_), "screen 2: 正在处理");
}

TEST_F(JudgeTest, AnotherReadersDisplayDoesNotCount) {
  expect_.set_lcd("请刷卡");
  screen("请刷卡", "other");
  EXPECT_EQ(judge().judge(memory_), Verdict::open);
}

TEST_F(JudgeTest, ADarkDisplayShowsNothing) {
  expect_.set_lcd("x");
  Event event;
  event.set_reader("reader");
  event.mutable_screen()->add_lines("x");
  memory_.take(event);

  EXPECT_EQ(judge().judge(memory_), Verdict::open);
  EXPECT_EQ(judge().actual(memory_), "a dark display");
}

TEST_F(JudgeTest, WhatMustNotAppearBreaksAtOnceAndHoldsOnlyAtTheDeadline) {
  expect_.set_never_lcd("****");
  EXPECT_EQ(judge().judge(memory_), Verdict::open);
  EXPECT_TRUE(judge().holds_at_deadline(memory_));

  screen("*****");
  EXPECT_EQ(judge().judge(memory_), Verdict::broken);
  EXPECT_FALSE(judge().holds_at_deadline(memory_));
}

TEST_F(JudgeTest, AllConditionsOfAResultMustHoldInOneResult) {
  expect_.set_outcome("approved");
  expect_.set_response_code("00");
  outcome("approved", "11");
  outcome("declined", "00");
  EXPECT_EQ(judge().judge(memory_), Verdict::open);
  EXPECT_EQ(judge().expected(), "outcome approved, response_code 00");
  EXPECT_EQ(judge().actual(memory_), "declined, response_code 00");

  outcome("approved", "00", "other");
  EXPECT_EQ(judge().judge(memory_), Verdict::open);
  outcome("approved", "00");
  EXPECT_EQ(judge().judge(memory_), Verdict::holds);
}

TEST_F(JudgeTest, ABalanceOfZeroCanBeAskedFor) {
  Event event;
  event.set_reader("reader");
  event.mutable_outcome()->set_balance_minor(5);
  memory_.take(event);

  EXPECT_EQ(judge({.balance = true}).judge(memory_), Verdict::open);
}

TEST_F(JudgeTest, ConditionsOfDifferentKindsMustHoldTogether) {
  expect_.set_lcd("成功");
  expect_.set_outcome("approved");
  outcome("approved", "00");
  EXPECT_EQ(judge().judge(memory_), Verdict::open);
  screen("交易成功");
  EXPECT_EQ(judge().judge(memory_), Verdict::holds);
}

TEST_F(JudgeTest, MessagesOfTheHostAreCounted) {
  expect_.mutable_host()->set_mti("0200");
  expect_.mutable_host()->set_times(2);
  host("0200");
  host("0210", "00");
  EXPECT_EQ(judge().judge(memory_), Verdict::open);
  EXPECT_EQ(judge().actual(memory_), "0200, 0210 00");
  host("0200");
  EXPECT_EQ(judge().judge(memory_), Verdict::holds);
}

TEST_F(JudgeTest, AnAccountIsKnownByItsMaskedNumberAndKeepsItsBalance) {
  expect_.mutable_account()->set_pan("6222021234567890128");
  expect_.mutable_account()->set_balance_minor(0);
  Event event;
  event.mutable_account()->set_masked_pan("622202*********0128");
  event.mutable_account()->set_balance_minor(7);
  memory_.take(event);
  memory_.begin_act();

  EXPECT_EQ(judge().judge(memory_), Verdict::holds);
  EXPECT_EQ(judge({.account_balance = true}).judge(memory_), Verdict::open);
  EXPECT_EQ(judge({.account_balance = true}).actual(memory_), "balance 0.07");
}

TEST_F(JudgeTest, LinkLightPhoneBeepAndRefusalAreSeen) {
  expect_.set_link("up");
  expect_.set_light("error");
  expect_.set_phone("signed_in");
  expect_.set_beep(true);
  expect_.set_refused("busy");
  const auto add = [&](auto fill) {
    EXPECT_EQ(judge().judge(memory_), Verdict::open);
    Event event;
    event.set_reader("reader");
    fill(event);
    memory_.take(event);
  };

  add([](Event& e) { e.mutable_link()->set_state(bus::v1::LinkState::UP); });
  add([](Event& e) { e.mutable_lights()->set_error(true); });
  add([](Event& e) { e.mutable_phone()->set_stage("signed_in"); });
  add([](Event& e) { e.mutable_beep()->set_frequency_hz(2000); });
  add([](Event& e) { e.mutable_refused()->set_reason("the phone is busy: sale"); });

  EXPECT_EQ(judge().judge(memory_), Verdict::holds);
}

TEST_F(JudgeTest, SilenceHoldsOnlyAtTheDeadline) {
  expect_.set_beep(false);
  EXPECT_EQ(judge().judge(memory_), Verdict::open);
  EXPECT_TRUE(judge().holds_at_deadline(memory_));
}

}  // namespace
}  // namespace mpos::runner

// SPDX-License-Identifier: Apache-2.0
#include "peripherals/pcsc/vpcd_card.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace mpos::pcsc {
namespace {

using card::Blob;

Blob hex(std::string_view text) {
  return card::parse_hex(text).value();
}

/// Answers what it is told to, and remembers what it was asked.
class FakeCard final : public card::CardPort {
 public:
  bool has(card::Interface interface) const override { return interface == card::Interface::contact; }
  Blob reset(card::Interface, card::Reset kind) override {
    powered = true;
    ++(kind == card::Reset::cold ? cold_resets : warm_resets);
    return atr;
  }
  void power_off() override { powered = false; }
  card::ApduReply transmit(Bytes command) override {
    asked.emplace_back(command.begin(), command.end());
    if (!powered) return {};
    return {answer, {}};
  }

  Blob atr = hex("3B600000");
  Blob answer = hex("9000");
  bool powered = false;
  int cold_resets = 0;
  int warm_resets = 0;
  std::vector<Blob> asked;
};

class VpcdCardTest : public testing::Test {
 protected:
  Blob say(std::string_view text) {
    Blob answers;
    vpcd_.receive(hex(text), answers);
    return answers;
  }
  /// One command as a message.
  Blob command(std::string_view text) {
    const Blob bytes = hex(text);
    Blob message{static_cast<std::uint8_t>(bytes.size() >> 8), static_cast<std::uint8_t>(bytes.size())};
    card::append(message, bytes);
    return say(card::to_hex(message));
  }
  FakeCard card_;
  VpcdCard vpcd_{card_};
};

TEST_F(VpcdCardTest, TheAtrIsKnownBeforePowerAndAskingForItResetsNothing) {
  EXPECT_FALSE(card_.powered);
  const int resets = card_.cold_resets;

  EXPECT_EQ(say("000104"), hex("00043B600000"));

  EXPECT_EQ(card_.cold_resets, resets);
  EXPECT_FALSE(card_.powered);
}

TEST_F(VpcdCardTest, PowerAndResetAreOrdersWithoutAnAnswer) {
  EXPECT_TRUE(say("000101").empty());
  EXPECT_TRUE(card_.powered);
  EXPECT_TRUE(say("000102").empty());
  EXPECT_EQ(card_.warm_resets, 1);
  EXPECT_TRUE(say("000100").empty());
  EXPECT_FALSE(card_.powered);
}

TEST_F(VpcdCardTest, MessagesMayComeInAnyPieces) {
  Blob answers;
  for (const std::uint8_t byte : hex("0001010004010203040001040004")) vpcd_.receive(Blob{byte}, answers);
  EXPECT_EQ(answers, hex("0002900000043B600000"));
  vpcd_.receive(hex("01020304"), answers);
  EXPECT_EQ(answers, hex("0002900000043B60000000029000"));
}

TEST_F(VpcdCardTest, ACommandWithoutPowerMeetsSilence) {
  EXPECT_EQ(command("00A4040000"), hex("0000"));
}

TEST_F(VpcdCardTest, AnEmptyMessageAndAnUnknownOrderMeanNothing) {
  EXPECT_TRUE(say("0000").empty());
  EXPECT_TRUE(say("0001FF").empty());
  EXPECT_EQ(say("000104"), hex("00043B600000"));
}

TEST_F(VpcdCardTest, AT0CardAnnouncesItsAnswerAndHandsItOverOnRequest) {
  say("000101");
  card_.answer = hex("6F029F009000");

  EXPECT_EQ(command("00A40400021122"), hex("00026104"));
  EXPECT_EQ(command("00C0000004"), hex("00066F029F009000"));

  // The card itself meets a whole APDU.
  ASSERT_EQ(card_.asked.size(), 1U);
  EXPECT_EQ(card_.asked[0], hex("00A4040002112200"));
}

TEST_F(VpcdCardTest, ALengthBehindTheDataIsDroppedForAT0Card) {
  say("000101");
  card_.answer = hex("01029000");
  EXPECT_EQ(command("00A4040002112200"), hex("00026102"));
}

TEST_F(VpcdCardTest, AWrongLengthIsToldAndTheRightOneGetsTheData) {
  say("000101");
  card_.answer = hex("7001AA9000");
  EXPECT_EQ(command("00B2010C00"), hex("00026C03"));
  EXPECT_EQ(command("00B2010C03"), hex("00057001AA9000"));
}

TEST_F(VpcdCardTest, DataThatAreNotAllThereAreAWrongLengthAndDoNotEatTheNextCommand) {
  say("000101");
  EXPECT_EQ(command("00A404000511"), hex("00026700"));
  EXPECT_EQ(command("80A8000002"), hex("00026700"));
  EXPECT_EQ(command("0084"), hex("00026700"));
  EXPECT_TRUE(card_.asked.empty());
  card_.answer = hex("9000");
  EXPECT_EQ(command("00820000021122"), hex("00029000"));
}

TEST_F(VpcdCardTest, WhatWaitedToBeFetchedIsForgottenAtAReset) {
  say("000101");
  card_.answer = hex("01029000");
  EXPECT_EQ(command("00A40400021122"), hex("00026102"));
  say("000102");
  EXPECT_EQ(command("00C0000002"), hex("00026985"));
}

TEST_F(VpcdCardTest, ALineThatEndsTakesThePowerAndHalfAMessageWithIt) {
  say("000101");
  say("000500A4");
  vpcd_.disconnected();
  EXPECT_FALSE(card_.powered);
  EXPECT_EQ(say("000104"), hex("00043B600000"));
}

TEST(VpcdCardT1Test, AT1CardAnswersWholeApdus) {
  FakeCard card;
  card.atr = hex("3B800181");  // no TA1 to TC1, T=1
  card.atr.back() = static_cast<std::uint8_t>(0x80 ^ 0x01);
  VpcdCard vpcd{card};
  Blob answers;
  vpcd.receive(hex("000101"), answers);
  card.answer = hex("01029000");
  vpcd.receive(hex("0008"
                   "00A4040002112200"),
               answers);
  EXPECT_EQ(answers, hex("000401029000"));
  EXPECT_EQ(card.asked.at(0), hex("00A4040002112200"));
}

}  // namespace
}  // namespace mpos::pcsc

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/guarded_card.hpp"

#include <gtest/gtest.h>

namespace mpos::world {
namespace {

card::Blob hex(std::string_view text) {
  return card::parse_hex(text).value();
}

class OneAnswer final : public card::CardPort {
 public:
  explicit OneAnswer(std::string_view answer) : answer_(hex(answer)) {}
  bool has(card::Interface) const override { return true; }
  card::Blob reset(card::Interface, card::Reset) override { return hex("3B600000"); }
  void power_off() override {}
  card::ApduReply transmit(Bytes) override { return {answer_, {}}; }

 private:
  card::Blob answer_;
};

class GuardedCardTest : public testing::Test {
 protected:
  card::ApduReply ask(std::string_view answer) {
    card_ = std::make_unique<GuardedCard>(
        std::make_shared<OneAnswer>(answer), [](std::string_view pan) { return pan == "6222021234567890128"; },
        [this] { ++refused_; });
    card_->reset(card::Interface::contact, card::Reset::cold);
    return card_->transmit(hex("00B2010C00"));
  }
  std::unique_ptr<GuardedCard> card_;
  int refused_ = 0;
};

TEST_F(GuardedCardTest, AKnownTestNumberPassesInEitherTag) {
  EXPECT_EQ(ask("700C5A0A6222021234567890128F9000").status(), 0x9000);
  EXPECT_EQ(ask("701557136222021234567890128D30122201234567800F9000").status(), 0x9000);
  EXPECT_EQ(refused_, 0);
}

TEST_F(GuardedCardTest, AnyOtherNumberMakesTheCardMuteUntilItsNextReset) {
  EXPECT_TRUE(ask("700A5A0862220212345678909000").mute());
  EXPECT_TRUE(card_->transmit(hex("00B2010C00")).mute());
  EXPECT_EQ(refused_, 1);

  card_->reset(card::Interface::contact, card::Reset::warm);
  EXPECT_TRUE(card_->transmit(hex("00B2010C00")).mute());
  EXPECT_EQ(refused_, 2);
}

TEST_F(GuardedCardTest, ANumberDeepInsideTemplatesIsFound) {
  EXPECT_TRUE(ask("770E700C5A0A6222021234567890999F9000").mute());
}

TEST_F(GuardedCardTest, WhatIsNoTlvPasses) {
  EXPECT_EQ(ask("6F059000").status(), 0x9000);
  EXPECT_EQ(ask("6A83").status(), 0x6A83);
}

}  // namespace
}  // namespace mpos::world

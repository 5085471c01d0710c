// SPDX-License-Identifier: Apache-2.0
#include "peripherals/field/field.hpp"

#include <gtest/gtest.h>

namespace mpos::field {
namespace {

using Event = hal::ContactlessField::Event;

class Line final : public hal::IrqLine {
 public:
  void raise() override { ++raised; }
  int raised = 0;
};

class FakeCard final : public card::CardPort {
 public:
  bool has(card::Interface interface) const override { return interface == card::Interface::contact || contactless; }
  card::Blob reset(card::Interface, card::Reset) override {
    powered = true;
    return {0x78, 0x80};
  }
  void power_off() override { powered = false; }
  card::ApduReply transmit(Bytes command) override {
    commands.emplace_back(command.begin(), command.end());
    return answer;
  }

  bool contactless = true;
  bool powered = false;
  card::ApduReply answer{{0x90, 0x00}, std::chrono::milliseconds{2}};
  std::vector<card::Blob> commands;
};

struct Desk {
  sim::Scheduler scheduler;
  Line line;
  Field field{scheduler, line};
  std::shared_ptr<FakeCard> card = std::make_shared<FakeCard>();
  const std::array<std::uint8_t, 5> select{0x00, 0xA4, 0x04, 0x00, 0x00};

  Event next() {
    scheduler.run_for(std::chrono::seconds{1});
    return field.take_event();
  }
};

TEST(Field, a_card_held_to_it_is_activated_once) {
  Desk desk;
  desk.field.on();
  EXPECT_EQ(desk.next(), Event::empty);
  EXPECT_EQ(desk.next(), Event::none) << "told once";
  desk.field.tap({desk.card});
  EXPECT_EQ(desk.next(), Event::one_card);
  EXPECT_TRUE(desk.card->powered);
  EXPECT_EQ(desk.next(), Event::none);
  EXPECT_EQ(desk.line.raised, 2);
}

TEST(Field, a_card_taken_away_before_it_was_activated_leaves_it_empty) {
  Desk desk;
  desk.field.tap({desk.card});
  desk.field.on();
  desk.field.untap();
  EXPECT_EQ(desk.next(), Event::empty);
  desk.field.tap({desk.card, std::make_shared<FakeCard>()});
  EXPECT_EQ(desk.next(), Event::several_cards);
  desk.field.untap();
  EXPECT_EQ(desk.next(), Event::empty);
}

TEST(Field, a_card_that_lay_there_before_it_was_switched_on_is_found) {
  Desk desk;
  desk.field.tap({desk.card});
  EXPECT_EQ(desk.next(), Event::none);
  desk.field.on();
  EXPECT_EQ(desk.next(), Event::one_card);
}

TEST(Field, a_card_without_antenna_is_not_seen) {
  Desk desk;
  desk.card->contactless = false;
  desk.field.on();
  desk.field.tap({desk.card});
  EXPECT_EQ(desk.next(), Event::empty);
  EXPECT_TRUE(desk.field.occupied());
}

TEST(Field, two_cards_collide_and_one_of_them_alone_is_activated) {
  Desk desk;
  const auto other = std::make_shared<FakeCard>();
  desk.field.on();
  desk.field.tap({desk.card, other});
  EXPECT_EQ(desk.next(), Event::several_cards);
  EXPECT_FALSE(desk.card->powered || other->powered);
  desk.field.tap({other});
  EXPECT_EQ(desk.next(), Event::one_card);
  EXPECT_TRUE(other->powered);
}

TEST(Field, an_exchange_takes_as_long_as_its_bytes_and_the_card) {
  Desk desk;
  desk.field.on();
  desk.field.tap({desk.card});
  desk.next();
  desk.field.exchange(desk.select);
  desk.scheduler.run_for(std::chrono::milliseconds{3});
  EXPECT_EQ(desk.field.take_event(), Event::none);
  desk.scheduler.run_for(std::chrono::milliseconds{1});
  EXPECT_EQ(desk.field.take_event(), Event::answer);
  EXPECT_TRUE(equal(desk.field.received(), desk.card->answer.bytes));
}

TEST(Field, a_card_may_leave_in_the_middle_of_an_exchange) {
  Desk desk;
  int told = 0;
  desk.field.on();
  desk.field.tap({desk.card}, 2, [&] { ++told; });
  desk.next();
  desk.field.exchange(desk.select);
  EXPECT_EQ(desk.next(), Event::answer);
  desk.field.exchange(desk.select);
  EXPECT_EQ(desk.next(), Event::left);
  EXPECT_EQ(desk.card->commands.size(), 2U);
  EXPECT_FALSE(desk.card->powered || desk.field.occupied());
  EXPECT_TRUE(desk.field.received().empty());
  EXPECT_EQ(told, 1);
}

TEST(Field, a_card_that_says_nothing_is_mute) {
  Desk desk;
  desk.card->answer = {};
  desk.field.on();
  desk.field.tap({desk.card});
  desk.next();
  desk.field.exchange(desk.select);
  EXPECT_EQ(desk.next(), Event::mute);
}

TEST(Field, switched_off_it_lets_go_of_the_card) {
  Desk desk;
  desk.field.on();
  desk.field.tap({desk.card});
  desk.next();
  desk.field.off();
  EXPECT_FALSE(desk.card->powered);
  desk.field.exchange(desk.select);
  EXPECT_EQ(desk.next(), Event::none);
}

}  // namespace
}  // namespace mpos::field

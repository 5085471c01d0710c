// SPDX-License-Identifier: Apache-2.0
#include "peripherals/icc/slot.hpp"

#include <gtest/gtest.h>

#include "devicemodel/emv/iso7816_atr.hpp"
#include "devicemodel/emv/iso7816_transport.hpp"

namespace mpos::icc {
namespace {

using Event = hal::IccSlot::Event;

class Line final : public hal::IrqLine {
 public:
  void raise() override { ++raised; }
  int raised = 0;
};

struct Desk {
  sim::Scheduler scheduler;
  Line line;
  Slot slot{scheduler, line};
  int warm = 0;
  bool powered = false;

  SlotCard card(Buffer atr) {
    return {[this, atr](bool is_warm) {
              warm += is_warm ? 1 : 0;
              powered = true;
              return atr;
            },
            [](Bytes apdu) {
              return apdu.size() > 8 ? Buffer{0x6F, 0x00, 0x90, 0x00} : Buffer{0x90, 0x00};
            },
            [this] { powered = false; }};
  }
  Event next() {
    scheduler.run_for(std::chrono::seconds{10});
    return slot.take_event();
  }
  /// Virtual time until the next event.
  Duration timed() {
    const auto start = scheduler.now();
    const int before = line.raised;
    while (line.raised == before && scheduler.now() - start < std::chrono::seconds{10})
      scheduler.run_for(std::chrono::microseconds{100});
    return scheduler.now() - start;
  }
};

const Buffer t0_atr{0x3B, 0x60, 0x00, 0x00};

TEST(Slot, a_card_is_there_when_its_contacts_have_settled) {
  Desk desk;
  desk.slot.insert(desk.card(t0_atr), {});
  EXPECT_FALSE(desk.slot.card_present());
  EXPECT_EQ(desk.next(), Event::inserted);
  EXPECT_TRUE(desk.slot.card_present());
  EXPECT_EQ(desk.slot.take_event(), Event::none);
}

TEST(Slot, the_atr_arrives_at_9600_baud) {
  Desk desk;
  desk.slot.insert(desk.card(t0_atr), {});
  desk.next();
  desk.slot.power_on();
  const Duration took = desk.timed();
  EXPECT_EQ(desk.slot.take_event(), Event::answer);
  EXPECT_TRUE(equal(desk.slot.received(), t0_atr));
  // 4 characters of 12 etu at 372 cycles and 400 cycles before: 18,256 cycles = 5.11 ms.
  EXPECT_GE(took, std::chrono::microseconds{5100});
  EXPECT_LE(took, std::chrono::microseconds{5300});
  desk.slot.warm_reset();
  desk.next();
  EXPECT_EQ(desk.warm, 1);
}

TEST(Slot, pps_makes_the_line_faster_and_another_rate_is_noise) {
  Desk desk;
  desk.slot.insert(desk.card(t0_atr), {});
  desk.next();
  desk.slot.power_on();
  desk.next();
  const Buffer command{0x80, 0x1E, 0x00, 0x00, 0x00};
  desk.slot.exchange(Buffer{0xFF, 0x10, 0x18, 0xF7});
  EXPECT_EQ(desk.next(), Event::answer);
  desk.slot.exchange(command);
  EXPECT_EQ(desk.next(), Event::mute) << "the reader still speaks slowly";
  desk.slot.set_rate({372, 12});
  desk.slot.exchange(command);
  const Duration took = desk.timed();
  EXPECT_EQ(desk.slot.take_event(), Event::answer);
  EXPECT_LE(took, std::chrono::microseconds{6000}) << "5 ms of thinking and 0.73 ms on the line";
}

TEST(Slot, a_whole_command_crosses_with_the_terminals_t0) {
  Desk desk;
  desk.slot.insert(desk.card(t0_atr), {});
  desk.next();
  desk.slot.power_on();
  desk.next();
  emv::T0Terminal terminal;
  auto step = terminal.start(Buffer{0x00, 0xA4, 0x04, 0x00, 0x02, 0xA0, 0x00, 0x00});
  while (step.kind == emv::TransportStep::Kind::exchange) {
    desk.slot.exchange(step.send);
    ASSERT_EQ(desk.next(), Event::answer);
    step = terminal.on_answer(desk.slot.received());
  }
  EXPECT_EQ(step.kind, emv::TransportStep::Kind::done);
}

TEST(Slot, a_card_pulled_at_each_byte_is_gone_at_that_byte) {
  for (std::size_t at = 1; at <= 11; ++at) {
    Desk desk;
    Insertion insertion;
    insertion.pull_after = at;
    desk.slot.insert(desk.card(t0_atr), insertion);
    desk.next();
    desk.slot.power_on();
    Event event = desk.next();
    if (at > 4) {
      ASSERT_EQ(event, Event::answer) << at;
      desk.slot.exchange(Buffer{0x80, 0x1E, 0x00, 0x00, 0x00});
      event = desk.next();
    }
    EXPECT_EQ(event, Event::removed) << at;
    EXPECT_FALSE(desk.powered);
    EXPECT_FALSE(desk.slot.card_present());
  }
}

TEST(Slot, upside_down_mute_and_dirty_cards) {
  Desk desk;
  Insertion wrong;
  wrong.upside_down = true;
  desk.slot.insert(desk.card(t0_atr), wrong);
  desk.next();
  desk.slot.power_on();
  EXPECT_EQ(desk.next(), Event::mute);
  desk.slot.insert(desk.card({}), {});
  desk.next();
  desk.slot.power_on();
  EXPECT_EQ(desk.next(), Event::mute);
}

/// How a first exchange ends when these bytes, counted from the first of the answer to reset, are damaged.
Event damaged_exchange(std::vector<std::size_t> dirty_at, Duration* took = nullptr) {
  Desk desk;
  Insertion dirty;
  dirty.dirty_at = std::move(dirty_at);
  desk.slot.insert(desk.card(t0_atr), dirty);
  desk.next();
  desk.slot.power_on();
  EXPECT_EQ(desk.next(), Event::answer);
  desk.slot.exchange(Buffer{0x80, 0x1E, 0x00, 0x00, 0x00});
  const Duration until = desk.timed();
  if (took != nullptr) *took = until;
  return desk.slot.take_event();
}

TEST(Slot, a_damaged_character_comes_again_three_times_at_most) {
  const std::size_t sent = t0_atr.size();      // the first byte of the command
  const std::size_t came = t0_atr.size() + 5;  // the first byte of its answer
  Duration clean{};
  Duration repeated{};
  EXPECT_EQ(damaged_exchange({}, &clean), Event::answer);
  for (const std::size_t at : {sent, sent + 4, came, came + 1}) {
    EXPECT_EQ(damaged_exchange({at}, &repeated), Event::answer) << at;
    // 13 etu of 372 cycles at 3.5712 MHz: 1.354 ms.
    EXPECT_GE(repeated - clean, std::chrono::microseconds{1200}) << at;
    EXPECT_LE(repeated - clean, std::chrono::microseconds{1500}) << at;
    EXPECT_EQ(damaged_exchange({at, at, at}), Event::answer) << at;
    EXPECT_EQ(damaged_exchange({at, at, at, at}), Event::parity_error) << at;
  }
}

}  // namespace
}  // namespace mpos::icc

// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "peripherals/radio/link_port.hpp"
#include "peripherals/radio/loopback.hpp"

namespace mpos::radio {
namespace {

using namespace std::chrono_literals;
using Direction = Loopback::Direction;

struct Heard {
  std::vector<std::string> chunks;
  bool opened = false;
  std::string closed;
  int closings = 0;
  void listen(Stream& stream) {
    stream.set_handlers({.opened = [this] { opened = true; },
                         .received = [this](Bytes bytes) { chunks.emplace_back(as_text(bytes)); },
                         .closed =
                             [this](const std::string& reason) {
                               closed = reason;
                               ++closings;
                             }});
  }
};

struct LoopbackTest : testing::Test {
  explicit LoopbackTest(Loopback::Settings settings = {}) : loopback(scheduler, std::move(settings)) {
    first = loopback.take_first();
    second = loopback.take_second();
    at_first.listen(*first);
    at_second.listen(*second);
    scheduler.run_for(0ms);
  }
  void say(std::string_view text) { EXPECT_TRUE(first->send(as_bytes(text))); }

  sim::Scheduler scheduler;
  Loopback loopback;
  std::unique_ptr<Stream> first;
  std::unique_ptr<Stream> second;
  Heard at_first;
  Heard at_second;
  Faults& faults = loopback.faults(Direction::first_to_second);
};

TEST_F(LoopbackTest, DeliversAtTheSameVirtualTimeButNotInsideSend) {
  EXPECT_TRUE(at_first.opened);
  say("hello");
  EXPECT_TRUE(at_second.chunks.empty());

  scheduler.run_for(0ms);

  EXPECT_EQ(at_second.chunks, std::vector<std::string>{"hello"});
  EXPECT_EQ(loopback.bytes(Direction::first_to_second), 5U);
}

TEST_F(LoopbackTest, DropsCorruptsAndDuplicatesTheNextChunks) {
  faults.drop_next = 1;
  say("lost");
  faults.corrupt_next = 1;
  say("bent");
  faults.duplicate_next = 1;
  say("twice");
  scheduler.run_for(0ms);

  ASSERT_EQ(at_second.chunks.size(), 3U);
  EXPECT_NE(at_second.chunks[0], "bent");
  EXPECT_EQ(at_second.chunks[0].size(), 4U);
  EXPECT_EQ(at_second.chunks[1], "twice");
  EXPECT_EQ(at_second.chunks[2], "twice");
}

TEST_F(LoopbackTest, DelaysWithoutReordering) {
  faults.delay = 5ms;
  say("slow");
  faults.delay = 0ms;
  say("fast");
  scheduler.run_for(4ms);
  EXPECT_TRUE(at_second.chunks.empty());
  scheduler.run_for(1ms);

  EXPECT_EQ(at_second.chunks, (std::vector<std::string>{"slow", "fast"}));
}

TEST_F(LoopbackTest, BreaksAfterSoManyChunksForBothEnds) {
  faults.break_after = 1;
  say("through");
  scheduler.run_for(0ms);
  say("never");
  scheduler.run_for(0ms);

  EXPECT_EQ(at_second.chunks, std::vector<std::string>{"through"});
  EXPECT_EQ(at_first.closed, "link broken");
  EXPECT_EQ(at_second.closed, "link broken");
  EXPECT_FALSE(first->send(as_bytes("x")));
}

TEST_F(LoopbackTest, CloseTellsTheFarEndAfterTheLastByte) {
  say("bye");
  first->close();
  EXPECT_FALSE(first->is_open());
  scheduler.run_for(0ms);

  EXPECT_EQ(at_second.chunks, std::vector<std::string>{"bye"});
  EXPECT_EQ(at_second.closed, "closed by the far end");
  EXPECT_EQ(at_first.closings, 0);
}

TEST_F(LoopbackTest, KeepsWhatCameBeforeSomebodyListened) {
  Loopback other(scheduler);
  const auto near = other.take_first();
  const auto far = other.take_second();
  EXPECT_TRUE(near->send(as_bytes("early")));
  scheduler.run_for(1s);
  Heard late;
  late.listen(*far);
  scheduler.run_for(0ms);

  EXPECT_EQ(late.chunks, std::vector<std::string>{"early"});
}

TEST_F(LoopbackTest, ADestroyedEndHearsNothingMore) {
  faults.delay = 1ms;
  say("to nobody");
  second.reset();
  scheduler.run_for(1s);

  EXPECT_TRUE(at_second.chunks.empty());
  EXPECT_EQ(at_first.closings, 1);
}

TEST_F(LoopbackTest, TakesNoMoreThanItsQueue) {
  const std::string block(600'000, 'x');
  EXPECT_TRUE(first->send(as_bytes(block)));
  EXPECT_FALSE(first->send(as_bytes(block)));
  scheduler.run_for(0ms);
  EXPECT_TRUE(first->send(as_bytes(block)));
}

TEST(LoopbackShuffled, KeepsTheOrderOfAStream) {
  for (std::uint64_t seed = 1; seed < 20; ++seed) {
    sim::Scheduler scheduler(seed);
    Loopback loopback(scheduler, {.latency = 2ms, .mtu_bytes = 3});
    const auto near = loopback.take_first();
    const auto far = loopback.take_second();
    Heard heard;
    heard.listen(*far);
    EXPECT_TRUE(near->send(as_bytes("abcdefghijklmnopq")));
    near->close();
    scheduler.run_for(1s);

    std::string all;
    for (const auto& chunk : heard.chunks) {
      EXPECT_LE(chunk.size(), 3U);
      all += chunk;
    }
    EXPECT_EQ(all, "abcdefghijklmnopq");
    EXPECT_EQ(heard.closings, 1);
  }
}

struct FakeIrq final : hal::IrqLine {
  void raise() override { ++raised; }
  int raised = 0;
};

struct LinkPortTest : testing::Test {
  sim::Scheduler scheduler;
  FakeIrq irq;
  LinkPort port{irq, as_bytes("BUSY")};
  Loopback loopback{scheduler};
  std::unique_ptr<Stream> phone = loopback.take_first();
  Heard at_phone;

  void connect() {
    at_phone.listen(*phone);
    EXPECT_TRUE(port.attach(loopback.take_second()));
    scheduler.run_for(0ms);
  }
  std::string receive(std::size_t limit = 100) {
    std::string out(limit, '\0');
    out.resize(port.receive({reinterpret_cast<std::uint8_t*>(out.data()), limit}));
    return out;
  }
};

TEST_F(LinkPortTest, IsDownUntilSomebodyComes) {
  EXPECT_FALSE(port.is_up());
  EXPECT_EQ(port.transmit(as_bytes("x")), 0U);
  EXPECT_EQ(receive(), "");

  connect();

  EXPECT_TRUE(port.is_up());
  EXPECT_EQ(port.generation(), 1U);
  EXPECT_EQ(irq.raised, 1);
}

TEST_F(LinkPortTest, BringsBytesBothWaysAndRaisesTheLine) {
  connect();
  EXPECT_TRUE(phone->send(as_bytes("question")));
  scheduler.run_for(0ms);

  EXPECT_EQ(irq.raised, 2);
  EXPECT_EQ(receive(5), "quest");
  EXPECT_EQ(receive(), "ion");
  EXPECT_EQ(port.transmit(as_bytes("answer")), 6U);
  scheduler.run_for(0ms);
  EXPECT_EQ(at_phone.chunks, std::vector<std::string>{"answer"});
}

TEST_F(LinkPortTest, ASecondPhoneIsToldBusyAndTheFirstStays) {
  connect();
  Loopback other(scheduler);
  const auto second_phone = other.take_first();
  Heard at_second_phone;
  at_second_phone.listen(*second_phone);

  EXPECT_FALSE(port.attach(other.take_second()));
  scheduler.run_for(0ms);

  EXPECT_EQ(at_second_phone.chunks, std::vector<std::string>{"BUSY"});
  EXPECT_EQ(at_second_phone.closings, 1);
  EXPECT_TRUE(port.is_up());
  EXPECT_EQ(port.generation(), 1U);
}

TEST_F(LinkPortTest, WhatCameBeforeTheEndCanStillBeRead) {
  connect();
  EXPECT_TRUE(phone->send(as_bytes("last words")));
  phone->close();
  scheduler.run_for(0ms);

  EXPECT_FALSE(port.is_up());
  EXPECT_EQ(receive(), "last words");
}

TEST_F(LinkPortTest, DisconnectClosesThePhonesEndAndTheNextOneIsANewGeneration) {
  connect();
  port.disconnect();
  scheduler.run_for(0ms);
  EXPECT_EQ(at_phone.closings, 1);

  Loopback other(scheduler);
  const auto next = other.take_first();
  EXPECT_TRUE(port.attach(other.take_second()));
  EXPECT_EQ(port.generation(), 2U);
}

TEST_F(LinkPortTest, AFloodIsCutOff) {
  connect();
  const std::string block(LinkPort::receive_limit_bytes / 2 + 1, 'x');
  EXPECT_TRUE(phone->send(as_bytes(block)));
  EXPECT_TRUE(phone->send(as_bytes(block)));
  scheduler.run_for(0ms);

  EXPECT_FALSE(port.is_up());
  EXPECT_EQ(at_phone.closings, 1);
}

}  // namespace
}  // namespace mpos::radio

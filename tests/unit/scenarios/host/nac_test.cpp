// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/nac/nac.hpp"

#include <random>

#include "tests/unit/scenarios/host/fake_terminal.hpp"

namespace mpos::host {
namespace {

/// Answers each message with itself and remembers how many came.
class EchoHandler final : public Handler {
 public:
  Reply handle(const iso8583::Frame& frame, MutableBytes out) override {
    ++handled;
    copy_bytes(frame.message, out);
    Reply reply = next;
    reply.message_bytes = frame.message.size();
    return reply;
  }
  void note(const std::string& text) override { notes.push_back(text); }

  int handled = 0;
  Reply next;
  std::vector<std::string> notes;
};

class NacTest : public ::testing::Test {
 protected:
  NacTest() { nac_.attach(std::make_unique<FakeStream>(wire_)); }
  void feed(std::string_view hex) { wire_->handlers.received(from_hex(hex)); }

  static constexpr std::string_view request = "000D6000030000603100311312AABB";
  static constexpr std::string_view answer = "000D6000000003603100311312AABB";
  sim::Scheduler scheduler_;
  EchoHandler handler_;
  std::shared_ptr<Wire> wire_ = std::make_shared<Wire>();
  Nac nac_{scheduler_, 0x0003, handler_};
};

TEST_F(NacTest, SwapsTheAddressesInTheAnswer) {
  feed(request);
  ASSERT_EQ(wire_->sent.size(), 1U);
  EXPECT_EQ(to_hex(wire_->sent[0]), answer);
}

TEST_F(NacTest, TakesMessagesInPiecesAndSeveralInOneRead) {
  for (std::size_t cut = 1; cut < request.size() / 2; ++cut) {
    wire_->sent.clear();
    feed(request.substr(0, 2 * cut));
    EXPECT_TRUE(wire_->sent.empty());
    feed(request.substr(2 * cut));
    ASSERT_EQ(wire_->sent.size(), 1U) << cut;
    EXPECT_EQ(to_hex(wire_->sent[0]), answer);
  }
  wire_->sent.clear();
  feed(std::string(request) + std::string(request) + std::string(request.substr(0, 10)));
  EXPECT_EQ(wire_->sent.size(), 2U);
  feed(request.substr(10));
  EXPECT_EQ(wire_->sent.size(), 3U);
}

TEST_F(NacTest, AnOversizedAnnouncementEndsTheLine) {
  feed("FFFF60");
  EXPECT_FALSE(wire_->open);
  ASSERT_EQ(handler_.notes.size(), 1U);
  EXPECT_NE(handler_.notes[0].find("65535"), std::string::npos);
  feed(request);
  EXPECT_EQ(handler_.handled, 0);
  EXPECT_EQ(nac_.lines(), 0U);
}

TEST_F(NacTest, AnUnknownDestinationIsDroppedAndNoted) {
  feed("000D6000040000603100311312AABB");
  EXPECT_EQ(handler_.handled, 0);
  ASSERT_EQ(handler_.notes.size(), 1U);
  EXPECT_NE(handler_.notes[0].find("0004"), std::string::npos);
  feed(request);
  EXPECT_EQ(handler_.handled, 1);
}

TEST_F(NacTest, GarbageInAFrameIsDroppedAndTheLineLivesOn) {
  feed("0000");
  feed("0003AABBCC");
  feed("000D7000030000603100311312AABB");
  EXPECT_EQ(handler_.handled, 0);
  EXPECT_EQ(handler_.notes.size(), 3U);
  feed(request);
  EXPECT_EQ(handler_.handled, 1);
}

TEST_F(NacTest, ALateAnswerForALineThatEndedIsForgotten) {
  handler_.next.delay = std::chrono::seconds{1};
  feed(request);
  EXPECT_TRUE(wire_->sent.empty());
  wire_->handlers.closed("gone");
  wire_->open = false;
  scheduler_.run_for(std::chrono::seconds{2});
  EXPECT_TRUE(wire_->sent.empty());
  EXPECT_EQ(nac_.lines(), 0U);
  auto second = std::make_shared<Wire>();
  nac_.attach(std::make_unique<FakeStream>(second));
  EXPECT_EQ(nac_.lines(), 1U);
}

TEST_F(NacTest, RandomBytesNeverHurt) {
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    auto wire = std::make_shared<Wire>();
    nac_.attach(std::make_unique<FakeStream>(wire));
    for (int chunk = 0; chunk < 5; ++chunk) {
      std::vector<std::uint8_t> bytes(random() % 60);
      for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random() % 3 == 0 ? random() : 0);
      wire->handlers.received(bytes);
    }
    wire->handlers.closed("end");
  }
  EXPECT_EQ(nac_.lines(), 1U);
}

}  // namespace
}  // namespace mpos::host

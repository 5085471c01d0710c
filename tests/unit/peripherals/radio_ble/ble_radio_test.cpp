// SPDX-License-Identifier: Apache-2.0
// The test plays the helper at the other end of a socket pair.
#include "peripherals/radio_ble/ble_radio.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include "peripherals/net/local.hpp"

namespace mpos::radio_ble {
namespace {

using namespace std::chrono_literals;

struct BleRadioTest : testing::Test {
  BleRadioTest() {
    int ends[2];
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    helper = std::move(*net::adopt_local(context, ends[0]));
    helper->set_handlers({.opened = {},
                          .received = [this](Bytes bytes) { on_helper(bytes); },
                          .closed = [this](const std::string&) { wire_ended = true; }});
    radio = std::make_unique<BleRadio>(context, std::move(*net::adopt_local(context, ends[1])),
                                       BleRadio::Handlers{.started = [this](const std::string& at) { started = at; },
                                                          .failed = [this](const std::string& why) { failed = why; },
                                                          .phone =
                                                              [this](std::unique_ptr<radio::Stream> stream) {
                                                                phone = std::move(stream);
                                                                ++phones;
                                                                if (listen_at_once) listen();
                                                              },
                                                          .note = [this](const std::string& text) { noted = text; }});
  }
  void listen() {
    phone->set_handlers({.opened = [this] { ++opened; },
                         .received = [this](Bytes bytes) { heard += as_text(bytes); },
                         .closed = [this](const std::string& why) { closed = why; }});
  }
  void on_helper(Bytes bytes) {
    reader.feed(bytes);
    for (auto packet = reader.next(); packet; packet = reader.next()) {
      told += (packet->type == PacketType::send ? "send " : "hang_up ") + std::to_string(packet->link) + " " +
              std::string{as_text(packet->payload)} + ";";
    }
  }
  void say(PacketType type, std::uint32_t link = 0, std::string_view payload = {}) {
    std::vector<std::uint8_t> bytes;
    append_packet(bytes, {type, link, as_bytes(payload)});
    ASSERT_TRUE(helper->send(bytes));
  }
  template <typename Condition>
  bool until(Condition condition) {
    const auto limit = std::chrono::steady_clock::now() + 60s;
    while (!condition() && std::chrono::steady_clock::now() < limit) context.run_for(1s);
    return condition();
  }

  net::Context context;
  std::unique_ptr<radio::Stream> helper, phone;
  std::unique_ptr<BleRadio> radio;
  PacketReader reader;
  std::string started, failed, noted, heard, closed, told;
  int phones = 0, opened = 0;
  bool wire_ended = false, listen_at_once = true;
};

TEST_F(BleRadioTest, TellsThatItAdvertisesAndWhatTheHelperNotes) {
  say(PacketType::note, 0, "a warning");
  say(PacketType::started, 0, "00:AA:01:00:00:00");

  ASSERT_TRUE(until([&] { return !started.empty(); }));

  EXPECT_EQ(started, "00:AA:01:00:00:00");
  EXPECT_EQ(noted, "a warning");
}

TEST_F(BleRadioTest, APhoneIsAStreamThatMayLoseBytes) {
  say(PacketType::up, 1, "11:22");
  say(PacketType::received, 1, "hello");
  ASSERT_TRUE(until([&] { return heard == "hello"; }));

  EXPECT_EQ(opened, 1);
  EXPECT_EQ(phone->peer(), "ble 11:22");
  EXPECT_EQ(phone->carrier(), hal::ByteLink::Carrier::ble);
  EXPECT_TRUE(phone->send(as_bytes("answer")));
  phone->close();
  ASSERT_TRUE(until([&] { return told == "send 1 answer;hang_up 1 ;"; })) << told;
  EXPECT_FALSE(phone->send(as_bytes("late")));
}

TEST_F(BleRadioTest, WhatCameBeforeSomebodyListenedComesFirst) {
  listen_at_once = false;
  say(PacketType::up, 1);
  say(PacketType::received, 1, "early ");
  say(PacketType::down, 1, "gone");
  ASSERT_TRUE(until([&] { return phone != nullptr && !phone->is_open(); }));

  listen();
  ASSERT_TRUE(until([&] { return !closed.empty(); }));

  EXPECT_EQ(heard, "early ");
  EXPECT_EQ(closed, "gone");
}

TEST_F(BleRadioTest, ThePhoneLeavesAndTheNextOneComes) {
  say(PacketType::up, 1);
  say(PacketType::down, 1, "disconnected");
  say(PacketType::received, 1, "stale");
  ASSERT_TRUE(until([&] { return !closed.empty(); }));
  EXPECT_EQ(closed, "disconnected");
  EXPECT_FALSE(phone->is_open());

  say(PacketType::up, 2);
  say(PacketType::received, 1, "stale");
  say(PacketType::received, 2, "fresh");
  ASSERT_TRUE(until([&] { return !heard.empty(); }));

  EXPECT_EQ(heard, "fresh");
  EXPECT_EQ(phones, 2);
}

TEST_F(BleRadioTest, AHelperThatFailsOrEndsTakesThePhoneWithItAndIsToldOnce) {
  say(PacketType::up, 1);
  ASSERT_TRUE(until([&] { return opened == 1; }));

  say(PacketType::failed, 0, "the adapter was pulled out");
  ASSERT_TRUE(until([&] { return !failed.empty(); }));
  helper.reset();

  EXPECT_EQ(failed, "the adapter was pulled out");
  EXPECT_EQ(closed, "Bluetooth failed: the adapter was pulled out");
}

TEST_F(BleRadioTest, AHelperThatIsGoneIsAFailure) {
  helper.reset();

  ASSERT_TRUE(until([&] { return !failed.empty(); }));

  EXPECT_NE(failed.find("vmpos-ble"), std::string::npos) << failed;
}

TEST_F(BleRadioTest, BytesNobodyUnderstandsAreAFailure) {
  ASSERT_TRUE(helper->send(as_bytes("what is this")));

  ASSERT_TRUE(until([&] { return !failed.empty(); }));

  EXPECT_NE(failed.find("version"), std::string::npos) << failed;
}

TEST_F(BleRadioTest, AStreamOutlivesItsRadio) {
  say(PacketType::up, 1);
  ASSERT_TRUE(until([&] { return opened == 1; }));

  radio.reset();

  EXPECT_FALSE(phone->is_open());
  EXPECT_FALSE(phone->send(as_bytes("x")));
  ASSERT_TRUE(until([&] { return wire_ended; }));
}

}  // namespace
}  // namespace mpos::radio_ble

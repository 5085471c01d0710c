// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/link/channel.hpp"

#include <gtest/gtest.h>

#include "tests/unit/devicemodel/link/pair.hpp"

namespace mpos::link::test {
namespace {

using namespace std::chrono_literals;

TEST(Channel, AKnownPhoneIsUpAtOnce) {
  Pair pair;

  pair.bring_up();

  EXPECT_TRUE(pair.is_up());
  ASSERT_EQ(pair.phone.told.size(), 1U);
  ASSERT_EQ(pair.reader.told.size(), 1U);
  EXPECT_EQ(pair.phone.told[0].kind, Kind::up);
  EXPECT_EQ(pair.reader.told[0].phone_name, "test phone");
}

TEST(Channel, AnUnknownPhoneShowsTheSameCodeOnBothEnds) {
  Pair pair;
  pair.start();
  pair.settle();

  ASSERT_EQ(pair.phone.told.size(), 1U);
  ASSERT_EQ(pair.reader.told.size(), 1U);
  EXPECT_EQ(pair.phone.told[0].kind, Kind::confirm_code);
  EXPECT_EQ(pair.phone.told[0].code, pair.reader.told[0].code);
  EXPECT_EQ(pair.phone.told[0].code.find_first_not_of("0123456789"), std::string::npos);
  EXPECT_FALSE(pair.is_up());

  pair.reader.channel->confirm(true, pair.now);
  pair.reader.poll();
  pair.settle();

  EXPECT_TRUE(pair.is_up());
  EXPECT_TRUE(pair.phone.was_told(Kind::up));
  ASSERT_EQ(pair.reader.phones.keys.size(), 1U);
  EXPECT_TRUE(equal(pair.reader.phones.keys[0], pair.phone.identity.public_key));
}

TEST(Channel, AnotherSessionHasAnotherCode) {
  Pair one(phone_settings(), reader_settings(), 1);
  Pair two(phone_settings(), reader_settings(), 2);
  one.start();
  two.start();
  one.settle();
  two.settle();

  EXPECT_NE(one.phone.told.at(0).code, two.phone.told.at(0).code);
}

TEST(Channel, TheMerchantsNoClosesBothEnds) {
  Pair pair;
  pair.start();
  pair.settle();

  pair.reader.channel->confirm(false, pair.now);
  pair.reader.poll();
  pair.settle();

  EXPECT_EQ(pair.reader.closed(), CloseReason::code_refused);
  EXPECT_EQ(pair.phone.closed(), CloseReason::code_refused);
  EXPECT_TRUE(pair.reader.phones.keys.empty());
}

TEST(Channel, CarriesMessagesOfEverySizeBothWays) {
  for (const std::size_t frame :
       {std::size_t{16}, std::size_t{20}, std::size_t{182}, std::size_t{2048}, frame_payload_limit}) {
    Settings phone_given = phone_settings();
    Settings reader_given = reader_settings();
    phone_given.max_frame_payload = reader_given.max_frame_payload = frame;
    Pair pair(phone_given, reader_given);
    pair.bring_up();
    ASSERT_TRUE(pair.is_up()) << frame;
    std::vector<Buffer> sent;
    for (const std::size_t size : {1, 2, 15, 16, 17, 100, 2030, 2031, 2032, 4095, 4096}) {
      Buffer message(size);
      pair.phone.entropy.fill(message);
      ASSERT_TRUE(pair.phone.channel->send(message, pair.now));
      ASSERT_TRUE(pair.reader.channel->send(message, pair.now));
      sent.push_back(message);
      pair.settle();
    }
    EXPECT_EQ(pair.reader.messages(), sent) << frame;
    EXPECT_EQ(pair.phone.messages(), sent) << frame;
  }
}

TEST(Channel, ManyMessagesInOnePieceArriveInOrder) {
  Pair pair;
  pair.bring_up();
  Buffer wire;
  std::vector<Buffer> sent;
  for (int i = 0; i < 200; ++i) {
    sent.push_back(buffer_of("message " + std::to_string(i)));
    ASSERT_TRUE(pair.phone.channel->send(sent.back(), pair.now));
    const Buffer piece = pair.phone.take_outgoing(pair.now);
    wire.insert(wire.end(), piece.begin(), piece.end());
  }

  pair.reader.feed(wire, pair.now);

  EXPECT_EQ(pair.reader.messages(), sent);
}

TEST(Channel, AMessageNobodyTookSurvivesTheNextFeed) {
  Pair pair;
  pair.bring_up();
  const Buffer first = buffer_of("first");
  const Buffer second(3000, 0x77);
  ASSERT_TRUE(pair.phone.channel->send(first, pair.now));
  pair.reader.channel->feed(pair.phone.take_outgoing(pair.now), pair.now);
  ASSERT_TRUE(pair.phone.channel->send(second, pair.now));
  for (const std::uint8_t byte : pair.phone.take_outgoing(pair.now)) {
    ASSERT_EQ(pair.reader.channel->feed(Bytes{&byte, 1}, pair.now), 1U);
  }
  pair.reader.poll();

  EXPECT_EQ(pair.reader.messages(), (std::vector<Buffer>{first, second}));
}

TEST(Channel, RefusesMessagesItCannotSend) {
  Pair pair;
  EXPECT_FALSE(pair.phone.channel->send(buffer_of("too early"), pair.now));
  pair.bring_up();

  EXPECT_FALSE(pair.phone.channel->send({}, pair.now));
  EXPECT_FALSE(pair.phone.channel->send(Buffer(Channel::max_message_bytes + 1), pair.now));
  int queued = 0;
  while (pair.phone.channel->send(Buffer(Channel::max_message_bytes), pair.now)) ++queued;
  EXPECT_GE(queued, 2);
  pair.settle();
  EXPECT_EQ(pair.reader.messages().size(), static_cast<std::size_t>(queued));
  EXPECT_TRUE(pair.phone.channel->send(buffer_of("room again"), pair.now));
}

TEST(Channel, TellsThatThePhoneKeepsNoTime) {
  Settings settings = phone_settings();
  settings.keeps_no_time = true;
  Pair pair(settings);

  pair.bring_up();

  EXPECT_TRUE(pair.reader.told.at(0).keeps_no_time);
}

TEST(Channel, CanBeginAnewAfterReset) {
  Pair pair;
  pair.bring_up();
  pair.phone.channel->reset();
  pair.reader.channel->reset();
  EXPECT_FALSE(pair.is_up());

  pair.start();
  pair.settle();

  EXPECT_TRUE(pair.is_up());
}

TEST(Channel, ASecondPhoneHearsThatTheReaderIsBusy) {
  Pair pair;
  pair.phone.channel->start(pair.now);

  pair.phone.feed(Channel::busy_frame(), pair.now);

  EXPECT_EQ(pair.phone.closed(), CloseReason::busy);
}

TEST(Channel, AnUnprotectedNoticeCannotEndASession) {
  Pair pair;
  pair.bring_up();

  pair.phone.feed(Channel::busy_frame(), pair.now);
  pair.reader.feed(Channel::busy_frame(), pair.now);

  EXPECT_TRUE(pair.is_up());
}

TEST(Channel, AGoodbyeReachesTheFarEndWithItsReason) {
  Pair pair;
  pair.bring_up();

  pair.phone.channel->close(CloseReason::none, pair.now);
  pair.phone.poll();
  pair.settle();

  EXPECT_EQ(pair.phone.closed(), CloseReason::none);
  EXPECT_EQ(pair.reader.closed(), CloseReason::far_end_closed);
}

TEST(Channel, ALostTransportIsToldOnce) {
  Pair pair;
  pair.bring_up();

  pair.phone.channel->lost();
  pair.phone.poll();
  pair.phone.channel->lost();
  pair.phone.poll();

  EXPECT_EQ(pair.phone.closed(), CloseReason::transport_lost);
}

TEST(Channel, ReaderGivesUpOnAPhoneThatNeverSpeaks) {
  Pair pair;
  pair.reader.channel->start(pair.now);

  pair.pass(9999ms);
  EXPECT_FALSE(pair.reader.closed());
  pair.pass(1ms);

  EXPECT_EQ(pair.reader.closed(), CloseReason::handshake_timeout);
}

TEST(Channel, PhoneGivesUpOnAReaderThatNeverAnswers) {
  Pair pair;
  pair.touch_to_reader = [](Buffer& bytes) { bytes.clear(); };
  pair.phone.channel->start(pair.now);

  pair.pass(10s);

  EXPECT_EQ(pair.phone.closed(), CloseReason::handshake_timeout);
}

TEST(Channel, ACodeNobodyAnswersTimesOutOnBothEnds) {
  Pair pair;
  pair.start();
  pair.settle();

  pair.pass(59s);
  EXPECT_FALSE(pair.reader.closed());
  pair.pass(1s);

  EXPECT_EQ(pair.reader.closed(), CloseReason::code_timeout);
  EXPECT_EQ(pair.phone.closed(), CloseReason::code_timeout);
}

TEST(Channel, AnIdleSessionEndsAndAMessageRestartsTheClock) {
  Pair pair;
  pair.bring_up();
  pair.pass(9min);
  ASSERT_TRUE(pair.phone.channel->send(buffer_of("still here"), pair.now));
  pair.pass(9min);
  EXPECT_TRUE(pair.is_up());
  ASSERT_TRUE(pair.reader.channel->keep_alive(pair.now));
  pair.pass(9min);
  EXPECT_TRUE(pair.is_up());

  pair.pass(1min);

  EXPECT_EQ(pair.phone.closed(), CloseReason::idle_timeout);
  EXPECT_EQ(pair.reader.closed(), CloseReason::idle_timeout);
}

TEST(Channel, RefusesAWrongCertificate) {
  Pair pair;
  pair.reader.certificate[0] ^= 1;

  pair.bring_up();

  EXPECT_EQ(pair.phone.closed(), CloseReason::certificate_refused);
  EXPECT_EQ(pair.reader.closed(), CloseReason::certificate_refused);
  EXPECT_EQ(pair.phone.told.at(0).detail, "not signed by the test CA");
}

TEST(Channel, RefusesACertificateOfAnotherReader) {
  Pair pair;
  Pair other(phone_settings(), reader_settings(), 7);
  pair.reader.identity.certificate = other.reader.certificate;

  pair.bring_up();

  EXPECT_EQ(pair.phone.closed(), CloseReason::certificate_refused);
  EXPECT_EQ(pair.phone.told.at(0).detail, "the certificate belongs to another key");
}

TEST(Channel, APhoneWithoutAVerifierTrustsNobody) {
  Pair pair;
  End lone(phone_settings(), 5);
  lone.channel = std::make_unique<Channel>(phone_settings(), lone.primitives, lone.send_cipher, lone.receive_cipher,
                                           lone.entropy, lone.identity, nullptr, nullptr);
  pair.reader.channel->start(pair.now);
  lone.channel->start(pair.now);
  pair.reader.feed(lone.take_outgoing(pair.now), pair.now);
  lone.feed(pair.reader.take_outgoing(pair.now), pair.now);

  EXPECT_EQ(lone.closed(), CloseReason::certificate_refused);
}

}  // namespace
}  // namespace mpos::link::test

// SPDX-License-Identifier: Apache-2.0
// One good exchange, then somebody on the wire: every variant is refused, on both ends, and no message is ever made up.
#include <gtest/gtest.h>

#include "devicemodel/base/crc32.hpp"
#include "tests/unit/devicemodel/link/pair.hpp"

namespace mpos::link::test {
namespace {

using namespace std::chrono_literals;

/// Makes an altered frame good again, as an attacker would.
void repair(Buffer& frame) {
  store_be16(&frame[12], static_cast<std::uint16_t>(crc32(Bytes{frame}.first(12)) & 0xFFFF));
  store_be32(&frame[frame.size() - 4], crc32(Bytes{frame}.first(frame.size() - 4)));
}

/// Alters one payload byte of the n-th flight of one direction.
std::function<void(Buffer&)> alter(int flight, std::size_t payload_byte, std::uint8_t mask) {
  return [=, count = 0](Buffer& bytes) mutable {
    if (bytes.empty() || count++ != flight) return;
    bytes.at(frame_header_bytes + payload_byte) ^= mask;
    repair(bytes);
  };
}

bool nobody_up(const Pair& pair) {
  return !pair.phone.was_told(Kind::up) && !pair.reader.was_told(Kind::up);
}

TEST(ManInTheMiddle, CannotAlterAnyByteOfTheHandshake) {
  for (std::size_t byte = 0; byte < 66; ++byte) {  // e, version, flags, commitment
    if (byte == 32) continue;                      // the version has its own test
    Pair pair;
    pair.touch_to_reader = alter(0, byte, 0x01);
    pair.bring_up();
    EXPECT_TRUE(nobody_up(pair)) << byte;
    EXPECT_EQ(pair.phone.closed(), CloseReason::handshake_failed) << byte;
    EXPECT_EQ(pair.reader.closed(), CloseReason::handshake_failed) << byte;
  }
  for (std::size_t byte = 0; byte < 154; byte += 7) {  // e, s, version, nonce, certificate, tags
    Pair pair;
    pair.touch_to_phone = alter(0, byte, 0x80);
    pair.bring_up();
    EXPECT_TRUE(nobody_up(pair)) << byte;
    EXPECT_EQ(pair.phone.closed(), CloseReason::handshake_failed) << byte;
    EXPECT_EQ(pair.reader.closed(), CloseReason::handshake_failed) << byte;
  }
  for (std::size_t byte = 0; byte < 90; byte += 3) {  // s, nonce, name, tags
    Pair pair;
    pair.touch_to_reader = alter(1, byte, 0x10);
    pair.bring_up();
    EXPECT_TRUE(nobody_up(pair)) << byte;
    EXPECT_EQ(pair.phone.closed(), CloseReason::handshake_failed) << byte;
    EXPECT_EQ(pair.reader.closed(), CloseReason::handshake_failed) << byte;
  }
}

TEST(ManInTheMiddle, CannotTalkEitherEndIntoAnotherVersion) {
  Pair hello;
  hello.touch_to_reader = alter(0, 32, 0x03);
  hello.bring_up();
  EXPECT_EQ(hello.reader.closed(), CloseReason::version);
  EXPECT_EQ(hello.phone.closed(), CloseReason::version);

  Pair frame;
  frame.touch_to_reader = [](Buffer& bytes) {
    if (bytes.empty()) return;
    bytes[2] = 0;
    repair(bytes);
  };
  frame.bring_up();
  EXPECT_EQ(frame.reader.closed(), CloseReason::version);
}

TEST(ManInTheMiddle, ACommitmentThatIsNotKeptIsRefused) {
  // A phone that would choose its nonce after it has seen the reader's: it speaks perfect Noise, but reveals another
  // nonce.
  Pair pair;
  noise::Handshake handshake(pair.phone.primitives, pair.phone.send_cipher);
  SecretBytes<32> ephemeral;
  pair.phone.entropy.fill(ephemeral.fill(32));
  handshake.start(noise::Handshake::Role::initiator, as_bytes(handshake_prologue),
                  {pair.phone.identity.private_key.expose(), pair.phone.identity.public_key}, ephemeral.expose());
  pair.reader.phones.remember(pair.phone.identity.public_key);
  pair.reader.channel->start(pair.now);
  const auto frame_with = [&](Bytes payload, std::uint16_t sequence) {
    Buffer frame(payload.size() + noise::max_overhead_bytes + frame_overhead_bytes);
    const auto length = handshake.write(payload, MutableBytes{frame}.subspan(frame_header_bytes));
    frame.resize(*length + frame_overhead_bytes);
    finish_frame({.type = FrameType::handshake, .sequence = sequence}, *length, frame);
    return frame;
  };
  const Nonce promised{1};
  Nonce revealed = promised;
  revealed[15] = 1;
  Buffer hello(hello_bytes);
  encode(Hello{.version = wire_version,
               .keeps_no_time = false,
               .commitment = commitment_of(pair.phone.primitives, promised, pair.phone.identity.public_key)},
         hello);
  pair.reader.feed(frame_with(hello, 0), pair.now);
  const Buffer answer = pair.reader.take_outgoing(pair.now);
  Buffer introduction(introduction_limit_bytes);
  ASSERT_TRUE(
      handshake.read(Bytes{answer}.subspan(frame_header_bytes, answer.size() - frame_overhead_bytes), introduction)
          .has_value());
  Buffer proof(proof_limit_bytes);
  proof.resize(encode(Proof{.nonce = revealed, .name = {}}, proof));

  pair.reader.feed(frame_with(proof, 1), pair.now);

  EXPECT_EQ(pair.reader.closed(), CloseReason::handshake_failed);
  EXPECT_FALSE(pair.reader.was_told(Kind::up));
}

TEST(ManInTheMiddle, AReplayedHandshakeLeadsNowhere) {
  Pair pair;
  std::vector<Buffer> recorded;
  pair.touch_to_reader = [&](Buffer& bytes) {
    if (!bytes.empty()) recorded.push_back(bytes);
  };
  pair.bring_up();
  ASSERT_EQ(recorded.size(), 2U);

  pair.reader.told.clear();
  pair.reader.channel->start(pair.now);
  for (const auto& flight : recorded) pair.reader.feed(flight, pair.now);

  EXPECT_EQ(pair.reader.closed(), CloseReason::handshake_failed);
  EXPECT_FALSE(pair.reader.was_told(Kind::up));
}

struct RecordDamage : testing::Test {
  RecordDamage() {
    pair.bring_up();
    EXPECT_TRUE(pair.phone.channel->send(buffer_of("first"), pair.now));
    first = pair.phone.take_outgoing(pair.now);
    EXPECT_TRUE(pair.phone.channel->send(buffer_of("second"), pair.now));
    second = pair.phone.take_outgoing(pair.now);
  }
  void expect_refused(const char* what, std::size_t delivered) {
    EXPECT_EQ(pair.reader.messages().size(), delivered) << what;
    EXPECT_EQ(pair.reader.closed(), CloseReason::record_refused) << what;
    pair.settle();
    EXPECT_EQ(pair.phone.closed(), CloseReason::record_refused) << what;
  }
  Pair pair;
  Buffer first;
  Buffer second;
};

TEST_F(RecordDamage, ReplayedAsItWas) {
  pair.reader.feed(first, pair.now);
  pair.reader.feed(first, pair.now);
  expect_refused("same frame again", 1);
}

TEST_F(RecordDamage, ReplayedUnderTheNextNumber) {
  pair.reader.feed(first, pair.now);
  store_be16(&first[6], load_be16(&second[6]));
  repair(first);
  pair.reader.feed(first, pair.now);
  expect_refused("same record, next number", 1);
}

TEST_F(RecordDamage, Reordered) {
  pair.reader.feed(second, pair.now);
  expect_refused("second first", 0);
}

TEST_F(RecordDamage, ReorderedUnderTheExpectedNumber) {
  store_be16(&second[6], load_be16(&first[6]));
  repair(second);
  pair.reader.feed(second, pair.now);
  expect_refused("second in the place of the first", 0);
}

TEST_F(RecordDamage, CutShort) {
  first.erase(first.end() - 5, first.end() - 4);
  store_be16(&first[10], static_cast<std::uint16_t>(first.size() - frame_overhead_bytes));
  repair(first);
  pair.reader.feed(first, pair.now);
  expect_refused("one byte cut", 0);
}

TEST_F(RecordDamage, AnUnknownFrameType) {
  first[3] = 0x77;
  repair(first);
  pair.reader.feed(first, pair.now);
  expect_refused("type 0x77", 0);
}

TEST_F(RecordDamage, AHandshakeInsideASession) {
  first[3] = static_cast<std::uint8_t>(FrameType::handshake);
  repair(first);
  pair.reader.feed(first, pair.now);
  expect_refused("handshake", 0);
}

TEST_F(RecordDamage, FragmentsThatNeverEnd) {
  Buffer piece(1000 + frame_overhead_bytes);
  for (std::uint16_t i = 0; i < 5; ++i) {
    finish_frame({.type = FrameType::record,
                  .more_fragments = true,
                  .sequence = static_cast<std::uint16_t>(load_be16(&first[6]) + i)},
                 1000, piece);
    pair.reader.feed(piece, pair.now);
  }
  expect_refused("5000 bytes of one record", 0);
}

TEST(RecordBits, NoFlippedBitIsEverDelivered) {
  Pair source;
  source.bring_up();
  ASSERT_TRUE(source.phone.channel->send(buffer_of("first"), source.now));
  const std::size_t bits = 8 * source.phone.take_outgoing(source.now).size();
  for (std::size_t bit = 0; bit < bits; bit += 5) {
    Pair pair;
    pair.bring_up();
    ASSERT_TRUE(pair.phone.channel->send(buffer_of("first"), pair.now));
    Buffer bad = pair.phone.take_outgoing(pair.now);
    ASSERT_TRUE(pair.phone.channel->send(buffer_of("second"), pair.now));
    const Buffer next = pair.phone.take_outgoing(pair.now);
    bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ (1U << (bit % 8)));
    pair.reader.feed(bad, pair.now);
    pair.reader.feed(next, pair.now);

    EXPECT_TRUE(pair.reader.messages().empty()) << bit;
    EXPECT_EQ(pair.reader.closed(), CloseReason::record_refused) << bit;
  }
}

}  // namespace
}  // namespace mpos::link::test

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/link/noise.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/primitives/aes_gcm.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"

namespace mpos::link::noise {
namespace {

using Buffer = std::vector<std::uint8_t>;

Buffer from_hex(std::string_view text) {
  Buffer bytes(text.size() / 2);
  EXPECT_TRUE(read_hex(text, bytes).has_value());
  return bytes;
}

// Cacophony test vectors, Noise_XX_25519_AESGCM_SHA256.
constexpr std::string_view prologue = "4a6f686e2047616c74";
constexpr std::string_view initiator_static = "e61ef9919cde45dd5f82166404bd08e38bceb5dfdfded0a34c8df7ed542214d1";
constexpr std::string_view initiator_ephemeral = "893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a";
constexpr std::string_view responder_static = "4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893";
constexpr std::string_view responder_ephemeral = "bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b";
constexpr std::string_view handshake_hash = "1b7aefb1125762aa21a252890d00af54519638b76437444538f9a52f21e2e0dc";
struct Message {
  std::string_view payload;
  std::string_view cipher_text;
};
constexpr Message messages[] = {
    {"4c756477696720766f6e204d69736573",
     "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c79444c756477696720766f6e204d69736573"},
    {"4d757272617920526f746862617264",
     "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843757117acceb05bd7a45733bc22015c97a9d0cbaf41b8"
     "0446d5988ff5127235d76b79eade70f473d6a4ef521fdcbeda5340d01e028ba793fc059f2724a83af05f12dda0448a7621a926b379a9"
     "2477fd"},
    {"462e20412e20486179656b",
     "c90f1cf77eba4e50edb038991565e36c9758943a989229b6051244dc4fbecb6946744b401af2ee1a5881b65fbb87fd07cb6a328ececc"
     "9ce6ce84c399dc332d4fd521fa4bb7f467ce909395"},
    {"4361726c204d656e676572", "bc3fa77f6aca3e8466d7dc6bea10013e88a6a29add5132b461806c"},
    {"4a65616e2d426170746973746520536179", "250b01074cdfe0df2ecf8ccbf1737b15a2ddb5b52fd9a396604e9c793cee3b3bb9"},
    {"457567656e2042f6686d20766f6e2042617765726b",
     "449d4d433b3cdc3d02bf6fc881774b9df54366ebcffb9689bb13f14709822cd7ef42bcdb4d"}};

struct Party {
  primitives::OpenSslPrimitives primitives;
  primitives::OpenSslAesGcm send_cipher;
  primitives::OpenSslAesGcm receive_cipher;
  Handshake handshake{primitives, send_cipher};
  CipherState send{send_cipher};
  CipherState receive{receive_cipher};

  void start(Handshake::Role role, std::string_view with_prologue = prologue) {
    const bool initiator = role == Handshake::Role::initiator;
    const Buffer private_key = from_hex(initiator ? initiator_static : responder_static);
    Buffer public_key(32);
    primitives.x25519_public(private_key, public_key);
    handshake.start(role, from_hex(with_prologue), {private_key, public_key},
                    from_hex(initiator ? initiator_ephemeral : responder_ephemeral));
  }
  Buffer write(Bytes payload) {
    Buffer out(max_payload_bytes + max_overhead_bytes);
    const auto length = handshake.write(payload, out);
    EXPECT_TRUE(length.has_value());
    out.resize(length.value_or(0U));
    return out;
  }
};

struct NoiseTest : testing::Test {
  NoiseTest() {
    initiator.start(Handshake::Role::initiator);
    responder.start(Handshake::Role::responder);
  }
  Party initiator;
  Party responder;
  Buffer payload = Buffer(max_payload_bytes);

  Party& writer(std::size_t message) { return message % 2 == 0 ? initiator : responder; }
  Party& listener(std::size_t message) { return message % 2 == 0 ? responder : initiator; }
  void pass(std::size_t message) {
    const Buffer bytes = writer(message).write(from_hex(messages[message].payload));
    ASSERT_TRUE(listener(message).handshake.read(bytes, payload).has_value());
  }
};

TEST_F(NoiseTest, ReproducesThePublishedVectorInBothRoles) {
  for (std::size_t i = 0; i < 3; ++i) {
    const Buffer plain = from_hex(messages[i].payload);
    const Buffer bytes = writer(i).write(plain);
    EXPECT_EQ(bytes, from_hex(messages[i].cipher_text)) << "message " << i;
    const auto length = listener(i).handshake.read(bytes, payload);
    ASSERT_TRUE(length.has_value());
    EXPECT_EQ(Buffer(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(*length)), plain);
  }
  const Buffer hash = from_hex(handshake_hash);
  EXPECT_TRUE(equal(initiator.handshake.hash(), hash));
  EXPECT_TRUE(equal(responder.handshake.hash(), hash));

  initiator.handshake.split(initiator.send, initiator.receive);
  responder.handshake.split(responder.send, responder.receive);
  // The file's transport messages go on alternating, so the responder speaks first.
  for (std::size_t i = 3; i < std::size(messages); ++i) {
    Buffer bytes = from_hex(messages[i].payload);
    const std::size_t size = bytes.size();
    bytes.resize(size + tag_bytes);
    writer(i).send.seal({}, Bytes{bytes}.first(size), bytes);
    EXPECT_EQ(bytes, from_hex(messages[i].cipher_text)) << "message " << i;
    ASSERT_TRUE(listener(i).receive.open({}, bytes, MutableBytes{bytes}.first(size)));
    bytes.resize(size);
    EXPECT_EQ(bytes, from_hex(messages[i].payload));
  }
}

TEST_F(NoiseTest, LearnsTheFarEndsStaticKey) {
  for (std::size_t i = 0; i < 3; ++i) pass(i);

  PublicKey expected{};
  initiator.primitives.x25519_public(from_hex(initiator_static), expected);
  EXPECT_EQ(responder.handshake.remote_static(), expected);
  initiator.primitives.x25519_public(from_hex(responder_static), expected);
  EXPECT_EQ(initiator.handshake.remote_static(), expected);
}

TEST_F(NoiseTest, RefusesEveryFlippedBitOfTheSecondAndThirdMessage) {
  for (std::size_t message = 1; message < 3; ++message) {
    const Buffer good = from_hex(messages[message].cipher_text);
    for (std::size_t bit = 0; bit < 8 * good.size(); bit += 3) {
      initiator.start(Handshake::Role::initiator);
      responder.start(Handshake::Role::responder);
      for (std::size_t i = 0; i < message; ++i) pass(i);
      if (message == 2) writer(2).write(from_hex(messages[2].payload));
      Buffer bad = good;
      bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ (1U << (bit % 8)));
      // X25519 ignores the top bit of a point; the hash over the message does not.
      EXPECT_FALSE(listener(message).handshake.read(bad, payload).has_value()) << message << " bit " << bit;
    }
  }
}

TEST_F(NoiseTest, AnAlteredFirstMessageFailsAtTheSecond) {
  Buffer first = initiator.write(from_hex(messages[0].payload));
  first.back() ^= 1;
  ASSERT_TRUE(responder.handshake.read(first, payload).has_value());  // nothing is proved yet

  const Buffer second = responder.write({});

  EXPECT_EQ(initiator.handshake.read(second, payload).error(), Error::bad_tag);
}

TEST_F(NoiseTest, RefusesAnotherPrologue) {
  responder.start(Handshake::Role::responder, "00");
  pass(0);

  const Buffer second = responder.write({});

  EXPECT_EQ(initiator.handshake.read(second, payload).error(), Error::bad_tag);
}

TEST_F(NoiseTest, RefusesALowOrderPoint) {
  Buffer first(32, 0);
  ASSERT_TRUE(responder.handshake.read(first, payload).has_value());

  Buffer out(max_overhead_bytes);
  EXPECT_EQ(responder.handshake.write({}, out).error(), Error::low_order_point);
}

TEST_F(NoiseTest, RefusesCutMessagesAndWrongTurns) {
  Buffer out(max_payload_bytes + max_overhead_bytes);
  EXPECT_EQ(responder.handshake.write({}, out).error(), Error::wrong_turn);
  EXPECT_EQ(initiator.handshake.read(out, payload).error(), Error::wrong_turn);
  EXPECT_EQ(initiator.handshake.write(Buffer(max_payload_bytes + 1), out).error(), Error::too_long);
  EXPECT_EQ(responder.handshake.read(Buffer(31), payload).error(), Error::too_short);
  // After an error it is of no more use.
  EXPECT_EQ(responder.handshake.read(Buffer(32), payload).error(), Error::wrong_turn);
}

TEST_F(NoiseTest, AFailedOpenKeepsTheCounter) {
  for (std::size_t i = 0; i < 3; ++i) pass(i);
  initiator.handshake.split(initiator.send, initiator.receive);
  responder.handshake.split(responder.send, responder.receive);
  std::array<std::uint8_t, tag_bytes + 1> sealed{};
  initiator.send.seal({}, Bytes{sealed}.first(1), sealed);
  std::array<std::uint8_t, 1> plain{};

  auto bad = sealed;
  bad[0] ^= 1;
  EXPECT_FALSE(responder.receive.open({}, bad, plain));
  EXPECT_EQ(responder.receive.counter(), 0U);
  EXPECT_TRUE(responder.receive.open({}, sealed, plain));
  EXPECT_FALSE(responder.receive.open({}, sealed, plain)) << "replayed";
}

}  // namespace
}  // namespace mpos::link::noise

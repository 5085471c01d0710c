// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/peripherals/card/support.hpp"

namespace mpos::card::test {
namespace {

/// EMV book 2, 7.1: the PIN block, the challenge and filling under the card's public key.
Blob encipher(Bench& bench, std::string_view block, Bytes challenge) {
  const RsaKey& key = *bench.app().icc_key;
  Blob clear{0x7F};
  append(clear, hex(block));
  append(clear, challenge);
  clear.resize(key.modulus.size(), 0x5A);
  Blob out(clear.size());
  EXPECT_TRUE(bench.primitives.rsa_public(key.modulus, key.exponent, clear, out));
  return out;
}

TEST(Pin, TheRightOneGivesTheTriesBack) {
  Bench bench("offline_pin");
  bench.start();
  EXPECT_EQ(bench.status("0020008008241111FFFFFFFFFF"), 0x63C2);
  EXPECT_EQ(bench.status("002000800826123456FFFFFFFF"), sw::ok);
  EXPECT_EQ(to_hex(bench.send("80CA9F1700").data()), "9F170103");
}

TEST(Pin, ThreeWrongOnesBlockItAndTheBlockOutlivesPower) {
  Bench bench("offline_pin");
  bench.start();
  EXPECT_EQ(bench.status("0020008008241111FFFFFFFFFF"), 0x63C2);
  bench.restart();
  bench.start();
  EXPECT_EQ(bench.status("0020008008241111FFFFFFFFFF"), 0x63C1);
  EXPECT_EQ(bench.status("0020008008241111FFFFFFFFFF"), 0x63C0);
  EXPECT_EQ(bench.status("002000800826123456FFFFFFFF"), sw::blocked);
  const ApduReply reply = bench.generate(0x40);
  EXPECT_EQ(reply.data()[2], 0x80);
  EXPECT_EQ(to_hex(reply.data().subspan(16, 4)), "03A64000");
}

TEST(Pin, ABlockThatIsNoneCountsAsWrong) {
  for (const char* block : {"0000000000000000", "2F123456FFFFFFFF", "26123456FFFFFFF0", "2612345AFFFFFFFF"}) {
    Bench bench("offline_pin");
    bench.start();
    EXPECT_EQ(bench.status(std::string("0020008008") + block), 0x63C2) << block;
  }
  Bench bench("offline_pin");
  bench.start();
  EXPECT_EQ(bench.status("0020008007261234567890FF"), sw::wrong_length);
}

TEST(Pin, EncipheredServesOncePerChallenge) {
  Bench bench("offline_pin");
  bench.start();
  const ApduReply challenge = bench.send("0084000000");
  ASSERT_EQ(challenge.data().size(), 8U);
  const Blob command = apdu("00200088", encipher(bench, "26123456FFFFFFFF", challenge.data()));
  EXPECT_EQ(bench.send(command).status(), sw::ok);
  EXPECT_EQ(bench.send(command).status(), sw::not_usable);
  EXPECT_EQ(bench.card->state().pin_tries, 3);
  const ApduReply again = bench.send("0084000008");
  EXPECT_NE(again.bytes, challenge.bytes);
  EXPECT_EQ(bench.send(apdu("00200088", encipher(bench, "241111FFFFFFFFFF", again.data()))).status(), 0x63C2);
}

TEST(Pin, EncipheredRefusesWhatIsNotOfItsKey) {
  Bench bench("offline_pin");
  bench.start();
  bench.send("0084000000");
  EXPECT_EQ(bench.send(apdu("00200088", Blob(128, 0xFF))).status(), sw::not_usable);
  EXPECT_EQ(bench.send(apdu("00200088", Blob(100, 0x11))).status(), sw::wrong_length);
  EXPECT_EQ(bench.card->state().pin_tries, 3);
}

}  // namespace
}  // namespace mpos::card::test

// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/peripherals/card/support.hpp"

namespace mpos::card::test {
namespace {

void go_online(Bench& bench) {
  bench.start();
  ASSERT_EQ(bench.generate(0x80).status(), sw::ok);
  ASSERT_EQ(bench.authenticate_issuer().status(), sw::ok);
}

TEST(Scripts, BlockAndUnblockTheApplication) {
  Bench bench("unionpay_debit");
  go_online(bench);
  EXPECT_EQ(bench.send(bench.script("841E0000", {})).status(), sw::ok);
  bench.restart();
  EXPECT_EQ(bench.send(apdu("00A40400", bench.app().profile.aid)).status(), sw::invalidated);
  EXPECT_EQ(bench.start().status(), sw::conditions);

  Bench other("unionpay_debit");
  go_online(other);
  EXPECT_EQ(other.send(other.script("841E0000", {})).status(), sw::ok);
  EXPECT_EQ(other.send(other.script("84180000", {})).status(), sw::ok);
  EXPECT_EQ(other.start().status(), sw::ok);
}

TEST(Scripts, BlockTheCardForGood) {
  Bench bench("unionpay_debit");
  go_online(bench);
  EXPECT_EQ(bench.send(bench.script("84160000", {})).status(), sw::ok);
  EXPECT_EQ(bench.status("80CA9F3600"), sw::conditions);
  bench.restart();
  EXPECT_EQ(bench.status("00A404000E315041592E5359532E4444463031"), sw::not_supported);
  EXPECT_EQ(bench.send(apdu("00A40400", bench.app().profile.aid)).status(), sw::not_supported);
}

TEST(Scripts, UnblockThePin) {
  Bench bench("bad_pin_blocked");
  bench.start();
  EXPECT_EQ(bench.status("002000800826123456FFFFFFFF"), sw::blocked);
  ASSERT_EQ(bench.generate(0x80).status(), sw::ok);
  EXPECT_EQ(bench.send(bench.script("84240000", {})).status(), sw::ok);
  bench.start();
  EXPECT_EQ(bench.status("002000800826123456FFFFFFFF"), sw::ok);
}

TEST(Scripts, ChangeThePinInBothWays) {
  Bench bench("offline_pin");
  for (const bool with_current : {false, true}) {
    go_online(bench);
    Blob block = hex(with_current ? "044321FFFFFFFFFF" : "049988FFFFFFFFFF");
    for (std::size_t i = 4; i < 8; ++i) block[i] = static_cast<std::uint8_t>(block[i] ^ bench.app().udk_ac[i]);
    if (with_current) xor_bytes(block, hex("9988000000000000"), block);
    Blob clear{8};
    append(clear, block);
    append(clear, hex("80000000000000"));
    Blob cipher(16);
    bench.primitives.ecb_encrypt(security::Cipher::tdes, bench.session_key(bench.app().udk_enc), clear, cipher);
    EXPECT_EQ(bench.send(bench.script(with_current ? "84240001" : "84240002", cipher)).status(), sw::ok);
    bench.start();
    EXPECT_EQ(bench.status(with_current ? "0020008008244321FFFFFFFFFF" : "0020008008249988FFFFFFFFFF"), sw::ok);
  }
  go_online(bench);
  EXPECT_EQ(bench.send(bench.script("84240002", Blob(16, 7))).status(), sw::wrong_data);
  EXPECT_EQ(bench.card->state().pin, "4321");
}

TEST(Scripts, LoadElectronicCashUpToItsLimit) {
  Bench bench("electronic_cash");
  go_online(bench);
  EXPECT_EQ(bench.send(bench.script("04DA9F79", hex("000000090000"))).status(), sw::ok);
  EXPECT_EQ(bench.memory().cash_balance, 90000U);
  EXPECT_EQ(bench.send(bench.script("04DA9F79", hex("000000190000"))).status(), sw::wrong_data);
  EXPECT_EQ(bench.send(bench.script("04DA9F79", hex("00000009000A"))).status(), sw::wrong_data);
  EXPECT_EQ(bench.send(bench.script("04DA9F78", hex("0000000001"))).status(), sw::wrong_length);
  EXPECT_EQ(bench.send(bench.script("04DA9F36", hex("0001"))).status(), sw::data_not_found);
  EXPECT_EQ(bench.memory().cash_balance, 90000U);
}

TEST(Scripts, AWrittenRecordIsKept) {
  Bench bench("unionpay_debit");
  go_online(bench);
  const Blob content(32, 0xA5);
  EXPECT_EQ(bench.send(bench.script("04DC01AC", content)).status(), sw::ok);
  EXPECT_EQ(bench.send(bench.script("04DC01AC", Blob(31, 1))).status(), sw::wrong_length);
  EXPECT_EQ(bench.send(bench.script("04DC02AC", content)).status(), sw::record_not_found);
  bench.restart();
  bench.start();
  EXPECT_TRUE(equal(bench.send("00B201AC00").data(), content));
}

TEST(Scripts, AWrongMacChangesNothingButIsReported) {
  Bench bench("electronic_cash");
  go_online(bench);
  Blob command = bench.script("04DA9F79", hex("000000090000"));
  command.back() = static_cast<std::uint8_t>(command.back() ^ 1);
  EXPECT_EQ(bench.send(command).status(), sw::secure_messaging);
  EXPECT_EQ(bench.memory().cash_balance, 20000U);
  EXPECT_EQ(bench.send(bench.script("04DA9F78", hex("000000010000"))).status(), sw::ok);
  bench.generate_second(0x40, "00");
  bench.start();
  const ApduReply reply = bench.generate(0x80);
  EXPECT_EQ(reply.data()[19], 0x18);
}

TEST(Scripts, NeedATransactionThatWentOnline) {
  Bench bench("unionpay_debit");
  bench.start();
  EXPECT_EQ(bench.status("841E000004AABBCCDD"), sw::conditions);
  bench.generate(0x80);
  EXPECT_EQ(bench.status("841E000003AABBCC"), sw::secure_messaging);
  EXPECT_EQ(bench.status("84440000"), sw::wrong_instruction);
}

}  // namespace
}  // namespace mpos::card::test

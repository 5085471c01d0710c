// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "devicemodel/security/mac.hpp"
#include "tests/unit/peripherals/psam/support.hpp"

namespace mpos::psam::test {
namespace {

const std::string factor = "3132333435363738";

TEST(Crypt, OneLevelEncryptionGivesThePublishedCipherText) {
  Bench bench;
  bench.select_application();
  EXPECT_EQ(bench.status("801A270108" + factor), sw::ok);
  EXPECT_EQ(bench.text("80FA000008" + input("80 FA 00 00 08", "data")), expected("80 FA 00 00 08") + "9000");
  EXPECT_EQ(bench.text("80FA800008" + expected("80 FA 00 00 08")), input("80 FA 00 00 08", "data") + "9000");
}

TEST(Crypt, TwoLevelsUseTheFirstFactorFirst) {
  Bench bench;
  bench.select_application();
  const Blob key = hex(expected("80 1A 47 01 10"));
  EXPECT_EQ(bench.status("801A4701104001100100000000" + factor), sw::ok);
  Blob out(8);
  bench.primitives.ecb_encrypt(security::Cipher::tdes, key, hex("0102030405060708"), out);
  EXPECT_EQ(bench.text("80FA0000080102030405060708"), card::to_hex(out) + "9000");
}

TEST(Crypt, TheProcessKeyGivesThePublishedMac) {
  const std::string mac = "80 FA 05 00";
  const std::string session = input("process (session) key", "data");
  for (const char* header : {"801A260110", "801A280110"}) {
    Bench bench;
    bench.select_application();
    EXPECT_EQ(bench.status(header + factor + session), sw::ok);
    const std::string data = input(mac, "iv") + input(mac, "data");
    EXPECT_EQ(bench.text("80FA050013" + data), expected(mac) + "9000") << header;
    // In parts: the first with the initial value, the last without.
    EXPECT_EQ(bench.text("80FA070010" + data.substr(0, 32)), "9000");
    EXPECT_EQ(bench.text("80FA010003" + data.substr(32)), expected(mac) + "9000");
  }
}

TEST(Crypt, ADoubleKeyMakesARetailMac) {
  Bench bench;
  bench.select_application();
  EXPECT_EQ(bench.status("801A260108" + factor), sw::ok);
  Blob mac(4);
  const Blob key = hex(expected("80 1A 27 01 08"));
  const Blob message = hex("000102030405060708090A0B0C0D0E0F1011");
  security::mac_alg3(bench.primitives, key, message, security::Padding::bit, mac);
  EXPECT_EQ(bench.text("80FA010012000102030405060708090A0B0C0D0E0F1011"), card::to_hex(mac) + "9000");
  EXPECT_EQ(bench.text("80FA0300100001020304050607"
                       "08090A0B0C0D0E0F"),
            "9000");
  EXPECT_EQ(bench.text("80FA0100021011"), card::to_hex(mac) + "9000");
}

TEST(Crypt, KeyTypesKeepToTheirUse) {
  Bench bench;
  bench.select_application();
  EXPECT_EQ(bench.status("80FA0000080102030405060708"), sw::conditions);
  bench.status("801A260108" + factor);
  EXPECT_EQ(bench.status("80FA0000080102030405060708"), sw::conditions);
  EXPECT_EQ(bench.status("80FA010003010203"), sw::ok);
  bench.status("801A270108" + factor);
  EXPECT_EQ(bench.status("80FA010003010203"), sw::conditions);
  EXPECT_EQ(bench.status("80FA000003010203"), sw::wrong_length);
  EXPECT_EQ(bench.status("80FA0200080102030405060708"), sw::ok);
  bench.status("801A280108" + factor);
  EXPECT_EQ(bench.status("80FA0000080102030405060708"), sw::ok);
  EXPECT_EQ(bench.status("80FA010003010203"), sw::ok);
  for (const char* mode : {"80FA0400", "80FA0600", "80FA0800", "80FA8100", "80FA0001"}) {
    EXPECT_EQ(bench.status(std::string(mode) + "080102030405060708"), sw::wrong_p1p2) << mode;
  }
}

TEST(Crypt, TheTemporaryKeyDiesWithPowerANewInitAndAnotherFolder) {
  Bench bench;
  bench.select_application();
  const std::string init = "801A270108" + factor;
  const std::string use = "80FA0000080102030405060708";
  EXPECT_EQ(bench.status(init), sw::ok);
  EXPECT_EQ(bench.status("801A270908" + factor), sw::key_not_found);
  EXPECT_EQ(bench.status(use), sw::conditions);
  EXPECT_EQ(bench.status(init), sw::ok);
  EXPECT_EQ(bench.status("00A40000023F00"), sw::ok);
  EXPECT_EQ(bench.status(use), sw::conditions);
  bench.select_application();
  EXPECT_EQ(bench.status(init), sw::ok);
  bench.psam->reset(card::Interface::contact, card::Reset::warm);
  bench.select_application();
  EXPECT_EQ(bench.status(use), sw::conditions);
  EXPECT_EQ(bench.status("801A270109" + factor + "00"), sw::wrong_length);
  EXPECT_EQ(bench.status("801A220108" + factor), sw::wrong_p1p2);
  EXPECT_EQ(bench.status("801AE70108" + factor), sw::wrong_p1p2);
}

TEST(Crypt, ThePublicOsReadsP1InItsOwnWay) {
  Bench bench("public_os");
  bench.select_application();
  // One level, key type 7, and the process key of eight more bytes: 01 0 1 0111.
  EXPECT_EQ(bench.status("801A570110" + factor + input("process (session) key", "data")), sw::ok);
  const std::string mac = "80 FA 05 00";
  EXPECT_EQ(bench.text("80FA050013" + input(mac, "iv") + input(mac, "data")), expected(mac) + "9000");
  // After the last MAC the temporary key is gone.
  EXPECT_EQ(bench.status("80FA010003010203"), sw::conditions);
  // One level without process key.
  EXPECT_EQ(bench.status("801A470108" + factor), sw::ok);
  EXPECT_EQ(bench.text("80FA000008" + input("80 FA 00 00 08", "data")), expected("80 FA 00 00 08") + "9000");
  EXPECT_EQ(bench.status("801A570108" + factor), sw::wrong_length);
  EXPECT_EQ(bench.status("801A410108" + factor), sw::wrong_p1p2);
}

TEST(Authentication, BothWays) {
  Bench bench;
  bench.select_application();
  const std::string name = "EXTERNAL AUTHENTICATE";
  EXPECT_EQ(bench.text("0088000108" + input(name, "data")), expected(name) + "9000");
  const card::ApduReply challenge = bench.send("0084000008");
  Blob answer(8);
  bench.primitives.ecb_encrypt(security::Cipher::tdes, hex(input(name, "key")), challenge.data(), answer);
  const std::string command = "0082000108" + card::to_hex(answer);
  EXPECT_EQ(bench.status(command), sw::ok);
  EXPECT_EQ(bench.status(command), sw::conditions);
  for (const int left : {0x63C2, 0x63C1, 0x63C0}) {
    bench.send("0084000008");
    EXPECT_EQ(bench.status("00820001080102030405060708"), left);
  }
  EXPECT_EQ(bench.status(command), sw::blocked);
}

TEST(WriteKey, ReplacesAKeyUnderTheMaster) {
  Bench bench;
  bench.select_application();
  const Blob master = hex("89ABCDEF0123456776543210FEDCBA98");
  const auto sealed = [&](std::string_view clear) {
    Blob out = hex(clear);
    bench.primitives.ecb_encrypt(security::Cipher::tdes, master, out, out);
    return out;
  };
  const Blob record = sealed("10F4640A2F8DB303CF77BBCA322876426680000000000000");
  EXPECT_EQ(bench.send_with_mac("84D40702", record, hex("13579BDF02468ACE13579BDF02468ACF")).status(),
            sw::secure_messaging);
  EXPECT_EQ(
      bench.send_with_mac("84D40702", sealed("10F4640A2F8DB303CF77BBCA322876426600000000000000"), master).status(),
      sw::wrong_data);
  EXPECT_EQ(bench.status("801A0702"), sw::key_not_found);
  EXPECT_EQ(bench.send_with_mac("84D40702", record, master).status(), sw::ok);
  bench.restart();
  bench.select_application();
  EXPECT_EQ(bench.status("801A0702"), sw::ok);
  Blob out(8);
  bench.primitives.ecb_encrypt(security::Cipher::tdes, hex(expected("DPK")), hex("0102030405060708"), out);
  EXPECT_EQ(bench.text("80FA0000080102030405060708"), card::to_hex(out) + "9000");
  EXPECT_EQ(bench.send_with_mac("84D40001", record, master).status(), sw::not_authorised);
}

}  // namespace
}  // namespace mpos::psam::test

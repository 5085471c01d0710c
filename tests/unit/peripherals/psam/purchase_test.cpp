// SPDX-License-Identifier: Apache-2.0
// A wallet card and a PSAM pay each other, by the worked figures of psam.md section 3.
#include <gtest/gtest.h>

#include "peripherals/card/personaliser.hpp"
#include "peripherals/card/virtual_card.hpp"
#include "tests/unit/peripherals/psam/support.hpp"

namespace mpos::psam::test {
namespace {

const std::string moment = "20240917101530";
const std::string serial = "6222021234567890";

class Purchase : public testing::Test {
 protected:
  Purchase() {
    card::ChipProfile wanted;
    wanted.wallet = card::WalletProfile{
        hex(serial),    hex("34577991ABCDEF1334577991ABCDEF13"), hex("567890ABCDEF1234567890ABCDEF1234"), 5000, 18,
        hex("A1B2C3D4")};
    auto made = card::make_card(wanted, card::KeyRing{}, bench.primitives);
    EXPECT_TRUE(made) << made.error();
    personalisation = std::make_shared<const card::Personalisation>(*std::move(made));
    wallet =
        std::make_unique<card::VirtualCard>(personalisation, card::first_state(*personalisation), bench.primitives);
    wallet->reset(card::Interface::contact, card::Reset::cold);
    EXPECT_EQ(pay("00A4040009A00000000386980701").status(), sw::ok);
    bench.select_application();
  }
  card::ApduReply pay(const std::string& command) { return wallet->transmit(hex(command)); }
  static std::string part(const card::ApduReply& reply, std::size_t at, std::size_t size) {
    return card::to_hex(reply.data().subspan(at, size));
  }
  /// Both cards up to MAC1; answers terminal transaction number and MAC1.
  card::ApduReply begin() {
    const card::ApduReply opened = pay("805001020B0100000064112233445566");
    EXPECT_EQ(opened.status(), sw::ok);
    return bench.send("807000001C" + part(opened, 11, 4) + part(opened, 4, 2) + "0000006406" + moment + "0100" +
                      serial);
  }

  Bench bench;
  std::shared_ptr<const card::Personalisation> personalisation;
  std::unique_ptr<card::VirtualCard> wallet;
};

TEST_F(Purchase, GivesTheWorkedFigures) {
  EXPECT_EQ(personalisation->wallet->purchase_key, hex(expected("DPK")));
  const card::ApduReply opened = pay("805001020B0100000064112233445566");
  EXPECT_EQ(card::to_hex(opened.bytes), "0000138800120000000100A1B2C3D49000");
  const card::ApduReply first = begin();
  EXPECT_EQ(card::to_hex(first.bytes), "00000A0B" + expected("MAC1") + "9000");
  const card::ApduReply paid = pay("805401000F" + part(first, 0, 4) + moment + part(first, 4, 4));
  EXPECT_EQ(card::to_hex(paid.bytes), expected("TAC") + expected("MAC2") + "9000");
  EXPECT_EQ(bench.status("8072000004" + part(paid, 4, 4)), sw::ok);
  EXPECT_EQ(card::to_hex(pay("805C000204").data()), "00001324");
  EXPECT_EQ(bench.text("00B0980004"), "00000A0C9000");
  EXPECT_EQ(bench.status("8072000004" + part(paid, 4, 4)), sw::conditions);
}

TEST_F(Purchase, AWrongMac1TakesNothing) {
  const card::ApduReply first = begin();
  const card::CardState before = wallet->state();
  EXPECT_EQ(pay("805401000F" + part(first, 0, 4) + moment + "00000000").status(), sw::mac_invalid);
  EXPECT_EQ(wallet->state(), before);
  EXPECT_EQ(pay("805401000F" + part(first, 0, 4) + moment + part(first, 4, 4)).status(), sw::conditions);
}

TEST_F(Purchase, TheWalletRefusesMoreThanItHolds) {
  EXPECT_EQ(pay("805001020B0100001389112233445566").status(), sw::insufficient);
  EXPECT_EQ(pay("805001020B0200000001112233445566").status(), sw::key_not_found);
  EXPECT_EQ(pay("805001020B0100001388112233445566").status(), sw::ok);
}

TEST_F(Purchase, ThreeWrongMac2InARowLockTheApplication) {
  begin();
  EXPECT_EQ(bench.status("807200000400000000"), sw::mac_invalid);
  const card::ApduReply first = begin();
  const card::ApduReply paid = pay("805401000F" + part(first, 0, 4) + moment + part(first, 4, 4));
  EXPECT_EQ(bench.status("807200000400000000"), sw::mac_invalid);
  EXPECT_EQ(bench.psam->state().wrong_mac2, 2);
  EXPECT_FALSE(bench.psam->state().application_locked);
  begin();
  EXPECT_EQ(bench.status("807200000400000000"), sw::mac_invalid);
  bench.restart();
  bench.select_application();
  EXPECT_EQ(begin().status(), sw::blocked);
  EXPECT_EQ(bench.status("801A2701083132333435363738"), sw::blocked);
  EXPECT_EQ(bench.send_with_mac("84180000", {}, hex("00112233445566778899AABBCCDDEEFF")).status(),
            sw::secure_messaging);
  EXPECT_EQ(bench.send_with_mac("84180000", {}, hex("13579BDF02468ACE13579BDF02468ACF")).status(), sw::ok);
  EXPECT_EQ(begin().status(), sw::ok);
}

TEST_F(Purchase, TheModuleChecksWhatItIsAsked) {
  const std::string head = "A1B2C3D40012000000640620240917101530";
  EXPECT_EQ(bench.status("8070000014" + head + "0100"), sw::wrong_length);
  EXPECT_EQ(bench.status("807000001C" + head + "0900" + serial), sw::key_not_found);
  EXPECT_EQ(bench.status("807000001CA1B2C3D40012000000640520240917101530"
                         "0100" +
                         serial),
            sw::wrong_data);
  EXPECT_EQ(bench.psam->state().transaction_number, 2571U);
  EXPECT_EQ(bench.status("8070000024" + head + "0100" + serial + "0102030405060708"), sw::ok);
  EXPECT_EQ(bench.psam->state().transaction_number, 2572U);
}

}  // namespace
}  // namespace mpos::psam::test

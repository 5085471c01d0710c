// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/peripherals/card/support.hpp"

namespace mpos::card::test {
namespace {

std::uint8_t cid(const ApduReply& reply) {
  return reply.data()[0] == 0x80 ? reply.data()[2] : find(reply.data(), 0x9F27)[0];
}

Blob cvr(const ApduReply& reply) {
  const Blob iad =
      reply.data()[0] == 0x80 ? Blob(reply.data().begin() + 13, reply.data().end()) : find(reply.data(), 0x9F10);
  return Blob(iad.begin() + 3, iad.begin() + 7);
}

TEST(Selection, FindsByPartOfTheNameAndGoesOnToTheNext) {
  Bench bench("multi_application");
  const auto name = [&](std::string_view command) { return to_hex(find(bench.send(command).data(), 0x84)); };
  EXPECT_EQ(name("00A4040005A000000333"), "A000000333010101");
  EXPECT_EQ(name("00A4040205A000000333"), "A000000333010102");
  EXPECT_EQ(bench.status("00A4040205A000000333"), sw::file_not_found);
  EXPECT_EQ(name("00A4040007A0000000031010"), "A0000000031010");
  EXPECT_EQ(bench.status("00A4040007A0000000041010"), sw::file_not_found);
}

TEST(Selection, TheDirectoriesListEveryApplicationOnTheirOwnInterface) {
  Bench bench("multi_application");
  EXPECT_EQ(bench.status("00A404000E315041592E5359532E4444463031"), sw::ok);
  EXPECT_EQ(to_hex(find(bench.send("00B2030C00").data(), 0x4F)), "A0000000031010");
  EXPECT_EQ(bench.status("00B2040C00"), sw::record_not_found);
  EXPECT_EQ(bench.status("00A404000E325041592E5359532E4444463031"), sw::file_not_found);
  bench.card->reset(Interface::contactless, Reset::cold);
  const ApduReply reply = bench.send("00A404000E325041592E5359532E4444463031");
  EXPECT_EQ(reply.status(), sw::ok);
  EXPECT_EQ(to_hex(find(reply.data(), 0x4F)), "A000000333010101");
  EXPECT_EQ(bench.status("00A404000E315041592E5359532E4444463031"), sw::file_not_found);
  Bench without("mastercard_test");
  EXPECT_EQ(without.status("00A404000E315041592E5359532E4444463031"), sw::file_not_found);
}

TEST(Transaction, OnlineApprovalClearsTheHistory) {
  Bench bench("unionpay_debit");
  bench.start();
  EXPECT_EQ(cid(bench.generate(0x80)), 0x80);
  EXPECT_TRUE(bench.memory().online_pending);
  EXPECT_EQ(bench.authenticate_issuer().status(), sw::ok);
  EXPECT_EQ(bench.authenticate_issuer().status(), sw::conditions);
  const ApduReply reply = bench.generate_second(0x40, "00");
  EXPECT_EQ(cid(reply), 0x40);
  EXPECT_EQ(to_hex(cvr(reply)), "03600000");
  EXPECT_FALSE(bench.memory().online_pending);
  EXPECT_EQ(bench.memory().last_online_atc, 1);
  EXPECT_EQ(bench.generate_second(0x40, "00").status(), sw::conditions);
}

TEST(Transaction, AnInterruptedOneIsToldInTheNextAndForcesOnline) {
  Bench bench("unionpay_debit");
  bench.start();
  bench.generate(0x80);
  bench.restart();
  bench.start();
  const ApduReply reply = bench.generate(0x40);
  EXPECT_EQ(cid(reply), 0x80);
  EXPECT_EQ(cvr(reply)[2], 0x80);
}

TEST(Transaction, AWrongIssuerAnswerGivesAnAacAndIsRemembered) {
  Bench bench("unionpay_debit");
  bench.start();
  bench.generate(0x80);
  EXPECT_EQ(bench.status("008200000A11223344556677883030"), sw::authentication_failed);
  const ApduReply reply = bench.generate_second(0x40, "00");
  EXPECT_EQ(cid(reply), 0x00);
  EXPECT_EQ(to_hex(cvr(reply)), "03280000");
  bench.start();
  EXPECT_EQ(cvr(bench.generate(0x80))[2], 0x08);
  bench.authenticate_issuer();
  EXPECT_EQ(cid(bench.generate_second(0x40, "00")), 0x40);
  bench.start();
  EXPECT_EQ(cvr(bench.generate(0x80))[2], 0x00);
}

TEST(Transaction, AMissingIssuerAnswerIsToldNextTime) {
  Bench bench("unionpay_debit");
  bench.start();
  bench.generate(0x80);
  EXPECT_EQ(cid(bench.generate_second(0x40, "00")), 0x40);
  bench.start();
  EXPECT_EQ(cvr(bench.generate(0x80))[2], 0x04);
}

TEST(Transaction, TheHostsRefusalCannotBecomeATc) {
  Bench bench("unionpay_debit");
  bench.start();
  bench.generate(0x80);
  bench.authenticate_issuer("51");
  EXPECT_EQ(cid(bench.generate_second(0x40, "51")), 0x00);
  bench.start();
  bench.generate(0x80);
  EXPECT_EQ(cid(bench.generate_second(0x00, "Z3")), 0x00);
}

TEST(Transaction, ACardNeverRaisesTheRequest) {
  Bench bench("offline_approval");
  bench.start();
  EXPECT_EQ(cid(bench.generate(0x00)), 0x00);
  bench.start();
  EXPECT_EQ(cid(bench.generate(0x80)), 0x80);
  bench.restart();
  bench.start();
  EXPECT_EQ(cid(bench.generate(0x00)), 0x00);
}

TEST(Transaction, OfflineApprovalsEndAtTheCountAndAtTheSum) {
  Bench count("offline_approval");
  for (int i = 0; i < 3; ++i) {
    count.start(100);
    EXPECT_EQ(cid(count.generate(0x40, 100)), 0x40) << i;
  }
  count.start(100);
  const ApduReply reply = count.generate(0x40, 100);
  EXPECT_EQ(cid(reply), 0x80);
  EXPECT_EQ(cvr(reply)[2], 0x20);
  count.authenticate_issuer();
  count.generate_second(0x40, "00", 100);
  count.start(100);
  EXPECT_EQ(cid(count.generate(0x40, 100)), 0x40);

  Bench sum("offline_approval");
  sum.start(60000);
  EXPECT_EQ(cid(sum.generate(0x40, 60000)), 0x40);
  sum.start(60000);
  EXPECT_EQ(cid(sum.generate(0x40, 60000)), 0x80);
}

TEST(Transaction, ANewCardAsksToGoOnlineAndDeclinesWhenItCannot) {
  Bench bench("new_card");
  bench.start();
  const ApduReply reply = bench.generate(0x40);
  EXPECT_EQ(cid(reply), 0x80);
  EXPECT_EQ(cvr(reply)[2], 0x10);
  const ApduReply second = bench.generate_second(0x40, "Y3");
  EXPECT_EQ(cid(second), 0x00);
  EXPECT_EQ(cvr(second)[1], 0x21);
}

TEST(Transaction, WithTag91InCdol2TheIssuerIsCheckedInTheSecondCryptogram) {
  for (const bool right : {true, false}) {
    Bench bench("mastercard_test");
    bench.start();
    bench.generate(0x80);
    EXPECT_EQ(bench.authenticate_issuer().status(), sw::conditions);
    Blob issuer_data = bench.issuer_answer("00");
    if (!right) issuer_data[0] = static_cast<std::uint8_t>(issuer_data[0] ^ 1);
    Blob data = bench.values(bench.app().cdol2, 10000, "0000008000", "00", "00000000");
    std::copy(issuer_data.begin(), issuer_data.end(), data.begin());
    EXPECT_EQ(cid(bench.send(apdu("80AE4000", data))), right ? 0x40 : 0x00);
  }
}

TEST(Transaction, ACombinedSignatureCoversTheCryptogram) {
  Bench bench("cda_1408");
  bench.start();
  const ApduReply reply = bench.generate(0x90);
  ASSERT_EQ(reply.status(), sw::ok);
  EXPECT_EQ(find(reply.data(), 0x9F26), Blob{});
  const Blob sdad = find(reply.data(), 0x9F4B);
  const RsaKey& key = *bench.app().icc_key;
  Blob block(key.modulus.size());
  ASSERT_TRUE(bench.primitives.rsa_public(key.modulus, key.exponent, sdad, block));
  EXPECT_EQ(block[0], 0x6A);
  EXPECT_EQ(block[1], 0x05);
  EXPECT_EQ(block[3], 38);
  EXPECT_EQ(block[4], 8);
  EXPECT_EQ(block[13], 0x80);
  Blob exchanged = bench.values(bench.app().pdol, 10000, "0000000000", "", "00000000");
  append(exchanged, bench.values(bench.app().cdol1, 10000, "0000008000", "", "00000000"));
  append(exchanged, tlv(0x9F27, find(reply.data(), 0x9F27)));
  append(exchanged, tlv(0x9F36, find(reply.data(), 0x9F36)));
  append(exchanged, tlv(0x9F10, find(reply.data(), 0x9F10)));
  Blob digest(20);
  bench.primitives.hash(security::Hash::sha1, exchanged, digest);
  EXPECT_TRUE(equal(digest, Bytes{block}.subspan(22, 20)));
  Bench plain("unionpay_debit");
  plain.start();
  EXPECT_EQ(plain.generate(0x90).status(), sw::wrong_p1p2);
}

TEST(Transaction, SpeaksSm4) {
  Bench bench("sm4");
  bench.start();
  const ApduReply first = bench.generate(0x80);
  EXPECT_EQ(first.data().back(), 0x04);
  EXPECT_EQ(bench.authenticate_issuer().status(), sw::ok);
  EXPECT_EQ(cid(bench.generate_second(0x40, "00")), 0x40);
}

TEST(Transaction, CommandsOutOfOrderAreRefusedAndChangeNothing) {
  Bench bench("unionpay_debit");
  bench.send(apdu("00A40400", bench.app().profile.aid));
  const CardState before = bench.card->state();
  EXPECT_EQ(bench.generate(0x80).status(), sw::conditions);
  EXPECT_EQ(bench.status("00880000045566778800"), sw::conditions);
  EXPECT_EQ(bench.status("008200000A4D545BE7762B47053030"), sw::conditions);
  EXPECT_EQ(bench.status("0020008008241234FFFFFFFFFF"), sw::conditions);
  EXPECT_EQ(bench.card->state(), before);
  bench.start();
  const CardState started = bench.card->state();
  EXPECT_EQ(bench.status("80A8000002830000"), sw::conditions);
  EXPECT_EQ(bench.status("80AE800002000000"), sw::wrong_length);
  EXPECT_EQ(bench.status("80AEC0000200"), sw::wrong_length);
  EXPECT_EQ(bench.status("90AE8000"), sw::wrong_class);
  EXPECT_EQ(bench.status("80FF0000"), sw::wrong_instruction);
  EXPECT_EQ(bench.card->state(), started);
}

TEST(Cash, PaysInContactUpToItsLimitsAndTellsItsBalance) {
  Bench bench("electronic_cash");
  bench.start(5000, 0, 1);
  const ApduReply reply = bench.generate(0x40, 5000);
  EXPECT_EQ(cid(reply), 0x40);
  EXPECT_EQ(bench.memory().cash_balance, 15000U);
  const Blob iad(reply.data().begin() + 13, reply.data().end());
  EXPECT_EQ(to_hex(Bytes{iad}.subspan(8, 7)), "0A010000015000");
  EXPECT_EQ(to_hex(bench.send("80CA9F7900").data()), "9F7906000000015000");
  // More than there is: not the card's cash, and it is not touched.
  bench.start(20000, 0, 1);
  bench.generate(0x80, 20000);
  EXPECT_EQ(bench.memory().cash_balance, 15000U);
  // Another amount in GENERATE AC than in GPO does not pay either.
  bench.start(100, 0, 1);
  bench.generate(0x40, 99999);
  EXPECT_EQ(bench.memory().cash_balance, 15000U);
}

TEST(Log, KeepsTheLastTenNewestFirst) {
  Bench bench("electronic_cash");
  for (std::uint64_t i = 1; i <= 12; ++i) {
    bench.start(i, 0, 1);
    ASSERT_EQ(cid(bench.generate(0x40, i)), 0x40);
  }
  EXPECT_EQ(bench.memory().log.size(), log_entries);
  EXPECT_EQ(to_hex(bench.send("00B2015C00").data()).substr(0, 24), "240917101530000000000012");
  EXPECT_EQ(to_hex(bench.send("00B20A5C00").data()).substr(0, 24), "240917101530000000000003");
  EXPECT_EQ(bench.status("00B20B5C00"), sw::record_not_found);
  EXPECT_EQ(to_hex(bench.send("80CA9F4F00").data()).substr(0, 12), "9F4F199A039F");
}

}  // namespace
}  // namespace mpos::card::test

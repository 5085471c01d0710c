// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "devicemodel/security/issuer_keys.hpp"
#include "tests/unit/peripherals/card/support.hpp"

namespace mpos::card::test {
namespace {

constexpr std::string_view online = "36800000";
constexpr std::string_view online_with_cvm = "36C00000";
constexpr std::string_view may_be_offline = "36000000";
constexpr std::string_view phone_with_cvm = "36C04000";

Blob read(Bench& bench, std::uint8_t sfi, std::uint8_t number) {
  const Blob command{0x00, 0xB2, number, static_cast<std::uint8_t>(sfi << 3 | 4), 0x00};
  const ApduReply reply = bench.send(command);
  EXPECT_EQ(reply.status(), sw::ok);
  return Blob(reply.data().begin(), reply.data().end());
}

TEST(Contactless, OnlineGivesAnArqcTheHostCanCheck) {
  Bench bench("unionpay_debit");
  const ApduReply reply = bench.tap(10000, online);
  ASSERT_EQ(reply.status(), sw::ok);
  EXPECT_EQ(find(reply.data(), 0x9F27), Blob{0x80});
  EXPECT_EQ(find(reply.data(), 0x94), Blob{});
  EXPECT_EQ(find(reply.data(), 0x57), bench.app().track2);
  EXPECT_EQ(find(reply.data(), 0x5F34), Blob{0x01});
  EXPECT_EQ(to_hex(find(reply.data(), 0x9F6C)), "2000");
  EXPECT_EQ(to_hex(find(reply.data(), 0x9F10)), "07010103A0000001");
  const Blob input = hex("00000001000000000000000001560000000000015624091700556677887C00000103A00000");
  Blob expected(8);
  security::application_cryptogram(bench.primitives, security::Cipher::tdes, bench.session_key(bench.app().udk_ac),
                                   input, expected);
  EXPECT_EQ(find(reply.data(), 0x9F26), expected);
}

TEST(Contactless, AskedForACvmTheCardNamesTheTerminalsOwnFirst) {
  Bench card("unionpay_debit");
  EXPECT_EQ(to_hex(find(card.tap(10000, online_with_cvm).data(), 0x9F6C)), "A000");
  EXPECT_EQ(to_hex(find(card.tap(10000, "32C00000").data(), 0x9F6C)), "6000");
  EXPECT_EQ(card.tap(10000, "30C00000").status(), sw::conditions);
  Bench phone("sim_card");
  EXPECT_EQ(to_hex(find(phone.tap(10000, phone_with_cvm).data(), 0x9F6C)), "2080");
  EXPECT_EQ(to_hex(find(phone.tap(10000, online_with_cvm).data(), 0x9F6C)), "A000");
}

TEST(Contactless, ThePhoneHasNoContactsAndUsesVersion17) {
  Bench phone("sim_card");
  EXPECT_EQ(phone.card->reset(Interface::contact, Reset::cold), Blob{});
  const ApduReply reply = phone.tap(10000, online);
  EXPECT_EQ(find(reply.data(), 0x9F10)[2], 17);
  const Blob input =
      hex("000000010000"
          "55667788"
          "0001"
          "A0");
  Blob expected(8);
  security::application_cryptogram(phone.primitives, security::Cipher::tdes, phone.session_key(phone.app().udk_ac),
                                   input, expected);
  EXPECT_EQ(find(reply.data(), 0x9F26), expected);
}

TEST(Contactless, CashIsDebitedOnlyWhenEverythingHasBeenRead) {
  Bench bench("electronic_cash");
  const ApduReply torn = bench.tap(5000, may_be_offline);
  EXPECT_EQ(find(torn.data(), 0x9F27), Blob{0x40});
  EXPECT_EQ(to_hex(find(torn.data(), 0x9F5D)), "000000020000");
  read(bench, 2, 1);
  bench.card->power_off();
  EXPECT_EQ(bench.memory().cash_balance, 20000U);
  EXPECT_TRUE(bench.memory().log.empty());

  const ApduReply reply = bench.tap(5000, may_be_offline);
  const Blob afl = find(reply.data(), 0x94);
  for (std::size_t i = 0; i < afl.size(); i += 4) {
    for (std::uint8_t number = afl[i + 1]; number <= afl[i + 2]; ++number) {
      EXPECT_EQ(bench.memory().cash_balance, 20000U);
      read(bench, static_cast<std::uint8_t>(afl[i] >> 3), number);
    }
  }
  EXPECT_EQ(bench.memory().cash_balance, 15000U);
  EXPECT_EQ(bench.memory().log.size(), 1U);
  read(bench, 3, 9);
  EXPECT_EQ(bench.memory().cash_balance, 15000U);
}

TEST(Contactless, APaymentWhoseLastRecordWasLostIsToldAgainAndNotMadeAgain) {
  Bench bench("electronic_cash");
  const ApduReply first = bench.tap(5000, may_be_offline);
  const Blob signature = read(bench, 3, 9);
  bench.card->power_off();
  ASSERT_EQ(bench.memory().cash_balance, 15000U);

  const ApduReply again = bench.tap(5000, may_be_offline);
  EXPECT_EQ(again.bytes, first.bytes);
  EXPECT_EQ(read(bench, 3, 9), signature);
  EXPECT_EQ(bench.memory().cash_balance, 15000U);
  EXPECT_EQ(bench.memory().log.size(), 1U);
  EXPECT_EQ(bench.memory().atc, 1U);

  bench.tap(4000, may_be_offline);
  EXPECT_EQ(bench.memory().atc, 2U) << "another amount is another payment";
  read(bench, 3, 9);
  bench.tap(5000, may_be_offline);
  EXPECT_EQ(bench.memory().atc, 3U) << "only the last one is remembered";
}

TEST(Contactless, TheFastSignatureCoversAmountAndCardData) {
  Bench bench("electronic_cash");
  const ApduReply reply = bench.tap(5000, may_be_offline);
  const Blob sdad = find(read(bench, 3, 9), 0x9F4B);
  const RsaKey& key = *bench.app().icc_key;
  Blob block(key.modulus.size());
  ASSERT_TRUE(bench.primitives.rsa_public(key.modulus, key.exponent, sdad, block));
  Blob hashed(block.begin() + 1, block.end() - 21);
  append(hashed, hex("55667788"
                     "000000005000"
                     "0156"));
  append(hashed, find(reply.data(), 0x9F69));
  Blob digest(20);
  bench.primitives.hash(security::Hash::sha1, hashed, digest);
  EXPECT_TRUE(equal(digest, Bytes{block}.subspan(block.size() - 21, 20)));
}

TEST(Contactless, WhatCannotPayByItselfGoesOnlineOrDeclines) {
  Bench bench("electronic_cash");
  EXPECT_EQ(find(bench.tap(60000, may_be_offline).data(), 0x9F27), Blob{0x80});
  EXPECT_EQ(find(bench.tap(60000, "3E000000").data(), 0x9F27), Blob{0x00});
  EXPECT_EQ(find(bench.tap(100, online).data(), 0x9F27), Blob{0x80});
  EXPECT_EQ(bench.memory().cash_balance, 20000U);
}

TEST(Contactless, APhoneMayAskItsOwnerFirst) {
  Bench phone("phone_asks");
  EXPECT_EQ(phone.tap(10000, online).status(), sw::ok) << "nothing to confirm";
  EXPECT_EQ(phone.tap(10000, phone_with_cvm).status(), sw::not_allowed);
  EXPECT_EQ(to_hex(find(phone.tap(10000, phone_with_cvm).data(), 0x9F6C)), "2080");
  EXPECT_EQ(phone.tap(10000, phone_with_cvm).status(), sw::not_allowed) << "each payment is confirmed by itself";
}

TEST(Contactless, WhatAPhonesOwnerConfirmedIsGoodForThatPaymentOnly) {
  Bench phone("phone_asks");
  EXPECT_EQ(phone.tap(10000, phone_with_cvm).status(), sw::not_allowed);
  EXPECT_EQ(phone.tap(20000, phone_with_cvm).status(), sw::not_allowed) << "the sale was cancelled; this is another";
  EXPECT_EQ(phone.tap(20000, phone_with_cvm).status(), sw::ok);
}

TEST(Contactless, SomeCardsDeclineOrRefuseATap) {
  Bench declines("bad_declines_taps");
  EXPECT_EQ(find(declines.tap(10000, online).data(), 0x9F27), Blob{0x00});
  Bench refuses("bad_refuses_taps");
  EXPECT_EQ(refuses.tap(10000, online).status(), sw::not_usable);
}

TEST(Contactless, WantsATerminalThatSpeaksIt) {
  Bench bench("unionpay_debit");
  EXPECT_EQ(bench.tap(100, "80000000").status(), sw::conditions);
  EXPECT_EQ(bench.memory().atc, 0);
  bench.tap(100, online);
  EXPECT_EQ(bench.status("80AE8000020000"), sw::conditions);
}

}  // namespace
}  // namespace mpos::card::test

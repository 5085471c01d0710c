// SPDX-License-Identifier: Apache-2.0
// Every card file makes a card, and every wrong card is wrong in its one way.
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/peripherals/card/support.hpp"

namespace mpos::card::test {
namespace {

TEST(CardFiles, EveryOneMakesACardThatAnswers) {
  const auto names = card_names();
  EXPECT_GE(names.size(), 30U);
  std::set<std::string> pans;
  for (const std::string& name : names) {
    Bench bench(name);
    EXPECT_TRUE(pans.insert(card_file(name).pan()).second) << name << " shares its number";
    if (bench.personalisation->applications.empty()) continue;
    const std::uint16_t expected = name == "bad_card_blocked"          ? sw::not_supported
                                   : name == "bad_application_blocked" ? sw::invalidated
                                                                       : sw::ok;
    EXPECT_EQ(bench.send(apdu("00A40400", bench.app().profile.aid)).status(), expected) << name;
  }
}

TEST(CardFiles, ThereIsOneForEveryQuirk) {
  for (int i = 0; i <= static_cast<int>(Quirk::aac_after_approval); ++i) {
    const auto quirk = static_cast<Quirk>(i);
    EXPECT_EQ(parse_quirk(name_of(quirk)), quirk);
    EXPECT_EQ(profile("bad_" + std::string(name_of(quirk))).quirks, Quirks{quirk});
  }
  EXPECT_FALSE(parse_quirk("sleepy"));
}

/// The record of the wrong card and of the same card without its quirk.
std::pair<Blob, Blob> both(Quirk quirk, std::uint8_t sfi, std::uint8_t number) {
  ChipProfile wrong = profile("bad_" + std::string(name_of(quirk)));
  ChipProfile right = wrong;
  right.quirks.clear();
  const auto record = [&](const ChipProfile& wanted) {
    Bench bench(wanted);
    bench.start();
    const Blob command{0x00, 0xB2, number, static_cast<std::uint8_t>(sfi << 3 | 4), 0x00};
    const ApduReply reply = bench.send(command);
    return Blob(reply.data().begin(), reply.data().end());
  };
  return {record(wrong), record(right)};
}

TEST(WrongCards, TheIssuerCertificateIsWrongInHashOrDate) {
  for (const Quirk quirk : {Quirk::wrong_issuer_certificate_hash, Quirk::expired_issuer_certificate}) {
    const auto [wrong, right] = both(quirk, 2, 2);
    primitives::OpenSslPrimitives primitives;
    const auto authority = keys().find("ca_test");
    Blob bad(144);
    Blob good(144);
    ASSERT_TRUE(primitives.rsa_public(authority->modulus, authority->exponent, find(wrong, 0x90), bad));
    ASSERT_TRUE(primitives.rsa_public(authority->modulus, authority->exponent, find(right, 0x90), good));
    const bool expired = quirk == Quirk::expired_issuer_certificate;
    EXPECT_EQ(to_hex(Bytes{bad}.subspan(6, 2)), expired ? "1219" : "1230");
    EXPECT_EQ(Blob(bad.begin(), bad.begin() + 6), Blob(good.begin(), good.begin() + 6));
    EXPECT_NE(Blob(bad.end() - 21, bad.end()), Blob(good.end() - 21, good.end()));
    EXPECT_EQ(bad.back(), 0xBC);
  }
}

TEST(WrongCards, TheRecordsAreWrongInOnePlace) {
  const auto [tampered, signed_data] = both(Quirk::sda_tampered, 2, 1);
  EXPECT_EQ(tampered.size(), signed_data.size());
  EXPECT_NE(find(tampered, 0x9F07), find(signed_data, 0x9F07));
  const auto [without, with] = both(Quirk::missing_cdol1, 1, 2);
  EXPECT_EQ(find(without, 0x8C), Blob{});
  EXPECT_NE(find(with, 0x8C), Blob{});
  EXPECT_NE(find(without, 0x8D), Blob{});
  const auto [twice, once] = both(Quirk::duplicate_pan, 1, 1);
  EXPECT_NE(find(twice, 0x5A), Blob{});
  EXPECT_EQ(find(once, 0x5A), Blob{});
  const auto [overrun, whole] = both(Quirk::length_overrun, 1, 1);
  EXPECT_EQ(overrun.size(), whole.size());
  EXPECT_GT(overrun[3], overrun.size());
}

TEST(WrongCards, TheDynamicSignatureCoversAnotherNumber) {
  Bench bench("bad_dda_wrong_number");
  bench.start();
  const Blob sdad = find(bench.send("00880000045566778800").data(), 0x80);
  const RsaKey& key = *bench.app().icc_key;
  Blob block(key.modulus.size());
  ASSERT_TRUE(bench.primitives.rsa_public(key.modulus, key.exponent, sdad, block));
  const auto fits = [&](std::string_view number) {
    Blob hashed(block.begin() + 1, block.end() - 21);
    append(hashed, hex(number));
    Blob digest(20);
    bench.primitives.hash(security::Hash::sha1, hashed, digest);
    return equal(digest, Bytes{block}.subspan(block.size() - 21, 20));
  };
  EXPECT_FALSE(fits("55667788"));
  EXPECT_TRUE(fits("AA667788"));
}

TEST(WrongCards, TheCounterJumpsUntilItIsUsedUp) {
  Bench bench("bad_atc_jump");
  bench.start();
  EXPECT_EQ(bench.memory().atc, 1000);
  while (bench.start().status() == sw::ok) {
  }
  EXPECT_EQ(bench.memory().atc, 65000);
}

TEST(WrongCards, OneFallsSilentOneRefusesOneDeclines) {
  Bench silent("bad_mute_after_gpo");
  EXPECT_EQ(silent.start().status(), sw::ok);
  EXPECT_TRUE(silent.send("00B2010C00").mute());
  EXPECT_EQ(silent.card->reset(Interface::contact, Reset::warm), hex("3B600000"));
  EXPECT_FALSE(silent.send("00B2010C00").mute());

  Bench refusing("bad_refuse_arpc");
  refusing.start();
  refusing.generate(0x80);
  EXPECT_EQ(refusing.authenticate_issuer().status(), sw::authentication_failed);

  Bench declining("bad_aac_after_approval");
  declining.start();
  declining.generate(0x80);
  EXPECT_EQ(declining.authenticate_issuer().status(), sw::ok);
  EXPECT_EQ(declining.generate_second(0x40, "00").data()[2], 0x00);
}

}  // namespace
}  // namespace mpos::card::test

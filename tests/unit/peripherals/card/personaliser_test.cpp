// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/personaliser.hpp"

#include <gtest/gtest.h>

#include "tests/unit/peripherals/card/support.hpp"

namespace mpos::card::test {
namespace {

Blob raise(security::Primitives& primitives, Bytes modulus, Bytes exponent, Bytes in) {
  Blob out(modulus.size());
  EXPECT_TRUE(primitives.rsa_public(modulus, exponent, in, out));
  return out;
}

/// The modulus a certificate and its remainder give; `at` is where it begins in the recovered block. Empty when the
/// hash does not fit.
Blob recover(security::Primitives& primitives, Bytes modulus, Bytes exponent, Bytes certificate, Bytes remainder,
             Bytes subject_exponent, Bytes beyond, std::size_t length_at) {
  const Blob block = raise(primitives, modulus, exponent, certificate);
  if (block.front() != 0x6A || block.back() != 0xBC) return {};
  Blob hashed(block.begin() + 1, block.end() - 21);
  append(hashed, remainder);
  append(hashed, subject_exponent);
  append(hashed, beyond);
  Blob digest(20);
  primitives.hash(security::Hash::sha1, hashed, digest);
  if (!equal(digest, Bytes{block}.subspan(block.size() - 21, 20))) return {};
  const std::size_t size = block[length_at];
  Blob out(block.begin() + static_cast<std::ptrdiff_t>(length_at + 2), block.end() - 21);
  append(out, remainder);
  if (out.size() < size) return {};
  out.resize(size);
  return out;
}

struct Files {
  Blob all;
  Blob static_data;
};

/// Reads every record of the AFL as a terminal does.
Files read_files(Bench& bench) {
  Files out;
  bench.start();
  const Blob& afl = bench.app().afl;
  for (std::size_t i = 0; i < afl.size(); i += 4) {
    for (std::uint8_t number = afl[i + 1]; number <= afl[i + 2]; ++number) {
      const Blob command{0x00, 0xB2, number, static_cast<std::uint8_t>(afl[i] | 4), 0x00};
      const ApduReply reply = bench.send(command);
      EXPECT_EQ(reply.status(), sw::ok);
      append(out.all, reply.data());
      if (number - afl[i + 1] < afl[i + 3]) append(out.static_data, find(reply.data(), 0x70));
    }
  }
  append(out.static_data, bench.app().aip);
  return out;
}

class EveryKeySize : public testing::TestWithParam<std::string> {};

TEST_P(EveryKeySize, CertificatesAndSignaturesRecover) {
  Bench bench(GetParam());
  const Files files = read_files(bench);
  const ApplicationProfile& p = bench.app().profile;
  const auto authority = keys().find(p.ca_key);
  const Blob issuer_exponent = find(files.all, 0x9F32);
  const Blob issuer = recover(bench.primitives, authority->modulus, authority->exponent, find(files.all, 0x90),
                              find(files.all, 0x92), issuer_exponent, {}, 13);
  ASSERT_EQ(issuer, keys().find(p.issuer_key)->modulus);
  const Blob ssad = raise(bench.primitives, issuer, issuer_exponent, find(files.all, 0x93));
  Blob hashed(ssad.begin() + 1, ssad.end() - 21);
  append(hashed, files.static_data);
  Blob digest(20);
  bench.primitives.hash(security::Hash::sha1, hashed, digest);
  EXPECT_TRUE(equal(digest, Bytes{ssad}.subspan(ssad.size() - 21, 20)));
  if (!bench.app().icc_key) return;
  const Blob icc_exponent = find(files.all, 0x9F47);
  const Blob icc = recover(bench.primitives, issuer, issuer_exponent, find(files.all, 0x9F46), find(files.all, 0x9F48),
                           icc_exponent, files.static_data, 19);
  ASSERT_EQ(icc, keys().find(p.icc_key)->modulus);
  const ApduReply reply = bench.send("00880000045566778800");
  Blob signature = find(reply.data(), p.template_77 ? 0x9F4B : 0x80);
  const Blob sdad = raise(bench.primitives, icc, icc_exponent, signature);
  hashed.assign(sdad.begin() + 1, sdad.end() - 21);
  append(hashed, hex("55667788"));
  bench.primitives.hash(security::Hash::sha1, hashed, digest);
  EXPECT_TRUE(equal(digest, Bytes{sdad}.subspan(sdad.size() - 21, 20)));
}

INSTANTIATE_TEST_SUITE_P(Cards, EveryKeySize,
                         testing::Values("virtual_card", "unionpay_credit", "visa_test", "mastercard_test", "dda_1984",
                                         "dda_1984_f4", "cda_1408", "sda_only"),
                         [](const auto& one) { return one.param; });

TEST(Personaliser, TheSameProfileGivesTheSameCard) {
  Bench first("unionpay_debit");
  Bench second("unionpay_debit");
  for (std::size_t i = 0; i < first.app().records.size(); ++i) {
    EXPECT_EQ(first.app().records[i].bytes, second.app().records[i].bytes);
  }
  first.start();
  second.start();
  EXPECT_EQ(first.send("0084000000").bytes, second.send("0084000000").bytes);
}

TEST(Personaliser, RefusesWhatNoChipCanBe) {
  primitives::OpenSslPrimitives primitives;
  const auto refused = [&](auto&& change) {
    ChipProfile wanted = profile("unionpay_debit");
    change(wanted);
    const auto made = make_card(wanted, keys(), primitives);
    return made ? std::string{} : made.error();
  };
  EXPECT_EQ(refused([](ChipProfile&) {}), "");
  EXPECT_NE(refused([](ChipProfile& p) { p.applications.clear(); }), "");
  EXPECT_NE(refused([](ChipProfile& p) { p.applications[0].pan = "12AB"; }), "");
  EXPECT_NE(refused([](ChipProfile& p) { p.applications[0].aid = {1, 2}; }), "");
  EXPECT_NE(refused([](ChipProfile& p) { p.applications[0].icc_key = "nobody"; }), "");
  EXPECT_NE(refused([](ChipProfile& p) { p.applications[0].icc_key = "icc_1984"; }), "");
  EXPECT_NE(refused([](ChipProfile& p) { p.applications[0].issuer_key = "issuer_1984"; }), "");
  EXPECT_NE(refused([](ChipProfile& p) { p.applications[0].cdol1 = {0x9F}; }), "");
  EXPECT_NE(refused([](ChipProfile& p) { p.applications[0].expiry = {}; }), "");
  EXPECT_NE(refused([](ChipProfile& p) { p.pin = "12"; }), "");
  EXPECT_NE(refused([](ChipProfile& p) { p.pin_tries = 0; }), "");
}

TEST(TestKeys, RefusesAKeyThatIsNone) {
  config::v1::ChipKeyFile file;
  auto* key = file.add_keys();
  key->set_name("bad");
  key->set_p("00");
  key->set_q("11");
  key->set_exponent("03");
  EXPECT_FALSE(KeyRing::from(file));
  key->set_p("XY");
  EXPECT_FALSE(KeyRing::from(file));
}

}  // namespace
}  // namespace mpos::card::test

// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/devicemodel/emv/authority.hpp"

namespace mpos::emv {
namespace {

using namespace test;

std::string key_record(const std::string& index, const std::string& expiry, const std::string& modulus,
                       const std::string& checksum, const std::string& more = "") {
  return tlv("9F06", "A000000333") + tlv("9F22", index) + tlv("DF05", expiry) + tlv("DF06", "01") + tlv("DF07", "01") +
         tlv("DF02", modulus) + tlv("DF04", "03") + tlv("DF03", checksum) + more;
}

TEST(TerminalData, the_public_aid_record_is_read) {
  const auto aid = import_aid(unhex(
      tlv("9F06", "A000000333010101") + tlv("DF01", "00") + tlv("9F08", "0030") + tlv("DF11", "D84000A800") +
      tlv("DF12", "D84004F800") + tlv("DF13", "0010000000") + tlv("9F1B", "00002710") + tlv("DF15", "00000064") +
      tlv("DF16", "99") + tlv("DF17", "20") + tlv("DF14", "9F3704") + tlv("DF18", "01") + tlv("9F7B", "000000100000") +
      tlv("DF19", "000000100000") + tlv("DF20", "000000200000") + tlv("DF21", "000000100001")));
  ASSERT_TRUE(aid);
  EXPECT_EQ(hex(aid->aid.span()), "A000000333010101");
  EXPECT_TRUE(aid->partial_match);
  EXPECT_EQ(hex(aid->version), "0030");
  EXPECT_EQ(hex(aid->tac_online), "D84004F800");
  EXPECT_EQ(aid->floor_limit, 10000U);
  EXPECT_EQ(aid->random_threshold, 100U);
  EXPECT_EQ(aid->random_most, 99);
  EXPECT_EQ(aid->random_target, 20);
  EXPECT_EQ(aid->ec_limit, 100000U);
  EXPECT_EQ(aid->contactless_cvm_limit, 100001U);
}

TEST(TerminalData, damaged_aid_records_are_refused) {
  EXPECT_EQ(import_aid(unhex("9F0605A0")).error(), ImportError::bad_tlv);
  EXPECT_EQ(import_aid(unhex(tlv("DF01", "00"))).error(), ImportError::missing);
  EXPECT_EQ(import_aid(unhex(tlv("9F06", "A0000003"))).error(), ImportError::bad_value);
  const std::string aid = tlv("9F06", "A000000333010101");
  EXPECT_EQ(import_aid(unhex(aid + aid)).error(), ImportError::bad_tlv);
  for (const std::string& bad :
       {tlv("DF01", "02"), tlv("DF11", "D840"), tlv("9F7B", "00000010000A"), tlv("DF16", "9A"), tlv("9F1B", "01"),
        tlv("9F06", std::string(34, 'A')).substr(0, 0) + tlv("DF20", "00")}) {
    EXPECT_EQ(import_aid(unhex(aid + bad)).error(), ImportError::bad_value) << bad;
  }
}

TEST(TerminalData, a_key_is_read_with_either_form_of_its_expiry) {
  primitives::OpenSslPrimitives primitives;
  for (const char* expiry : {"3230333031323331", "20301231"}) {
    const auto key = import_ca_key(
        primitives, unhex(key_record("FE", expiry, of_card("ca", "modulus"), of_card("ca", "sha1"))), false);
    ASSERT_TRUE(key) << expiry;
    EXPECT_EQ(hex(key->expiry), "301231");
    EXPECT_EQ(key->index, 0xFE);
    EXPECT_EQ(key->key.modulus.size(), 144U);
  }
}

TEST(TerminalData, damaged_keys_are_refused) {
  primitives::OpenSslPrimitives primitives;
  const std::string modulus = of_card("ca", "modulus");
  const std::string sum = of_card("ca", "sha1");
  const auto error = [&](const std::string& record) { return import_ca_key(primitives, unhex(record), false).error(); };
  EXPECT_EQ(error(key_record("FE", "20301231", modulus, sum).substr(4)), ImportError::bad_tlv);
  EXPECT_EQ(error(tlv("9F06", "A000000333")), ImportError::missing);
  EXPECT_EQ(error(key_record("FD", "20301231", modulus, sum)), ImportError::bad_checksum);
  for (const char* expiry : {"20301331", "301231", "3230333031323341", "19301231"}) {
    EXPECT_EQ(error(key_record("FE", expiry, modulus, sum)), ImportError::bad_value) << expiry;
  }
  EXPECT_EQ(error(key_record("FE", "20301231", modulus, "00")), ImportError::bad_value);
  EXPECT_EQ(error(key_record("FE", "20301231", std::string(2 * 249, '1'), sum)), ImportError::bad_value);
  std::string sm2 = key_record("FE", "20301231", modulus, sum);
  sm2.replace(sm2.find("DF070101"), 8, "DF070104");
  EXPECT_EQ(error(sm2), ImportError::unsupported);
}

TEST(TerminalData, live_keys_are_known_by_number_and_by_modulus) {
  primitives::OpenSslPrimitives primitives;
  std::ifstream file{std::string{VMPOS_SOURCE_DIR} + "/tests/vectors/icc.json"};
  const auto vectors = nlohmann::json::parse(file);
  int live = 0;
  int test = 0;
  for (const auto& vector : vectors.at("vectors")) {
    if (vector.at("op") != "capk_sha1") continue;
    const auto& in = vector.at("inputs");
    CaKey key;
    key.rid = array_of<5>(in.at("rid").get<std::string>());
    key.index = unhex(in.at("index").get<std::string>())[0];
    key.key.modulus.append(unhex(in.at("modulus").get<std::string>()));
    key.key.exponent.append(unhex(in.at("exponent").get<std::string>()));
    const bool is_live = vector.at("name").get<std::string>().find("live") != std::string::npos;
    EXPECT_EQ(is_live_key(primitives, key), is_live) << vector.at("name");
    (is_live ? live : test) += 1;
    if (!is_live) continue;
    key.index = 0xFE;  // renumbered: still known
    EXPECT_TRUE(is_live_key(primitives, key));
    const std::string record = key_record("FE", "20301231", hex(key.key.modulus.span()),
                                          hex(ca_key_checksum(primitives, key.rid, 0xFE, key.key)));
    EXPECT_EQ(import_ca_key(primitives, unhex(record), false).error(), ImportError::live_key);
    EXPECT_TRUE(import_ca_key(primitives, unhex(record), true)) << "the laboratory may";
  }
  EXPECT_EQ(live, 4);
  EXPECT_EQ(test, 24);
}

TEST(TerminalData, a_key_table_replaces_expires_and_fills_up) {
  CaKeyTable table;
  CaKey key;
  key.expiry = array_of<3>("240917");
  for (int i = 0; i < 32; ++i) {
    key.index = static_cast<std::uint8_t>(i);
    ASSERT_TRUE(table.put(key));
  }
  ASSERT_TRUE(table.put(key)) << "the same key again";
  EXPECT_EQ(table.size(), 32U);
  key.index = 99;
  EXPECT_FALSE(table.put(key));
  EXPECT_NE(table.find(key.rid, 5, array_of<3>("240917")), nullptr);
  EXPECT_EQ(table.find(key.rid, 5, array_of<3>("240918")), nullptr);
  EXPECT_EQ(table.find(key.rid, 99, array_of<3>("240917")), nullptr);
}

TEST(Certificates, every_changed_byte_of_a_signature_is_noticed) {
  primitives::OpenSslPrimitives primitives;
  Recovery recovery{primitives};
  PublicKey issuer;
  issuer.modulus.append(unhex(of_card("issuer", "modulus")));
  issuer.exponent.append(unhex("03"));
  const Buffer data = unhex(virtual_card().at("static_data_to_be_authenticated").get<std::string>());
  const Buffer good = unhex(virtual_card().at("ssad_93").get<std::string>());
  ASSERT_TRUE(recovery.static_signature(issuer, good, data));
  for (std::size_t i = 0; i < good.size(); ++i) {
    Buffer bad = good;
    bad[i] ^= 0x10;
    EXPECT_FALSE(recovery.static_signature(issuer, bad, data)) << i;
  }
  EXPECT_EQ(recovery.static_signature(issuer, Bytes{good}.first(127), data).error(), CertificateError::bad_length);
  EXPECT_EQ(recovery.static_signature(issuer, good, Buffer(3000)).error(), CertificateError::too_long);
  EXPECT_EQ(recovery.dynamic_signature(issuer, good, {}, false).error(), CertificateError::bad_format);
}

TEST(Certificates, both_exponents_and_impossible_lengths) {
  primitives::OpenSslPrimitives primitives;
  Authority authority;
  Recovery recovery{primitives};
  const std::string modulus = of_card("icc", "modulus");
  const Date today = array_of<3>("240917");
  const auto issuer = [&](const std::string& lengths, const std::string& exponent, const std::string& remainder) {
    const std::string block = authority.sign(
        "02622202FF1230000001"
        "0101" +
            lengths + modulus.substr(0, 184),
        remainder + exponent);
    const Buffer certificate = unhex(block), rest = unhex(remainder), power = unhex(exponent);
    const auto key =
        recovery.issuer_key(authority.key(), {certificate, rest, power}, unhex("6222021234567890128F"), today);
    return key ? std::optional<CertificateError>{} : std::optional{key.error()};
  };
  EXPECT_EQ(issuer("8001", "03", modulus.substr(184)), std::nullopt);
  EXPECT_EQ(issuer("8003", "010001", modulus.substr(184)), std::nullopt);
  EXPECT_EQ(issuer("5C01", "03", ""), std::nullopt);
  EXPECT_EQ(issuer("8001", "05", modulus.substr(184)), CertificateError::unknown_algorithm);
  EXPECT_EQ(issuer("8003", "03", modulus.substr(184)), CertificateError::bad_format);
  EXPECT_EQ(issuer("8001", "03", modulus.substr(186)), CertificateError::bad_format);
  EXPECT_EQ(issuer("FF01", "03", modulus.substr(184)), CertificateError::bad_format);
  EXPECT_EQ(issuer("0001", "03", ""), CertificateError::bad_format);
}

}  // namespace
}  // namespace mpos::emv

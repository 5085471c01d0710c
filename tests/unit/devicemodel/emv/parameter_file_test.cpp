// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/parameter_file.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "devicemodel/security/rsa_signature.hpp"

namespace mpos::emv {
namespace {

std::vector<std::uint8_t> bytes_of(std::string_view hex) {
  std::vector<std::uint8_t> bytes(hex.size() / 2);
  EXPECT_TRUE(read_hex(hex, bytes).has_value());
  return bytes;
}

// The simulator's parameter key (assets/keys/README.md); signature by `openssl dgst -sha256 -sign`.
constexpr const char* modulus =
    "FDD8B778176FF56F8AA0E5E5501A73A348DF825315432322437DD668C3B0F15A8AD24C34D068F30308AB672B2E85166E8796"
    "83B974F3D7BEE42EBFF445066B67EEC578D98C0930470A0EA63B461D3A24E25A8D94C023AAED67CEA0FB5C331B4CBAC4D9A3"
    "10E151D0450E61ADB0B0533E92304597DDADAEAA7DAFCCEEAC0FFE17007D4C3966A2A6B1678344EA6D972DD2C6167B33437C"
    "AF4E3785E2D3EE3C966DAA17E309ABCCFD43B408E85C7209B016F78F5BED4245F7F707B65DEF9C81998A3A401C51BE3B022B"
    "FDC3150815865F470487D6F4A95F768324A12D649EDBE576D99F15821FB0D8223EA309383DF8FC34388D67BFD18C652C1548"
    "A70C052D223F";
constexpr const char* key_id = "78C62B73";
constexpr const char* first_record =
    "9F0608A000000333010101DF0101009F08020030DF1105D84000A800DF1205D84004F800DF130500100000009F1B04000000"
    "00DF150400000000DF160199DF170199DF14039F3704DF180101";
constexpr const char* second_record =
    "9F0608A000000333010102DF0101009F08020030DF1105D84000A800DF1205D84004F800DF130500100000009F1B0400004E"
    "20DF150400000000DF160100DF170100DF14039F3704DF180101";
constexpr const char* signature =
    "28175EB631E9A7884F1017FB852BE8FC59A263B2385CFE2A6E5F4F185FE755CAFE3291CA74EEC05995BA90233F495EB3A9CC"
    "D6F3737EDB0B12E5FA13E2726A01CA5ABABCFD83135552C239721FEA5351B4C2B49C3D6690445403B54884629C8E000B84B4"
    "2E37F99FB2361793148AEE467B50F29EF391447E3E2644C59EB0878ACF5ECB3167A2997ABEE30EA7324055224FB7EC924367"
    "73CEBF9C7335B16378E9B0249B74C74FAE4A240BA1226C6A807132880426EFFADD58708DB173DCE18FC005B48BE30A0496FF"
    "3CD199C0A0731D9A6FC736D6DFE72D2E92E66E2468E1C84494E20D8014563BF386E8A6F1ED402918234808C82BF3020A45C9"
    "4A238482EB13";

ParameterAuthority authority() {
  ParameterAuthority out;
  out.modulus.append(bytes_of(modulus));
  out.exponent.append(bytes_of("010001"));
  return out;
}

ParameterSignature signature_of(std::string_view hex) {
  ParameterSignature out;
  out.version = 7;
  out.count = 2;
  copy_bytes(bytes_of(key_id), out.key_id);
  out.signature.append(bytes_of(hex));
  return out;
}

class ParameterFileTest : public ::testing::Test {
 protected:
  Result<void, ParameterError> load(ParameterFile& file) {
    for (const char* record : {first_record, second_record}) {
      if (const auto added = file.add(bytes_of(record)); !added) return added;
    }
    return {};
  }
  std::optional<ParameterError> error_of(const Result<void, ParameterError>& result) {
    return result ? std::nullopt : std::optional{result.error()};
  }

  primitives::OpenSslPrimitives primitives_;
};

TEST_F(ParameterFileTest, ASignatureMadeByOpensslOnTheCommandLineIsRight) {
  ParameterFile file{primitives_, ParameterSet::applications, false};
  ASSERT_TRUE(load(file));
  EXPECT_EQ(file.size(), 2U);
  EXPECT_EQ(error_of(file.finish(authority(), signature_of(signature), 7)), std::nullopt);
}

TEST_F(ParameterFileTest, WhatWasNotSignedIsRefused) {
  const auto judge = [&](auto&& change) {
    ParameterFile file{primitives_, ParameterSet::applications, false};
    EXPECT_TRUE(load(file));
    ParameterSignature own = signature_of(signature);
    ParameterAuthority by = authority();
    std::uint32_t in_use = 0;
    change(file, own, by, in_use);
    return error_of(file.finish(by, own, in_use));
  };
  EXPECT_EQ(judge([](auto&, auto& own, auto&, auto&) { own.version = 8; }), ParameterError::bad_signature);
  EXPECT_EQ(judge([](auto&, auto& own, auto&, auto&) { own.count = 3; }), ParameterError::bad_count);
  EXPECT_EQ(judge([](auto&, auto& own, auto&, auto&) { own.key_id[0] ^= 1; }), ParameterError::unknown_key);
  EXPECT_EQ(judge([](auto&, auto&, auto&, auto& in_use) { in_use = 8; }), ParameterError::outdated);
  EXPECT_EQ(judge([](auto& file, auto& own, auto&, auto&) {
              own.count = 3;
              EXPECT_TRUE(file.add(bytes_of(first_record)));
            }),
            ParameterError::bad_signature);
  EXPECT_EQ(judge([](auto&, auto& own, auto&, auto&) { own.signature.pop_back(); }), ParameterError::bad_signature);
  for (std::size_t bit = 0; bit < 8 * 256; bit += 7) {
    EXPECT_EQ(judge([bit](auto&, auto& own, auto&, auto&) {
                own.signature[bit / 8] = static_cast<std::uint8_t>(own.signature[bit / 8] ^ 1U << bit % 8);
              }),
              ParameterError::bad_signature)
        << bit;
  }
}

TEST_F(ParameterFileTest, AnotherOrderOrAnotherRecordIsRefused) {
  ParameterFile swapped{primitives_, ParameterSet::applications, false};
  ASSERT_TRUE(swapped.add(bytes_of(second_record)));
  ASSERT_TRUE(swapped.add(bytes_of(first_record)));
  EXPECT_EQ(error_of(swapped.finish(authority(), signature_of(signature), 0)), ParameterError::bad_signature);
  const auto good = bytes_of(second_record);
  for (std::size_t bit = 0; bit < 8 * good.size(); ++bit) {
    auto damaged = good;
    damaged[bit / 8] = static_cast<std::uint8_t>(damaged[bit / 8] ^ 1U << bit % 8);
    ParameterFile file{primitives_, ParameterSet::applications, false};
    ASSERT_TRUE(file.add(bytes_of(first_record)));
    if (!file.add(damaged)) continue;
    EXPECT_EQ(error_of(file.finish(authority(), signature_of(signature), 0)), ParameterError::bad_signature) << bit;
  }
}

TEST_F(ParameterFileTest, RecordsThatCannotBeUsedAreNamed) {
  ParameterFile file{primitives_, ParameterSet::ca_keys, false};
  EXPECT_EQ(error_of(file.add(bytes_of(first_record))), ParameterError::bad_record);
  EXPECT_EQ(file.import_error(), ImportError::missing);
  ParameterFile applications{primitives_, ParameterSet::applications, false};
  for (std::size_t i = 0; i < AidTable::capacity(); ++i) ASSERT_TRUE(applications.add(bytes_of(first_record)));
  EXPECT_EQ(error_of(applications.add(bytes_of(first_record))), ParameterError::too_many);
}

TEST_F(ParameterFileTest, AModulusOfAnImpossibleLengthSignsNothing) {
  const auto text = bytes_of("00");
  const auto own = bytes_of(signature);
  EXPECT_FALSE(security::rsa_signature_is_right(primitives_, Bytes{own}.first(127), text, text, Bytes{own}.first(127)));
  EXPECT_FALSE(security::rsa_signature_is_right(primitives_, {}, text, text, {}));
}

}  // namespace
}  // namespace mpos::emv

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/hsm/card_issuer.hpp"

#include "tests/unit/scenarios/host/fake_terminal.hpp"

namespace mpos::host {
namespace {

class CardIssuerTest : public ::testing::Test {
 protected:
  config::v1::IssuerKeys row(const char* pan, const char* ac, const char* mac = nullptr) {
    config::v1::IssuerKeys keys;
    keys.set_pan(pan);
    keys.set_imk_ac(ac);
    keys.set_imk_mac(mac != nullptr ? mac : ac);
    keys.set_imk_enc(ac);
    return keys;
  }
  std::string arpc(std::string_view cryptogram, std::string_view code) {
    return to_hex(issuer_.response_cryptogram(from_hex(cryptogram), code));
  }

  sim::Random random_{1};
  SoftwareKeys keys_{random_};
  CardIssuer issuer_{keys_};
};

constexpr const char* published_key = "F0C34A8124CEE0A91A0B034AA97D6EAC";
constexpr const char* published_data = "000000000001000000000000015600800460000156140701001E78EEBC7D00024003A04002";
constexpr const char* test_key = "0123456789ABCDEFFEDCBA9876543210";

TEST_F(CardIssuerTest, CryptogramsMatchThePublishedPbocExample) {
  ASSERT_TRUE(issuer_.add(row("6228", published_key)));
  ASSERT_TRUE(issuer_.begin({"6228000100001", "01", 0x0240}));
  EXPECT_EQ(issuer_.algorithm(), 1);
  EXPECT_TRUE(issuer_.cryptogram_is_right(from_hex(published_data), from_hex("5D016C91005E7CC2")));
  EXPECT_FALSE(issuer_.cryptogram_is_right(from_hex(published_data), from_hex("5D016C91005E7CC3")));
  EXPECT_EQ(arpc("5D016C91005E7CC2", "01"), "21415243527CE78F");
}

TEST_F(CardIssuerTest, CryptogramsMatchTheVirtualCard) {
  ASSERT_TRUE(issuer_.add(row("6222", test_key)));
  ASSERT_TRUE(issuer_.begin({"6222021234567890128", "01", 1}));
  EXPECT_TRUE(issuer_.cryptogram_is_right(
      from_hex("00000001000000000000000001560000008000015624091700556677887C00000103A00002"),
      from_hex("5AA988CFB5271BFE")));
  EXPECT_EQ(arpc("5AA988CFB5271BFE", "00"), "4D545BE7762B4705");
  EXPECT_TRUE(issuer_.cryptogram_is_right(
      from_hex("00000001000000000000000001560000008000015624091700556677887C00000103600002"),
      from_hex("E64D09E4B4DEA094")));
}

TEST_F(CardIssuerTest, Sm4CryptogramsMatchTheWorkedFigures) {
  auto keys = row("6222", "00112233445566778899AABBCCDDEEFF");
  keys.set_sm4(true);
  ASSERT_TRUE(issuer_.add(keys));
  ASSERT_TRUE(issuer_.begin({"6222021234567890128", "01", 1}));
  EXPECT_EQ(issuer_.algorithm(), 4);
  EXPECT_TRUE(issuer_.cryptogram_is_right(from_hex(published_data), from_hex("D7CED723DDFB810C")));
  EXPECT_EQ(arpc("D7CED723DDFB810C", "00"), "155EDFDC4862828A");
}

TEST_F(CardIssuerTest, TheScriptMacMatchesTheWorkedFigure) {
  ASSERT_TRUE(issuer_.add(row("4761", published_key, test_key)));
  ASSERT_TRUE(issuer_.begin({"4761739001010010", "00", 1}));
  EXPECT_EQ(to_hex(issuer_.script_mac(from_hex("04DA9F790A00015D016C91005E7CC2000000050000"))), "15A51DFC");
}

TEST_F(CardIssuerTest, TheLongestPrefixCountsAndTheNextCardHasItsOwnKeys) {
  ASSERT_TRUE(issuer_.add(row("62", test_key)));
  ASSERT_TRUE(issuer_.add(row("6228", published_key)));
  EXPECT_FALSE(issuer_.begin({"4761739001010010", "01", 1}));
  ASSERT_TRUE(issuer_.begin({"6222021234567890128", "01", 1}));
  EXPECT_EQ(arpc("5AA988CFB5271BFE", "00"), "4D545BE7762B4705");
  ASSERT_TRUE(issuer_.begin({"6228000100001", "01", 0x0240}));
  EXPECT_EQ(arpc("5D016C91005E7CC2", "01"), "21415243527CE78F");
  ASSERT_TRUE(issuer_.begin({"6228000100001", "02", 0x0240}));
  EXPECT_NE(arpc("5D016C91005E7CC2", "01"), "21415243527CE78F");
}

TEST_F(CardIssuerTest, KeysThatAreNoneAreNamed) {
  const auto trouble = [this](const config::v1::IssuerKeys& keys) {
    const auto added = issuer_.add(keys);
    return added ? std::string() : added.error();
  };
  EXPECT_EQ(trouble(row("", test_key)), "issuer keys: pan is not 1 to 19 digits");
  EXPECT_EQ(trouble(row("62x", test_key)), "issuer keys: pan is not 1 to 19 digits");
  EXPECT_EQ(trouble(row("62", "00")), "issuer keys of 62: imk_ac is not 32 hexadecimal digits");
  EXPECT_EQ(trouble(row("62", test_key, "zz")), "issuer keys of 62: imk_mac is not 32 hexadecimal digits");
  EXPECT_EQ(trouble(row("62", test_key)), "");
  EXPECT_EQ(trouble(row("62", test_key)), "issuer keys of 62 are listed twice");
}

}  // namespace
}  // namespace mpos::host

// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/emv/iso7816_atr.hpp"

namespace mpos::emv {
namespace {

std::vector<std::uint8_t> unhex(std::string_view text) {
  std::vector<std::uint8_t> out(text.size() / 2);
  EXPECT_TRUE(read_hex(text, out)) << text;
  return out;
}
std::optional<AtrError> error_of(std::string_view text, bool emv = false) {
  const auto bytes = unhex(text);
  const auto atr = emv ? parse_emv_atr(bytes) : parse_atr(bytes);
  return atr ? std::nullopt : std::optional{atr.error()};
}

TEST(Atr, the_basic_answers_of_emv) {
  const auto t0 = parse_emv_atr(unhex("3B600000"));
  ASSERT_TRUE(t0);
  EXPECT_EQ(t0->protocol, 0);
  EXPECT_EQ(t0->fi_di, 0x11);
  EXPECT_EQ(t0->extra_guard, 0);
  // T=1: TB1 TC1 TD1, TD2, TA3 TB3, TCK.
  const auto t1 =
      parse_emv_atr(unhex("3BE00000813120"
                          "4584"));
  EXPECT_FALSE(t1);
  std::vector<std::uint8_t> good = unhex("3BE0000081312045");
  std::uint8_t sum = 0;
  for (std::size_t i = 1; i < good.size(); ++i) sum = static_cast<std::uint8_t>(sum ^ good[i]);
  good.push_back(sum);
  const auto parsed = parse_emv_atr(good);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->protocol, 1);
  EXPECT_EQ(parsed->information_size, 0x20);
  EXPECT_EQ(parsed->waiting_indices, 0x45);
}

TEST(Atr, historical_bytes_and_speed) {
  const auto atr =
      parse_atr(unhex("3B1495"
                      "01020304"));
  ASSERT_TRUE(atr);
  EXPECT_EQ(atr->historical.size(), 4U);
  EXPECT_EQ(clock_rate(atr->fi_di).f, 512);
  EXPECT_EQ(clock_rate(atr->fi_di).d, 16);
  EXPECT_EQ(clock_rate(0x18).d, 12);
  EXPECT_EQ(clock_rate(0x7F).f, 0);
  const auto request = pps_request(*atr);
  EXPECT_EQ(request[1], 0x10);
  EXPECT_EQ(request[0] ^ request[1] ^ request[2] ^ request[3], 0);
  EXPECT_TRUE(pps_accepted(request.span(), request.span()));
  EXPECT_FALSE(pps_accepted(request.span(), request.span().first(3)));
}

TEST(Atr, damage_has_names) {
  EXPECT_EQ(error_of("3B"), AtrError::truncated);
  EXPECT_EQ(error_of("3C600000"), AtrError::bad_start);
  EXPECT_EQ(error_of("3B6000"), AtrError::truncated);
  EXPECT_EQ(error_of("3B60000000"), AtrError::too_long);
  EXPECT_EQ(error_of("3B63000001"), AtrError::truncated);
  EXPECT_EQ(error_of("3B800100"), AtrError::bad_checksum);
  EXPECT_EQ(error_of("3B8001"), AtrError::truncated);
  EXPECT_EQ(error_of("3B800181"), std::nullopt);
  EXPECT_EQ(error_of(std::string("3B") + std::string(66, '0')), AtrError::too_long);
  std::string endless = "3B80";
  for (int i = 0; i < 31; ++i) endless += "80";
  EXPECT_EQ(error_of(endless), AtrError::truncated);
  EXPECT_EQ(error_of("3B602500", true), AtrError::not_emv) << "programming voltage";
  EXPECT_EQ(error_of("3B10"
                     "7F",
                     true),
            AtrError::not_emv)
      << "reserved rate";
}

}  // namespace
}  // namespace mpos::emv

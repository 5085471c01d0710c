// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "devicemodel/base/bcd.hpp"
#include "devicemodel/base/crc32.hpp"
#include "devicemodel/base/hex.hpp"
#include "devicemodel/base/pan.hpp"
#include "devicemodel/base/result.hpp"
#include "devicemodel/base/secret.hpp"
#include "devicemodel/base/utf8.hpp"

namespace mpos {
namespace {

TEST(Crc32, GivesThePublishedCheckValue) {
  EXPECT_EQ(crc32(as_bytes("123456789")), 0xCBF43926U);
}

TEST(Crc32, ContinuesOverPieces) {
  const auto whole = crc32(as_bytes("the quick brown fox"));

  EXPECT_EQ(crc32(as_bytes(" brown fox"), crc32(as_bytes("the quick"))), whole);
}

TEST(Pan, ShowsFirstSixAndLastFour) {
  EXPECT_EQ(Pan::parse("6222021234567890128")->masked().view(), "622202*********0128");
  EXPECT_EQ(mask_pan("4012345678").view(), "******5678");
}

TEST(Pan, RefusesWhatIsNotANumberOfEightToNineteenDigits) {
  EXPECT_FALSE(Pan::parse("1234567"));
  EXPECT_FALSE(Pan::parse("12345678901234567890"));
  EXPECT_FALSE(Pan::parse("62220212345678A0128"));
}

TEST(Pan, TakesTwelveDigitsLeftOfTheCheckDigit) {
  const auto digits = Pan::parse("6222021234567890128")->right12();

  EXPECT_EQ(std::string_view(digits.data(), digits.size()), "123456789012");
}

TEST(Bcd, PacksTheLowDigitsOfANumberAndReadsThemBack) {
  using Six = std::array<std::uint8_t, 6>;
  EXPECT_EQ(bcd_byte(42), 0x42);
  EXPECT_EQ(bcd_byte(1999), 0x99);
  EXPECT_EQ(packed_bcd<6>(12850), (Six{0, 0, 0, 0x01, 0x28, 0x50}));
  EXPECT_EQ(packed_bcd<6>(7'000'000'000'001), (Six{0, 0, 0, 0, 0, 0x01}));
  EXPECT_EQ(bcd_number(packed_bcd<6>(999'999'999'999)), 999'999'999'999U);
  EXPECT_EQ(bcd_number(Bytes{}), 0U);
}

TEST(Bcd, RefusesWhatIsNoDigitOrTooLong) {
  for (const std::uint8_t byte : std::array<std::uint8_t, 3>{0x0A, 0xA0, 0xFF}) {
    EXPECT_EQ(bcd_number(std::array<std::uint8_t, 2>{0x12, byte}), std::nullopt) << int{byte};
  }
  EXPECT_EQ(bcd_number(std::array<std::uint8_t, 9>{0x12}), 120'000'000'000'000'000U);
  EXPECT_EQ(bcd_number(std::array<std::uint8_t, 10>{}), std::nullopt);
}

TEST(Utf8, ReplacesMalformedSequencesByteByByte) {
  std::string_view text{"\xE6\xB6\x88\xFF\xC0\x80\xED\xA0\x80", 9};

  EXPECT_EQ(take_code_point(text), 0x6D88U);
  EXPECT_EQ(take_code_point(text), 0xFFFDU);
  EXPECT_EQ(take_code_point(text), 0xFFFDU);
  EXPECT_EQ(text.size(), 4U);
}

TEST(Utf8, CountsChineseAsTwoColumns) {
  EXPECT_EQ(display_columns("消费 SIM"), 8);
}

TEST(Hex, RefusesOddAndForeignText) {
  std::array<std::uint8_t, 4> out{};

  EXPECT_EQ(read_hex("0aFF", out), 2U);
  EXPECT_FALSE(read_hex("0aF", out));
  EXPECT_FALSE(read_hex("0g", out));
  EXPECT_FALSE(read_hex("0011223344", out));
}

TEST(Secret, IsEmptyAfterItWasMoved) {
  SecretBytes<4> from{as_bytes("abcd")};

  const SecretBytes<4> to = std::move(from);

  EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move): the state after a move is what is tested
  EXPECT_EQ(as_text(to.expose()), "abcd");
}

TEST(ResultType, CarriesTheReason) {
  const Result<int, char> bad = Failure{'x'};

  EXPECT_FALSE(bad);
  EXPECT_EQ(bad.error(), 'x');
}

}  // namespace
}  // namespace mpos

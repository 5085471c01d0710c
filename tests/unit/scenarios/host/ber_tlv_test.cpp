// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/ber_tlv.hpp"

#include "tests/unit/scenarios/host/fake_chip.hpp"

namespace mpos::host {
namespace {

std::optional<BerError> error_of(std::string_view hex) {
  const auto list = parse_ber(from_hex(hex));
  if (list) return std::nullopt;
  return list.error();
}

TEST(BerTlv, ReadsThePublishedField55) {
  const auto field = from_hex(published_field55);
  const auto list = parse_ber(field);
  ASSERT_TRUE(list);
  EXPECT_EQ(list->objects().size(), 20U);
  EXPECT_EQ(to_hex(list->find(0x9F26).value_or(Bytes{})), "5AA988CFB5271BFE");
  EXPECT_EQ(to_hex(list->find(0x82).value_or(Bytes{})), "7C00");
  EXPECT_FALSE(list->find(0x91));
}

TEST(BerTlv, ReadsEveryFormOfTagAndLength) {
  EXPECT_EQ(error_of(""), std::nullopt);
  EXPECT_EQ(error_of("9500"), std::nullopt);
  EXPECT_EQ(error_of("DF810101AA"), std::nullopt);
  EXPECT_EQ(error_of("718180" + std::string(256, 'A')), std::nullopt);
  EXPECT_EQ(error_of("71820100" + std::string(512, 'A')), std::nullopt);
}

TEST(BerTlv, RefusesWhatIsNoTlv) {
  EXPECT_EQ(error_of("9F"), BerError::cut);
  EXPECT_EQ(error_of("95"), BerError::cut);
  EXPECT_EQ(error_of("950500000080"), BerError::cut);
  EXPECT_EQ(error_of("9581"), BerError::cut);
  EXPECT_EQ(error_of("00"), BerError::bad_tag);
  EXPECT_EQ(error_of("9F0001AA"), BerError::bad_tag);
  EXPECT_EQ(error_of("9F81818101AA"), BerError::bad_tag);
  EXPECT_EQ(error_of("9580"), BerError::bad_length);
  EXPECT_EQ(error_of("95810100"), BerError::bad_length);
  EXPECT_EQ(error_of("95820001AA"), BerError::bad_length);
  EXPECT_EQ(error_of("9583000001AA"), BerError::bad_length);
  EXPECT_EQ(error_of("95019501"), BerError::cut);
  EXPECT_EQ(error_of("9501AA9501AA"), BerError::duplicate);
  std::string many;
  for (int i = 0; i < 41; ++i) many += "9F" + to_hex(std::array{static_cast<std::uint8_t>(0x20 + i)}) + "00";
  EXPECT_EQ(error_of(many), BerError::too_many);
}

TEST(BerTlv, EveryCutOfAFieldIsRefusedOrHasFewerObjects) {
  const auto field = from_hex(published_field55);
  for (std::size_t size = 0; size < field.size(); ++size) {
    const auto list = parse_ber(Bytes{field}.first(size));
    EXPECT_TRUE(!list || list->objects().size() < 20) << size;
  }
}

TEST(BerTlv, WritesTheShortestLengths) {
  ByteVector<600> out;
  ASSERT_TRUE(append_ber(0x91, from_hex("0102"), out));
  ASSERT_TRUE(append_ber(0x9F18, std::vector<std::uint8_t>(0x80), out));
  ASSERT_TRUE(append_ber(0xDF8101, std::vector<std::uint8_t>(0x100), out));
  EXPECT_EQ(to_hex(out.span().first(8)), "910201029F188180");
  EXPECT_EQ(to_hex(out.span().subspan(8 + 0x80, 6)), "DF8101820100");
  const auto list = parse_ber(out.span());
  ASSERT_TRUE(list);
  EXPECT_EQ(list->find(0xDF8101)->size(), 0x100U);
  ByteVector<3> small;
  EXPECT_FALSE(append_ber(0x91, from_hex("0102"), small));
  EXPECT_TRUE(small.empty());
}

}  // namespace
}  // namespace mpos::host

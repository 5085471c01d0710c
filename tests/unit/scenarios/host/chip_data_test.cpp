// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/chip_data.hpp"

#include "tests/unit/scenarios/host/fake_chip.hpp"

namespace mpos::host {
namespace {

std::string trouble(std::string_view hex, ChipForm form = ChipForm::request) {
  const auto field = from_hex(hex);
  const auto data = ChipData::parse(field, form);
  return data ? "" : data.error();
}

TEST(ChipData, ThePublishedFieldGivesWhatTheCryptogramCovers) {
  const auto field = from_hex(published_field55);
  const auto data = ChipData::parse(field, ChipForm::request);
  ASSERT_TRUE(data) << data.error();
  EXPECT_EQ(to_hex(data->covered().span()),
            "00000001000000000000000001560000008000015624091700556677887C00000103A00002");
  EXPECT_EQ(data->counter(), 1);
  EXPECT_EQ(data->kind(), Cryptogram::arqc);
  EXPECT_EQ(data->issuer_data().first(), Cryptogram::arqc);
  EXPECT_EQ(data->issuer_data().second(), Cryptogram::arqc);
}

TEST(ChipData, EachObjectOfTheListMustBeThere) {
  // Tag and length of each, as they stand in the published field; another tag of the same length stands in for it.
  const std::pair<const char*, const char*> objects[] = {
      {"9F2608", "9F26"}, {"9F2701", "9F27"}, {"9F1008", "9F10"}, {"9F3704", "9F37"}, {"9F3602", "9F36"},
      {"9505", "95"},     {"9A03", "9A"},     {"9C01", "9C"},     {"9F0206", "9F02"}, {"5F2A02", "5F2A"},
      {"82027C", "82"},   {"9F1A02", "9F1A"}, {"9F0306", "9F03"}, {"9F3303", "9F33"}};
  for (const auto& [head, tag] : objects) {
    std::string other(head);
    other.replace(0, std::string_view{tag}.size(), std::string_view{tag}.size() == 2 ? "D1" : "DF71");
    EXPECT_EQ(trouble(with(published_field55, head, other)), "field 55: " + std::string(tag) + " is missing");
  }
  EXPECT_EQ(trouble(published_field55, ChipForm::cash), "field 55: 9F74 is missing");
  EXPECT_EQ(trouble(std::string(published_field55) + "9F7406454343303031", ChipForm::cash), "");
  EXPECT_EQ(trouble(published_field55, ChipForm::upload), "");
  EXPECT_EQ(trouble(published_field55, ChipForm::notice), "field 55: DF31 is missing");
}

TEST(ChipData, LengthsAndDigitsAreChecked) {
  EXPECT_EQ(trouble(with(published_field55, "9F36020001", "9F360101")), "field 55: 9F36 has a wrong length or form");
  EXPECT_EQ(trouble(with(published_field55, "9A03240917", "9A0324091A")), "field 55: 9A has a wrong length or form");
  EXPECT_EQ(trouble(with(published_field55, "9F1008070101", "9F1008070201")), "");
  EXPECT_EQ(trouble(with(published_field55, "9F1008070101", "9F1008060101")),
            "field 55: 9F10 has a wrong length or form");
  EXPECT_EQ(trouble("9F"), "field 55 is no TLV");
  const std::string reversal = "950500000080009F1E0831323334353637389F100807010103A0000201";
  EXPECT_EQ(trouble(reversal, ChipForm::reversal), "");
  EXPECT_EQ(trouble(reversal + "DF31052000000000", ChipForm::reversal), "");
  EXPECT_EQ(trouble(reversal + "DF3106200000000000", ChipForm::reversal), "field 55: DF31 has a wrong length or form");
}

TEST(ChipData, IssuerDataMayCarryTheIssuersOwnUnderAMac) {
  const auto value = from_hex(
      "07010103A0000201"
      "0A"
      "010000020000"
      "AABBCCDD");
  const auto data = parse_issuer_data(value);
  ASSERT_TRUE(data);
  EXPECT_EQ(to_hex(data->discretionary), "010000020000");
  EXPECT_EQ(to_hex(data->mac), "AABBCCDD");
  EXPECT_FALSE(
      parse_issuer_data(from_hex("07010103A0000201"
                                 "09"
                                 "010000020000AABBCCDD")));
  EXPECT_FALSE(
      parse_issuer_data(from_hex("07010103A0000201"
                                 "04"
                                 "AABBCCDD")));
  EXPECT_FALSE(parse_issuer_data(from_hex("07010104A0000201")));
  EXPECT_FALSE(parse_issuer_data(from_hex("07010103A00002")));
}

}  // namespace
}  // namespace mpos::host

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/compat/chip_commands.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "devicemodel/base/hex.hpp"

namespace mpos::compat {
namespace {

using Buffer = std::vector<std::uint8_t>;

Buffer bytes_of(std::string_view hex) {
  Buffer bytes(hex.size() / 2);
  EXPECT_TRUE(read_hex(hex, bytes));
  return bytes;
}

/// Every shorter or longer form of `good` is refused for its length.
template <typename Parse>
void expect_other_lengths_refused(const Buffer& good, Parse parse) {
  ASSERT_TRUE(parse(good).has_value());
  for (std::size_t size = 0; size < good.size(); ++size) {
    const auto cut = parse(Bytes{good}.first(size));
    ASSERT_FALSE(cut.has_value()) << size;
    EXPECT_EQ(cut.error(), ErrorCode::bad_length) << size;
  }
  Buffer longer = good;
  longer.push_back(0);
  ASSERT_FALSE(parse(longer).has_value());
  EXPECT_EQ(parse(longer).error(), ErrorCode::bad_length);
}

TEST(CompatChipCommands, AChipOrderHasFlowTimeKeysAndAmount) {
  const Buffer good = bytes_of("013C010101000000012850");
  const auto order = parse_chip_order(good);
  ASSERT_TRUE(order);
  EXPECT_EQ(order->timeout_s, 60);
  EXPECT_EQ(order->amount_minor, 12850U);
  expect_other_lengths_refused(good, parse_chip_order);
  EXPECT_EQ(parse_chip_order(bytes_of("023C010101000000012850")).error(), ErrorCode::bad_parameter);
  EXPECT_EQ(parse_chip_order(bytes_of("0100010101000000012850")).error(), ErrorCode::bad_parameter);
  EXPECT_EQ(parse_chip_order(bytes_of("013C010201000000012850")).error(), ErrorCode::no_working_key);
  EXPECT_EQ(parse_chip_order(bytes_of("013C0101010000000128A0")).error(), ErrorCode::bad_parameter);
}

TEST(CompatChipCommands, ARecordIndexIsTwoBytes) {
  const auto record = parse_record_index(bytes_of("0102"));
  ASSERT_TRUE(record);
  EXPECT_EQ(*record, 0x0102);
  expect_other_lengths_refused(bytes_of("0102"), parse_record_index);
}

TEST(CompatChipCommands, IssuerDataHaveFields39And55AndWhereAskedForAProof) {
  const Buffer good = bytes_of(
      "000701"
      "3030"
      "0004"
      "91021122");
  const auto open = [](Bytes body) { return parse_issuer_data(body, Proof::none); };
  const auto data = open(good);
  ASSERT_TRUE(data);
  EXPECT_EQ(data->record, 7);
  EXPECT_TRUE(data->reached);
  EXPECT_EQ(data->answer_code, "00");
  EXPECT_EQ(data->chip_data.size(), 4U);
  EXPECT_TRUE(data->proof.empty());
  expect_other_lengths_refused(good, open);

  Buffer proved = good;
  for (std::uint8_t i = 0; i < 8; ++i) proved.push_back(i);
  const auto closed = [](Bytes body) { return parse_issuer_data(body, Proof::required); };
  ASSERT_TRUE(closed(proved));
  EXPECT_EQ(closed(proved)->covered.size(), good.size());
  EXPECT_EQ(closed(proved)->proof.size(), 8U);
  expect_other_lengths_refused(proved, closed);
}

TEST(CompatChipCommands, IssuerDataOfAHostThatWasNotReachedSayNothingElse) {
  for (const Proof proof : {Proof::none, Proof::required}) {
    const auto parse = [proof](Bytes body) { return parse_issuer_data(body, proof); };
    ASSERT_TRUE(parse(bytes_of("000700")));
    EXPECT_FALSE(parse(bytes_of("000700"))->reached);
    expect_other_lengths_refused(bytes_of("000700"), parse);
  }
  EXPECT_EQ(parse_issuer_data(bytes_of("000702"), Proof::none).error(), ErrorCode::bad_parameter);
}

TEST(CompatChipCommands, IssuerDataOutOfRangeAreRefused) {
  EXPECT_EQ(parse_issuer_data(bytes_of("000701"
                                       "3020"
                                       "0000"),
                              Proof::none)
                .error(),
            ErrorCode::bad_parameter);
  Buffer longest = bytes_of(
      "000701"
      "3030"
      "00FF");
  longest.resize(longest.size() + 255);
  EXPECT_TRUE(parse_issuer_data(longest, Proof::none));
  Buffer longer = bytes_of(
      "000701"
      "3030"
      "0100");
  longer.resize(longer.size() + 256);
  EXPECT_EQ(parse_issuer_data(longer, Proof::none).error(), ErrorCode::bad_parameter);
}

TEST(CompatChipCommands, AParameterEditAddsRemovesOrLists) {
  const auto open = [](Bytes body) { return parse_parameter_edit(body, Proof::none); };
  const auto closed = [](Bytes body) { return parse_parameter_edit(body, Proof::required); };
  ASSERT_TRUE(open(bytes_of("03")));
  EXPECT_EQ(open(bytes_of("03"))->what, ParameterEdit::What::list);
  EXPECT_TRUE(closed(bytes_of("03"))) << "what is there is no secret";
  expect_other_lengths_refused(bytes_of("03"), open);
  const Buffer good = bytes_of(
      "02"
      "0006"
      "A00000033301");
  ASSERT_TRUE(open(good));
  EXPECT_EQ(open(good)->what, ParameterEdit::What::remove);
  EXPECT_EQ(open(good)->value.size(), 6U);
  expect_other_lengths_refused(good, open);
  Buffer proved = good;
  proved.resize(good.size() + 16);
  ASSERT_TRUE(closed(proved));
  EXPECT_EQ(closed(proved)->covered.size(), good.size());
  expect_other_lengths_refused(proved, closed);
  EXPECT_EQ(open(bytes_of("04")).error(), ErrorCode::bad_parameter);
  EXPECT_EQ(open(bytes_of("010000")).error(), ErrorCode::bad_length) << "an empty record";
}

}  // namespace
}  // namespace mpos::compat

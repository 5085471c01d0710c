// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/compat/commands.hpp"

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

// The body of the published example frame (tests/vectors/frames.json).
constexpr std::string_view card_order = "00073C010101202020202020202020200000000100000000000000";

/// Every shorter or longer form of `good` is refused for its length.
template <typename Parse>
void expect_cut_forms_refused(const Buffer& good, Parse parse) {
  ASSERT_TRUE(parse(good).has_value());
  for (std::size_t size = 0; size < good.size(); ++size) {
    const auto cut = parse(Bytes{good}.first(size));
    EXPECT_FALSE(cut.has_value()) << size;
  }
  Buffer longer = good;
  longer.push_back(0);
  EXPECT_FALSE(parse(longer).has_value());
}

TEST(CompatCommands, ReadsThePublishedCardOrder) {
  const auto order = parse_card_order(bytes_of(card_order));
  ASSERT_TRUE(order);
  EXPECT_EQ(order->timeout_s, 60);
  EXPECT_EQ(order->amount_minor, 10000U);
  EXPECT_TRUE(order->custom.empty());
  EXPECT_FALSE(order->show_masked);
}

TEST(CompatCommands, RefusesACardOrderWhoseValuesAreWrong) {
  const auto with = [](std::size_t at, std::uint8_t value) {
    Buffer bytes = bytes_of(card_order);
    bytes[at] = value;
    return parse_card_order(bytes);
  };
  EXPECT_EQ(with(0, 1).error(), ErrorCode::bad_parameter);      // card kind
  EXPECT_EQ(with(1, 4).error(), ErrorCode::bad_parameter);      // neither stripe nor contacts
  EXPECT_EQ(with(2, 0).error(), ErrorCode::bad_parameter);      // no time
  EXPECT_EQ(with(4, 2).error(), ErrorCode::no_working_key);     // another key
  EXPECT_EQ(with(16, 0xA0).error(), ErrorCode::bad_parameter);  // no decimal amount
  EXPECT_EQ(with(23, 2).error(), ErrorCode::bad_parameter);     // display mode
  EXPECT_EQ(with(26, 1).error(), ErrorCode::unsupported);       // result mode
  EXPECT_EQ(with(22, 1).error(), ErrorCode::bad_length);
}

TEST(CompatCommands, RefusesEveryCutForm) {
  expect_cut_forms_refused(bytes_of(card_order), [](Bytes body) { return parse_card_order(body); });
  expect_cut_forms_refused(bytes_of("3C040C0000000000000000000000010000"),
                           [](Bytes body) { return parse_pin_order(body); });
  expect_cut_forms_refused(bytes_of("01000311223300"), [](Bytes body) { return parse_cache_write(body); });
  expect_cut_forms_refused(bytes_of("0001A0B1C2D3E4F5061780211EDCAABBCCDD000155"),
                           [](Bytes body) { return parse_mac_check(body); });
  expect_cut_forms_refused(bytes_of("011E0341424302AABB"), [](Bytes body) { return parse_data_order(body); });
}

TEST(CompatCommands, ACacheNeedsTheXorOfItsContents) {
  EXPECT_TRUE(parse_cache_write(bytes_of("01000311223300")));
  EXPECT_EQ(parse_cache_write(bytes_of("01000311223301")).error(), ErrorCode::bad_lrc);
}

TEST(CompatCommands, WorkingKeysComeInTheFirmwaresOrderAndWithProofWhereOneIsAsked) {
  Buffer body{1};
  for (int key = 0; key < 3; ++key) {
    body.push_back(1);
    body.push_back(16);
    body.insert(body.end(), 16, static_cast<std::uint8_t>(0xA0 + key));
    body.insert(body.end(), 4, static_cast<std::uint8_t>(0xB0 + key));
  }
  ASSERT_EQ(body.size(), 67U);
  const auto plain = parse_key_load(body, Proof::none);
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->track.cipher_text[0], 0xA0);
  EXPECT_EQ(plain->mac.check_value[0], 0xB1);
  EXPECT_EQ(plain->pin.cipher_text[15], 0xA2);
  EXPECT_EQ(parse_key_load(body, Proof::required).error(), ErrorCode::bad_length);
  Buffer proved = body;
  proved.insert(proved.end(), 16, 0xCC);
  EXPECT_EQ(parse_key_load(proved, Proof::required)->proof.size(), 16U);
  EXPECT_EQ(parse_key_load(proved, Proof::none).error(), ErrorCode::bad_length);
  body[0] = 2;
  EXPECT_EQ(parse_key_load(body, Proof::none).error(), ErrorCode::no_master_key);
}

TEST(CompatCommands, APinHasFourToTwelveDigits) {
  EXPECT_TRUE(parse_pin_order(bytes_of("3C04060000000000000000000000010000")));
  EXPECT_EQ(parse_pin_order(bytes_of("3C03060000000000000000000000010000")).error(), ErrorCode::bad_parameter);
  EXPECT_EQ(parse_pin_order(bytes_of("3C040D0000000000000000000000010000")).error(), ErrorCode::bad_parameter);
  EXPECT_EQ(parse_pin_order(bytes_of("3C06050000000000000000000000010000")).error(), ErrorCode::bad_parameter);
}

TEST(CompatCommands, TextIsUpToThreeLinesThatFit) {
  EXPECT_EQ(parse_text_order(bytes_of("05024142024344"))->lines.size(), 2U);
  EXPECT_EQ(parse_text_order(bytes_of("050241")).error(), ErrorCode::bad_length);
  EXPECT_EQ(parse_text_order(bytes_of("05")).error(), ErrorCode::bad_length);
  EXPECT_EQ(parse_text_order({}).error(), ErrorCode::bad_length);
  EXPECT_EQ(parse_text_order(bytes_of("050141014101410141")).error(), ErrorCode::bad_parameter);
  EXPECT_EQ(parse_text_order(bytes_of("05020A41")).error(), ErrorCode::bad_parameter);
  EXPECT_EQ(parse_text_order(bytes_of("0501FF")).error(), ErrorCode::bad_parameter);
  Buffer wide{5, 17};
  wide.insert(wide.end(), 17, 'x');
  EXPECT_EQ(parse_text_order(wide).error(), ErrorCode::bad_parameter);
}

}  // namespace
}  // namespace mpos::compat

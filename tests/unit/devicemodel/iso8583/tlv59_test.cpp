// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/iso8583/tlv59.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace mpos::iso8583 {
namespace {

// The worked value of the acquirer documents: device identity and location.
constexpr std::string_view worked =
    "A206901002030202000000304VM001234567803006890128040088AA94AC40500801.00.00"
    "A504001010+116.4074502010+39.90420005005GCJ02";

TEST(Tlv59, WritesDeviceIdentityAndLocationNested) {
  std::array<std::uint8_t, 300> out{};
  TlvWriter writer(out);
  writer.begin("A2").put("01", "03").put("02", "SIM-00000001").put("03", "890128").put("04", "8AA94CA4");
  writer.put("05", "01.00.00").end();
  writer.begin("A5").put("01", "+116.40745").put("02", "+39.90420").put("05", "GCJ02").end();

  ASSERT_TRUE(writer.good());
  EXPECT_EQ(as_text(writer.bytes()),
            "A2061"
            "0100203"
            "02012SIM-00000001"
            "03006890128"
            "040088AA94CA4"
            "0500801.00.00"
            "A5039"
            "01010+116.40745"
            "02009+39.90420"
            "05005GCJ02");
}

TEST(Tlv59, ReadsBackWhatWasWritten) {
  std::array<std::uint8_t, 300> out{};
  TlvWriter writer(out);
  const std::array<std::uint8_t, 4> nonce{0xDE, 0xAD, 0x00, 0xFF};
  writer.begin("A6").put("01", "DIV").put_hex("02", nonce).end().put("A1", nonce);

  const auto outer = parse_tlv(writer.bytes());
  ASSERT_TRUE(outer.has_value());
  ASSERT_EQ(outer->items().size(), 2U);
  const auto inner = parse_tlv(*outer->find("A6"));
  ASSERT_TRUE(inner.has_value());
  EXPECT_EQ(inner->text("01"), "DIV");
  EXPECT_EQ(inner->text("02"), "DEAD00FF");
  EXPECT_EQ(inner->find("03"), std::nullopt);
  EXPECT_EQ(inner->text("03"), "");
  EXPECT_TRUE(equal(*outer->find("A1"), nonce));
}

struct Damaged {
  const char* text;
  TlvError error;
  std::size_t offset;
};

TEST(Tlv59, DamageIsNamedByOffset) {
  const Damaged cases[] = {
      {"A", TlvError::cut, 0},          {"A200", TlvError::cut, 0},
      {"a2001x", TlvError::bad_tag, 0}, {"A20x1x", TlvError::bad_length, 0},
      {"A2002x", TlvError::overrun, 0}, {"A2999", TlvError::overrun, 0},
      {"A2001xA3", TlvError::cut, 6},   {"A2001xA2001x", TlvError::duplicate, 6},
  };
  for (const Damaged& damaged : cases) {
    SCOPED_TRACE(damaged.text);
    const auto list = parse_tlv(as_bytes(damaged.text));
    ASSERT_FALSE(list.has_value());
    EXPECT_EQ(list.error().error, damaged.error);
    EXPECT_EQ(list.error().offset, damaged.offset);
  }
  std::string many;
  for (int i = 10; i < 27; ++i) many += std::to_string(i) + "000";
  ASSERT_FALSE(parse_tlv(as_bytes(many)).has_value());
  EXPECT_EQ(parse_tlv(as_bytes(many)).error().error, TlvError::too_many);
  EXPECT_TRUE(parse_tlv(as_bytes(std::string_view{many}.substr(5))).has_value());
  EXPECT_TRUE(parse_tlv({}).has_value());
}

TEST(Tlv59, AWriterThatRanOutStaysBadAndInsideItsBytes) {
  for (std::size_t size = 0; size < 24; ++size) {
    std::vector<std::uint8_t> out(32, 0xEE);
    TlvWriter writer(MutableBytes{out}.first(size));
    writer.begin("A6").put("01", "DIV").put("02", "0011223").end();
    writer.put("A7", "");
    EXPECT_FALSE(writer.good()) << size;
    for (std::size_t i = size; i < out.size(); ++i) ASSERT_EQ(out[i], 0xEE);
  }
  std::array<std::uint8_t, 64> out{};
  EXPECT_FALSE(TlvWriter(out).begin("A6").good());
  EXPECT_FALSE(TlvWriter(out).put("A", "x").good());
  EXPECT_FALSE(TlvWriter(out).begin("A1").begin("A2").begin("A3").good());
}

TEST(Tlv59, FlippedBitsAndRandomBytesNeverHurt) {
  std::string bytes{worked};
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    if (const auto list = parse_tlv(as_bytes(bytes))) {
      std::size_t sum = 0;
      for (const TlvItem& item : list->items()) sum += 5 + item.value.size();
      EXPECT_EQ(sum, bytes.size());
    }
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
  }
}

}  // namespace
}  // namespace mpos::iso8583

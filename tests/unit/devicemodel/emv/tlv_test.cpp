// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/tlv.hpp"

#include <gtest/gtest.h>

#include "tests/unit/devicemodel/emv/cards.hpp"

namespace mpos::emv {
namespace {

using namespace test;

std::optional<TlvError> error_of(std::string_view text, Duplicates duplicates = Duplicates::refused) {
  const Buffer bytes = unhex(text);
  const auto result = check_tlv(bytes, duplicates);
  if (result) return std::nullopt;
  return result.error();
}

TEST(Tlv, reads_one_two_and_three_byte_tags_and_all_definite_lengths) {
  const Buffer bytes = unhex(
      "5A0112"
      "9F020100"
      "DF812901FF");
  TlvReader reader{bytes};
  EXPECT_EQ((**reader.next()).tag, 0x5AU);
  EXPECT_EQ((**reader.next()).tag, 0x9F02U);
  const auto third = reader.next();
  EXPECT_EQ((**third).tag, 0xDF8129U);
  EXPECT_EQ(hex((**third).value), "FF");
  EXPECT_EQ(hex((**third).whole), "DF812901FF");
  EXPECT_FALSE(reader.next()->has_value());
  const Buffer long_form = unhex(
      "5A810112"
      "5A82000113");
  TlvReader second{long_form};
  EXPECT_EQ(hex((**second.next()).value), "12");
  EXPECT_EQ(hex((**second.next()).value), "13");
}

TEST(Tlv, every_cut_of_every_record_of_the_virtual_card_is_refused) {
  for (const auto& [name, record] : virtual_card().at("records").items()) {
    const Buffer whole = unhex(record.get<std::string>());
    EXPECT_TRUE(whole_tlv(whole, 0x70)) << name;
    for (std::size_t cut = 1; cut < whole.size(); ++cut) {
      const Bytes part = Bytes{whole}.first(cut);
      EXPECT_FALSE(whole_tlv(part, 0x70)) << name << " cut at " << cut;
    }
  }
}

TEST(Tlv, overruns_indefinite_lengths_and_impossible_tags_have_their_names) {
  EXPECT_EQ(error_of("5A02"), TlvError::truncated);
  EXPECT_EQ(error_of("5A0212"), TlvError::truncated);
  EXPECT_EQ(error_of("9F"), TlvError::truncated);
  EXPECT_EQ(error_of("5A81"), TlvError::truncated);
  EXPECT_EQ(error_of("5A"), TlvError::truncated);
  EXPECT_EQ(error_of("7080"
                     "5A0112"
                     "0000"),
            TlvError::indefinite);
  EXPECT_EQ(error_of("5A8300000112"), TlvError::bad_length);
  EXPECT_EQ(error_of("9F80"), TlvError::bad_tag);
  EXPECT_EQ(error_of("9F81818101"), TlvError::bad_tag);
  EXPECT_EQ(error_of("7004"
                     "5A0512"),
            TlvError::truncated);
  EXPECT_EQ(error_of("7003"
                     "5A0212"),
            TlvError::truncated)
      << "a value may not leave its template";
}

TEST(Tlv, duplicates_are_refused_where_asked) {
  EXPECT_EQ(error_of("5A01125A0112"), TlvError::duplicate);
  EXPECT_EQ(error_of("7006"
                     "5A01125A0113"),
            TlvError::duplicate);
  EXPECT_EQ(error_of("5A01125A0112", Duplicates::allowed), std::nullopt);
  EXPECT_EQ(error_of("70035A0112"
                     "70035A0112",
                     Duplicates::allowed),
            std::nullopt);
}

TEST(Tlv, nesting_and_count_have_limits) {
  std::string text = "5A0112";
  for (std::size_t i = 0; i + 1 < max_tlv_depth; ++i) text = tlv("70", text);
  EXPECT_EQ(error_of(text), std::nullopt);
  EXPECT_EQ(error_of(tlv("70", text)), TlvError::too_deep);
  std::string many;
  for (std::size_t i = 0; i < max_tlv_objects; ++i) many += "5A00";
  EXPECT_EQ(error_of(many, Duplicates::allowed), std::nullopt);
  EXPECT_EQ(error_of(many + "5A00", Duplicates::allowed), TlvError::too_many);
}

TEST(Tlv, zero_bytes_between_objects_are_passed_over) {
  EXPECT_EQ(error_of("00005A01120000"
                     "5F24020102"
                     "00"),
            std::nullopt);
}

TEST(Tlv, a_template_with_something_behind_it_is_not_whole) {
  EXPECT_TRUE(whole_tlv(unhex("70035A0112"), 0x70));
  EXPECT_FALSE(whole_tlv(unhex("70035A01125A0112"), 0x70));
  EXPECT_FALSE(whole_tlv(unhex("70035A0112"), 0x77));
  EXPECT_FALSE(whole_tlv({}, 0x70));
}

TEST(Tlv, writes_the_shortest_length_and_refuses_what_does_not_fit) {
  for (const std::size_t size : {0U, 1U, 127U, 128U, 255U, 256U, 700U}) {
    const Buffer value(size, 0x33);
    Buffer out(tlv_bytes(0x9F10, size));
    ASSERT_EQ(write_tlv(0x9F10, value, out), out.size());
    EXPECT_TRUE(equal(*find_tlv(out, 0x9F10), value));
    EXPECT_EQ(write_tlv(0x9F10, value, MutableBytes{out}.first(out.size() - 1)), 0U);
  }
}

}  // namespace
}  // namespace mpos::emv

// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/devicemodel/emv/cards.hpp"

namespace mpos::emv {
namespace {

using namespace test;

std::string dol(std::string_view list, const DataStore& store) {
  DolData out;
  EXPECT_TRUE(append_dol(unhex(list), store, out)) << list;
  return hex(out.span());
}

TEST(DataStore, replaces_erases_and_keeps_the_others_whole) {
  DataStore store;
  ASSERT_TRUE(store.put(0x5A, unhex("1122")));
  ASSERT_TRUE(store.put(0x57, unhex("334455")));
  ASSERT_TRUE(store.put(0x8A, unhex("66")));
  ASSERT_TRUE(store.put(0x57, unhex("77")));
  EXPECT_EQ(hex(*store.get(0x5A)), "1122");
  EXPECT_EQ(hex(*store.get(0x57)), "77");
  EXPECT_EQ(hex(*store.get(0x8A)), "66");
  store.erase(0x5A);
  EXPECT_FALSE(store.has(0x5A));
  EXPECT_EQ(hex(*store.get(0x57)), "77");
  EXPECT_EQ(store.size(), 2U);
}

TEST(DataStore, a_full_store_refuses_and_stays_as_it_was) {
  DataStore store;
  const Buffer big(DataStore::pool_bytes - 4, 1);
  ASSERT_TRUE(store.put(0x9F01, big));
  EXPECT_FALSE(store.put(0x9F02, unhex("0011223344")));
  ASSERT_TRUE(store.put(0x9F02, unhex("00112233")));
  EXPECT_FALSE(store.put(0x9F02, unhex("0011223344")));
  EXPECT_EQ(hex(*store.get(0x9F02)), "00112233");
  store.clear();
  for (Tag tag = 0; tag < DataStore::max_objects; ++tag) ASSERT_TRUE(store.put(0xDF00 + tag, {}));
  EXPECT_FALSE(store.put(0x9F01, {}));
}

TEST(Dol, numeric_values_are_filled_and_cut_at_the_left) {
  DataStore store;
  ASSERT_TRUE(store.put(tag::amount, unhex("000000010203")));
  ASSERT_TRUE(store.put(tag::terminal_country, unhex("0156")));
  EXPECT_EQ(dol("9F0206", store), "000000010203");
  EXPECT_EQ(dol("9F0208", store), "0000000000010203");
  EXPECT_EQ(dol("9F0202", store), "0203");
  EXPECT_EQ(dol("9F1A03", store), "000156");
}

TEST(Dol, other_values_are_filled_and_cut_at_the_right) {
  DataStore store;
  ASSERT_TRUE(store.put(tag::tvr, unhex("0102030405")));
  ASSERT_TRUE(store.put(tag::ifd_serial, unhex("3132333435363738")));
  ASSERT_TRUE(store.put(tag::pan, unhex("6222021234567890128F")));
  EXPECT_EQ(dol("9503", store), "010203");
  EXPECT_EQ(dol("9507", store), "01020304050000");
  EXPECT_EQ(dol("9F1E0A", store), "31323334353637380000");
  EXPECT_EQ(dol("5A0B", store), "6222021234567890128FFF");
  EXPECT_EQ(dol("5A02", store), "6222");
}

TEST(Dol, unknown_absent_and_template_tags_give_zeros) {
  DataStore store;
  ASSERT_TRUE(store.put(0xDF7F, unhex("FFFF")));
  EXPECT_EQ(dol("DF7F02"
                "9F0201"
                "7002"
                "9F5801",
                store),
            "000000000000");
}

TEST(Dol, broken_and_too_long_lists_are_refused) {
  DataStore store;
  DolData out;
  EXPECT_EQ(append_dol(unhex("9F"), store, out).error(), DolError::bad_list);
  EXPECT_EQ(append_dol(unhex("9F02"), store, out).error(), DolError::bad_list);
  EXPECT_EQ(append_dol(unhex("9580"), store, out).error(), DolError::bad_list);
  EXPECT_EQ(append_dol(unhex("9581"), store, out).error(), DolError::bad_list);
  out.clear();
  EXPECT_EQ(append_dol(unhex("957F"
                             "957F"
                             "9502"),
                       store, out)
                .error(),
            DolError::too_long);
}

TEST(Dictionary, finds_every_line_and_nothing_else) {
  for (const Definition& line : dictionary()) {
    ASSERT_EQ(definition(line.tag), &line);
    EXPECT_LE(line.shortest, line.longest) << line.name;
  }
  EXPECT_EQ(definition(0x9F02)->format, Format::numeric);
  EXPECT_EQ(definition(0x9F37)->source, Source::terminal);
  EXPECT_EQ(definition(0x1234), nullptr);
}

}  // namespace
}  // namespace mpos::emv

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/json_line.hpp"

#include <gtest/gtest.h>

namespace mpos::load {
namespace {

TEST(JsonLine, CommandsUseTheWordsOfAScenario) {
  const auto swipe = command_from_json_line(R"({"swipe": "debit_101"})");
  ASSERT_TRUE(swipe) << swipe.error();
  EXPECT_EQ(swipe->swipe().card(), "debit_101");

  const auto keys = command_from_json_line(R"({"id":3,"reader":"b","keys":{"keys":["1","enter"],"hold":"90ms"}})");
  ASSERT_TRUE(keys) << keys.error();
  EXPECT_EQ(keys->id(), 3U);
  EXPECT_EQ(keys->keys().keys(1), "enter");
  EXPECT_EQ(keys->keys().hold_ns(), 90'000'000);

  const auto sale = command_from_json_line(R"({"sale":"12.50"})");
  ASSERT_TRUE(sale) << sale.error();
  EXPECT_EQ(sale->sale().amount_minor(), 1250);
}

TEST(JsonLine, EscapesOfJsonAreUnderstood) {
  const auto echo = command_from_json_line(R"({"echo":"\u8bf7 \"\\\/ \uD83D\uDE00"})");

  ASSERT_TRUE(echo) << echo.error();
  EXPECT_EQ(echo->echo().text(), "请 \"\\/ 😀");
}

TEST(JsonLine, BadCommandsSayWhere) {
  EXPECT_EQ(command_from_json_line(R"({"swpie":"x"})").error(),
            "column 2: unknown key 'swpie' in Command; did you mean 'swipe'?");
  EXPECT_EQ(command_from_json_line("{}").error(),
            "the command does nothing; expected one act, such as {\"swipe\": \"debit_101\"}");
  std::uint64_t id = 0;
  EXPECT_FALSE(command_from_json_line(R"({"swpie":"x","id":42})", &id));
  EXPECT_EQ(id, 42U);
  EXPECT_FALSE(command_from_json_line(R"({"id":42,"swipe":)", &id));
  EXPECT_EQ(id, 0U);
  EXPECT_FALSE(command_from_json_line(""));
  EXPECT_FALSE(command_from_json_line("{\"swipe\":"));
  EXPECT_FALSE(command_from_json_line("42"));
}

TEST(JsonLine, EventsAreCompactAndTheirTimesAreNumbers) {
  bus::v1::Event event;
  event.set_number(4);
  event.set_time_ns(1'500'000'000);
  event.set_reader("reader");
  event.mutable_screen()->set_number(2);
  event.mutable_screen()->add_lines("消费");
  event.mutable_screen()->add_lines("");
  event.mutable_screen()->set_dots("\x01\xFF");
  event.mutable_screen()->set_on(true);

  EXPECT_EQ(
      event_to_json_line(event),
      R"({"number":4,"time_ns":1500000000,"reader":"reader","screen":{"number":2,"lines":["消费",""],"dots":"01FF",)"
      R"("on":true,"inverse":false,"backlight":false}})");
}

TEST(JsonLine, EnumeratorsAreWordsAndTextIsEscaped) {
  bus::v1::Event event;
  event.mutable_link()->set_state(bus::v1::LinkState::CONFIRM);
  event.mutable_link()->set_reason("a\"b\\c\nd\x01");

  EXPECT_EQ(event_to_json_line(event), R"({"link":{"state":"confirm","reason":"a\"b\\c\nd\u0001"}})");
}

TEST(JsonLine, AnEventWithoutContentsIsStillNamed) {
  bus::v1::Event event;
  event.mutable_accepted();
  EXPECT_EQ(event_to_json_line(event), R"({"accepted":{}})");
}

}  // namespace
}  // namespace mpos::load

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/hal/calendar.hpp"

#include <gtest/gtest.h>

namespace mpos::hal {
namespace {

TEST(Calendar, CountsSecondsFromTheYear2000) {
  EXPECT_EQ(seconds_since_2000({2000, 1, 1, 0, 0, 0}), 0);
  EXPECT_EQ(seconds_since_2000({2000, 3, 1, 0, 0, 0}), 60 * 86400);
  // 2026-11-22 12:34:56 UTC is 1795350896 in Unix time (GNU date), which has 946684800 at 2000-01-01.
  EXPECT_EQ(seconds_since_2000({2026, 11, 22, 12, 34, 56}), 1795350896 - 946684800);
}

TEST(Calendar, ComesBackFromSecondsOnEveryDayOfTheCentury) {
  unsigned days = 0;
  for (std::uint16_t year = 2000; year <= 2099; ++year) {
    for (std::uint8_t month = 1; month <= 12; ++month) {
      for (std::uint8_t day = 1; day <= days_in_month(year, month); ++day, ++days) {
        const CalendarTime t{year, month, day, 23, 59, 58};
        ASSERT_TRUE(is_valid(t));
        ASSERT_EQ(days_since_2000(t), days);
        ASSERT_EQ(from_seconds_since_2000(seconds_since_2000(t)), t);
      }
    }
  }
  EXPECT_EQ(days, 36525U);
}

TEST(Calendar, KnowsLeapYears) {
  EXPECT_TRUE(is_leap_year(2000));
  EXPECT_TRUE(is_leap_year(2024));
  EXPECT_FALSE(is_leap_year(2100));
  EXPECT_FALSE(is_leap_year(2026));
  EXPECT_EQ(days_in_month(2024, 2), 29U);
  EXPECT_EQ(days_in_month(2023, 2), 28U);
  EXPECT_EQ(days_in_month(2023, 13), 0U);
  EXPECT_EQ(seconds_between({2024, 3, 1, 0, 0, 0}, {2024, 2, 28, 0, 0, 0}), -2 * 86400);
}

TEST(Calendar, ReadsWhatItWrites) {
  const CalendarTime t{2024, 2, 29, 7, 8, 9};
  EXPECT_EQ(format_calendar(t).view(), "2024-02-29 07:08:09");
  EXPECT_EQ(format_calendar_digits(t).view(), "20240229070809");
  EXPECT_EQ(parse_calendar("2024-02-29 07:08:09"), t);
  EXPECT_EQ(parse_calendar_digits("20240229070809"), t);
}

TEST(Calendar, RefusesFormsAndDatesThatAreWrong) {
  for (const char* text : {"", "2023-02-29 00:00:00", "2024-13-01 00:00:00", "2024-00-01 00:00:00",
                           "2024-01-00 00:00:00", "2024-01-01 24:00:00", "2024-01-01 00:60:00", "2024-01-01 00:00:60",
                           "1999-12-31 23:59:59", "2100-01-01 00:00:00", "2024-01-01T00:00:00", "2024-01-01 00:00:0",
                           "2024-01-01 00:00:000", "2o24-01-01 00:00:00"}) {
    EXPECT_EQ(parse_calendar(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_calendar_digits("20230229000000"), std::nullopt);
}

}  // namespace
}  // namespace mpos::hal

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/values.hpp"

#include <gtest/gtest.h>

namespace mpos::load {
namespace {

TEST(Values, DurationsAreReadInEveryUnit) {
  EXPECT_EQ(parse_duration("7ns"), 7);
  EXPECT_EQ(parse_duration("20us"), 20'000);
  EXPECT_EQ(parse_duration("500ms"), 500'000'000);
  EXPECT_EQ(parse_duration("3s"), 3'000'000'000);
  EXPECT_EQ(parse_duration("1.5s"), 1'500'000'000);
  EXPECT_EQ(parse_duration("2min"), 120'000'000'000);
  EXPECT_EQ(parse_duration("0.25h"), 900'000'000'000);
  EXPECT_EQ(parse_duration("0"), 0);
}

TEST(Values, DurationsOfAnyOtherFormAreRefused) {
  for (const char* text : {"", "5", "s", "-1s", "1.s", ".5s", "1.5ns", "1,5s", "1 s", "1sec", "1.0000001s",
                           "99999999999999999999s", "400000000h"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(Values, DurationsAreWrittenInTheLargestWholeUnit) {
  for (const char* text : {"1500ms", "3s", "7ns", "2min", "1h", "0"})
    EXPECT_EQ(format_duration(*parse_duration(text)), text);
}

TEST(Values, MoneyHasTwoDecimalsOrNone) {
  EXPECT_EQ(parse_money("12.50"), 1250);
  EXPECT_EQ(parse_money("12"), 1200);
  EXPECT_EQ(parse_money("0.01"), 1);
  EXPECT_EQ(parse_money("9999999999.99"), 999'999'999'999);
  for (const char* text : {"", "12.5", "12.500", "-1", "1e3", "01", "10000000000", ".50", "12."}) {
    EXPECT_EQ(parse_money(text), std::nullopt) << text;
  }
}

TEST(Values, MoneyIsWrittenAsItIsRead) {
  EXPECT_EQ(format_money(1250), "12.50");
  EXPECT_EQ(format_money(1), "0.01");
  EXPECT_EQ(format_money(-250), "-2.50");
}

TEST(Values, NumbersKeepWithinTheirType) {
  EXPECT_EQ(parse_unsigned("18446744073709551615"), 18446744073709551615ULL);
  EXPECT_EQ(parse_unsigned("18446744073709551616"), std::nullopt);
  EXPECT_EQ(parse_unsigned("007"), std::nullopt);
  EXPECT_EQ(parse_signed("-5"), -5);
  EXPECT_EQ(parse_signed("9223372036854775808"), std::nullopt);
  EXPECT_EQ(parse_real("0.15"), 0.15);
  EXPECT_EQ(parse_real("nan"), std::nullopt);
  EXPECT_EQ(parse_real("1e999"), std::nullopt);
}

}  // namespace
}  // namespace mpos::load

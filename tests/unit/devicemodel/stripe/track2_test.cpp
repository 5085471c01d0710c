// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "devicemodel/stripe/decoder.hpp"

namespace mpos::stripe {
namespace {

TEST(Track2, IsTakenApart) {
  const auto track = parse_track2("6222021234567890128=30122201234567800");
  ASSERT_TRUE(track);
  EXPECT_EQ(track->pan, std::string_view{"6222021234567890128"});
  EXPECT_EQ(track->expiry, std::string_view{"3012"});
  EXPECT_EQ(track->service_code, std::string_view{"220"});
  EXPECT_EQ(track->discretionary, std::string_view{"1234567800"});
}

TEST(Track2, MayEndAfterTheServiceCodeAndNeedNoLuhn) {
  const auto track = parse_track2("6221558812340000=3012101");
  ASSERT_TRUE(track);
  EXPECT_EQ(track->service_code, std::string_view{"101"});
  EXPECT_TRUE(track->discretionary.empty());
}

TEST(Track2, IsRefusedWhenItIsNotOne) {
  EXPECT_EQ(parse_track2("").error(), TrackError::no_signal);
  EXPECT_EQ(parse_track2("6222021234567890128=301222012345678000").error(), TrackError::too_long);
  for (const char* text :
       {"6222021234567890128", "6222021234567890128=", "6222021234567890128=301222", "=3012220", "1234567=3012220",
        "62220212345678901281=3012220", "622202123456789012A=3012220", "6222021234567890128=3012=20",
        "6222021234567890128=3012220=1", "6222021234567890128=301222O", "4111 1111 1111=3012220"}) {
    EXPECT_EQ(parse_track2(text).error(), TrackError::bad_content) << text;
  }
}

TEST(ServiceCode, SaysWhatTheTableOfIso7813Says) {
  struct Row {
    const char* code;
    bool chip, pin, pin_if_pad, cash;
  };
  const Row rows[] = {
      {"101", false, false, false, false}, {"201", true, false, false, false},  {"501", false, false, false, false},
      {"601", true, false, false, false},  {"701", false, false, false, false}, {"901", false, false, false, false},
      {"120", false, true, false, false},  {"121", false, false, false, false}, {"122", false, false, false, false},
      {"123", false, true, false, true},   {"124", false, false, false, true},  {"125", false, true, false, false},
      {"126", false, false, true, false},  {"127", false, false, true, false},  {"220", true, true, false, false},
      {"623", true, true, false, true},    {"247", true, false, true, false},   {"128", false, false, false, false},
  };
  for (const Row& row : rows) {
    const ServiceCodeRules rules = service_code_rules(row.code);
    EXPECT_EQ(rules.chip_present, row.chip) << row.code;
    EXPECT_EQ(rules.pin_required, row.pin) << row.code;
    EXPECT_EQ(rules.pin_if_pad, row.pin_if_pad) << row.code;
    EXPECT_EQ(rules.cash_only, row.cash) << row.code;
  }
  for (const char* code : {"", "2", "22", "2200", "2x0"}) {
    const ServiceCodeRules rules = service_code_rules(code);
    EXPECT_FALSE(rules.chip_present || rules.pin_required || rules.pin_if_pad || rules.cash_only) << code;
  }
}

}  // namespace
}  // namespace mpos::stripe

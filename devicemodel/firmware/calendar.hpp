// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "devicemodel/firmware/text.hpp"
#include "devicemodel/hal/hal.hpp"

namespace mpos::firmware {

/// Seconds since 1970-01-01 00:00:00 of the same local time (proleptic Gregorian; Hinnant, days_from_civil).
constexpr std::int64_t seconds_of(const hal::CalendarTime& time) noexcept {
  const std::int64_t year = time.month <= 2 ? std::int64_t{time.year} - 1 : std::int64_t{time.year};
  const std::int64_t era = year / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month = (std::int64_t{time.month} + 9) % 12;
  const std::int64_t day_of_year = (153 * month + 2) / 5 + time.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  const std::int64_t days = era * 146097 + day_of_era - 719468;
  return ((days * 24 + time.hour) * 60 + time.minute) * 60 + time.second;
}

/// The moment 14 digits YYYYMMDDhhmmss name, or nothing when they name none.
inline std::optional<hal::CalendarTime> parse_time14(std::string_view text) noexcept {
  if (text.size() != 14 || !parse_decimal(text)) return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t count) { return *parse_decimal(part(text, from, count)); };
  hal::CalendarTime time;
  time.year = static_cast<std::uint16_t>(number(0, 4));
  time.month = static_cast<std::uint8_t>(number(4, 2));
  time.day = static_cast<std::uint8_t>(number(6, 2));
  time.hour = static_cast<std::uint8_t>(number(8, 2));
  time.minute = static_cast<std::uint8_t>(number(10, 2));
  time.second = static_cast<std::uint8_t>(number(12, 2));
  constexpr std::uint8_t month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (time.year < 1970 || time.month < 1 || time.month > 12 || time.hour > 23 || time.minute > 59 || time.second > 59) {
    return std::nullopt;
  }
  const bool leap = (time.year % 4 == 0 && time.year % 100 != 0) || time.year % 400 == 0;
  const int days = month_days[time.month - 1] + (leap && time.month == 2 ? 1 : 0);
  if (time.day < 1 || time.day > days) return std::nullopt;
  return time;
}

}  // namespace mpos::firmware

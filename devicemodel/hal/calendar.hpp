// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Arithmetic on hal::CalendarTime: proleptic Gregorian, no time zones, no leap seconds. Header only; firmware may use
/// it.
#include <cstdint>
#include <optional>
#include <string_view>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/hal/hal.hpp"

namespace mpos::hal {

constexpr bool is_leap_year(unsigned year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/// 28 to 31; 0 for a month that does not exist.
constexpr unsigned days_in_month(unsigned year, unsigned month) noexcept {
  constexpr unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12) return 0;
  return month == 2 && is_leap_year(year) ? 29U : days[month - 1];
}

/// Whether the clock can keep it: 2000-01-01 00:00:00 to 2099-12-31 23:59:59.
constexpr bool is_valid(const CalendarTime& t) noexcept {
  return t.year >= 2000 && t.year <= 2099 && t.day >= 1 && t.day <= days_in_month(t.year, t.month) && t.hour <= 23 &&
         t.minute <= 59 && t.second <= 59;
}

/// Days from 2000-01-01; `t` must be valid. Source: Howard Hinnant, chrono-compatible low-level date algorithms.
constexpr std::int64_t days_since_2000(const CalendarTime& t) noexcept {
  const std::int64_t year = t.month <= 2 ? t.year - 1 : t.year;
  const std::int64_t era = year / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (t.month + (t.month > 2 ? -3 : 9)) + 2) / 5 + t.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  constexpr std::int64_t day_zero = 730425;  // 2000-01-01 counted from 0000-03-01
  return era * 146097 + day_of_era - day_zero;
}

/// Seconds from 2000-01-01 00:00:00; `t` must be valid.
constexpr std::int64_t seconds_since_2000(const CalendarTime& t) noexcept {
  return ((days_since_2000(t) * 24 + t.hour) * 60 + t.minute) * 60 + t.second;
}

/// The inverse of seconds_since_2000(); `seconds` from 0 (2000) to before the year 10000.
constexpr CalendarTime from_seconds_since_2000(std::int64_t seconds) noexcept {
  const std::int64_t day = seconds / 86400;
  const std::int64_t in_day = seconds % 86400;
  const std::int64_t shifted = day + 730425;
  const std::int64_t era = shifted / 146097;
  const std::int64_t day_of_era = shifted % 146097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;  // 0 is March
  CalendarTime t;
  t.day = static_cast<std::uint8_t>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  t.month = static_cast<std::uint8_t>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  t.year = static_cast<std::uint16_t>(year_of_era + era * 400 + (t.month <= 2 ? 1 : 0));
  t.hour = static_cast<std::uint8_t>(in_day / 3600);
  t.minute = static_cast<std::uint8_t>(in_day / 60 % 60);
  t.second = static_cast<std::uint8_t>(in_day % 60);
  return t;
}

/// `to` minus `from`; negative when `to` is earlier. Both valid.
constexpr std::int64_t seconds_between(const CalendarTime& from, const CalendarTime& to) noexcept {
  return seconds_since_2000(to) - seconds_since_2000(from);
}

namespace detail {

/// Fills the places of `pattern` (a letter stands for a digit of that field, anything else for itself) from `text`.
inline std::optional<CalendarTime> parse_calendar(std::string_view pattern, std::string_view text) noexcept {
  if (text.size() != pattern.size()) return std::nullopt;
  unsigned year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    unsigned* field = nullptr;
    switch (pattern[i]) {
      case 'Y': field = &year; break;
      case 'M': field = &month; break;
      case 'D': field = &day; break;
      case 'h': field = &hour; break;
      case 'm': field = &minute; break;
      case 's': field = &second; break;
      default:
        if (text[i] != pattern[i]) return std::nullopt;
        continue;
    }
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    *field = *field * 10 + static_cast<unsigned>(text[i] - '0');
  }
  const CalendarTime t{static_cast<std::uint16_t>(year),  static_cast<std::uint8_t>(month),
                       static_cast<std::uint8_t>(day),    static_cast<std::uint8_t>(hour),
                       static_cast<std::uint8_t>(minute), static_cast<std::uint8_t>(second)};
  if (!is_valid(t)) return std::nullopt;
  return t;
}

template <std::size_t N>
FixedString<N> format_calendar(std::string_view pattern, const CalendarTime& t) noexcept {
  unsigned year = t.year, month = t.month, day = t.day, hour = t.hour, minute = t.minute, second = t.second;
  char out[N] = {};
  for (std::size_t i = N; i-- > 0;) {  // from the last digit of each field to its first
    unsigned* field = nullptr;
    switch (pattern[i]) {
      case 'Y': field = &year; break;
      case 'M': field = &month; break;
      case 'D': field = &day; break;
      case 'h': field = &hour; break;
      case 'm': field = &minute; break;
      case 's': field = &second; break;
      default: out[i] = pattern[i]; continue;
    }
    out[i] = static_cast<char>('0' + *field % 10);
    *field /= 10;
  }
  return FixedString<N>{std::string_view{out, N}};
}

}  // namespace detail

/// Reads "YYYY-MM-DD hh:mm:ss"; nothing when the form or the date is wrong.
inline std::optional<CalendarTime> parse_calendar(std::string_view text) noexcept {
  return detail::parse_calendar("YYYY-MM-DD hh:mm:ss", text);
}
/// Writes "YYYY-MM-DD hh:mm:ss".
inline FixedString<19> format_calendar(const CalendarTime& t) noexcept {
  return detail::format_calendar<19>("YYYY-MM-DD hh:mm:ss", t);
}
/// Reads the 14 digits YYYYMMDDhhmmss, as hosts send them.
inline std::optional<CalendarTime> parse_calendar_digits(std::string_view text) noexcept {
  return detail::parse_calendar("YYYYMMDDhhmmss", text);
}
/// Writes the 14 digits YYYYMMDDhhmmss.
inline FixedString<14> format_calendar_digits(const CalendarTime& t) noexcept {
  return detail::format_calendar<14>("YYYYMMDDhhmmss", t);
}

}  // namespace mpos::hal

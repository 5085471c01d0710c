// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace mpos::load {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t ns;
};
constexpr std::array units{Unit{"ns", 1},
                           Unit{"us", 1'000},
                           Unit{"ms", 1'000'000},
                           Unit{"s", 1'000'000'000},
                           Unit{"min", 60'000'000'000},
                           Unit{"h", 3'600'000'000'000}};
constexpr std::int64_t longest_ns = 10LL * 366 * 24 * 3'600'000'000'000;

}  // namespace

bool all_digits(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
  if (text == "0") return 0;
  const auto unit_at = text.find_first_not_of("0123456789.");
  if (unit_at == std::string_view::npos || unit_at == 0) return std::nullopt;
  const std::string_view unit_name = text.substr(unit_at);
  const auto unit = std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.name == unit_name; });
  if (unit == units.end()) return std::nullopt;
  const std::string_view number = text.substr(0, unit_at);
  const auto dot = number.find('.');
  const std::string_view whole = number.substr(0, dot);
  const std::string_view fraction = dot == std::string_view::npos ? std::string_view{} : number.substr(dot + 1);
  if (!all_digits(whole) || whole.size() > 18) return std::nullopt;
  if (dot != std::string_view::npos && (!all_digits(fraction) || fraction.size() > 6)) return std::nullopt;
  std::int64_t count = 0;
  std::from_chars(whole.data(), whole.data() + whole.size(), count);
  if (count > longest_ns / unit->ns) return std::nullopt;
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
  for (const char c : fraction) {
    numerator = numerator * 10 + (c - '0');
    denominator *= 10;
  }
  // At most 3.6e12 * 1e6, which fits.
  if (unit->ns * numerator % denominator != 0) return std::nullopt;
  const std::int64_t total = count * unit->ns + unit->ns * numerator / denominator;
  return total <= longest_ns ? std::optional{total} : std::nullopt;
}

std::string format_duration(std::int64_t ns) {
  if (ns == 0) return "0";
  const Unit* best = &units[0];
  for (const Unit& unit : units) {
    if (ns % unit.ns == 0 && unit.ns > best->ns) best = &unit;
  }
  return std::to_string(ns / best->ns) + std::string(best->name);
}

std::optional<std::int64_t> parse_money(std::string_view text) {
  const auto dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  if (!all_digits(whole) || whole.size() > 10 || (whole.size() > 1 && whole[0] == '0')) return std::nullopt;
  std::int64_t minor = *parse_signed(whole) * 100;
  if (dot == std::string_view::npos) return minor;
  const std::string_view cents = text.substr(dot + 1);
  if (cents.size() != 2 || !all_digits(cents)) return std::nullopt;
  return minor + (cents[0] - '0') * 10 + (cents[1] - '0');
}

std::string format_money(std::int64_t minor) {
  std::string digits = std::to_string(minor < 0 ? -minor : minor);
  if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
  digits.insert(digits.size() - 2, 1, '.');
  return minor < 0 ? "-" + digits : digits;
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text) {
  if (!all_digits(text) || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> parse_signed(std::string_view text) {
  const bool negative = text.starts_with('-');
  const auto magnitude = parse_unsigned(negative ? text.substr(1) : text);
  constexpr auto highest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!magnitude || *magnitude > highest) return std::nullopt;
  const auto value = static_cast<std::int64_t>(*magnitude);
  return negative ? -value : value;
}

std::optional<double> parse_real(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace mpos::load

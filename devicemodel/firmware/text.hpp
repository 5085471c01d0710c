// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "devicemodel/base/fixed_vector.hpp"

namespace mpos::firmware {

/// `value` in decimal, zero-filled to exactly Width digits; the low digits when it is longer.
template <std::size_t Width>
FixedString<Width> decimal(std::uint64_t value) noexcept {
  char digits[Width];
  for (std::size_t i = Width; i > 0; --i) {
    digits[i - 1] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  return FixedString<Width>{std::string_view{digits, Width}};
}

/// The number in all-digit text of at most 18 characters, or nothing.
inline std::optional<std::uint64_t> parse_decimal(std::string_view text) noexcept {
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

/// Part of a text, clipped to it (substr without the throw).
constexpr std::string_view part(std::string_view text, std::size_t from, std::size_t count) noexcept {
  if (from >= text.size()) return {};
  return {text.data() + from, count < text.size() - from ? count : text.size() - from};
}

/// Writes `text` and spaces behind it to a field of Width characters; a longer text is cut.
template <std::size_t Width, std::size_t N>
void put_text(ByteVector<N>& out, std::string_view text) noexcept {
  for (std::size_t i = 0; i < Width; ++i) out.push_back(i < text.size() ? static_cast<std::uint8_t>(text[i]) : ' ');
}

/// Money as the display writes it: U+FFE5, then major units, a point, two digits; a minus in front when negative.
inline FixedString<40> money_text(std::int64_t minor) noexcept {
  FixedString<40> text;
  const auto magnitude = minor < 0 ? 0 - static_cast<std::uint64_t>(minor) : static_cast<std::uint64_t>(minor);
  if (minor < 0) text.append("-");
  text.append("\xEF\xBF\xA5");
  char digits[20];
  std::size_t count = 0;
  std::uint64_t major = magnitude / 100;
  do {
    digits[sizeof digits - ++count] = static_cast<char>('0' + major % 10);
    major /= 10;
  } while (major != 0);
  text.append({digits + sizeof digits - count, count});
  text.append(".");
  text.append(decimal<2>(magnitude % 100));
  return text;
}

}  // namespace mpos::firmware

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "devicemodel/base/bytes.hpp"

namespace mpos {

inline constexpr char hex_digits_upper[] = "0123456789ABCDEF";

/// The value of one hexadecimal digit of either case, or nothing.
constexpr std::optional<std::uint8_t> hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  return std::nullopt;
}

/// Writes 2 * bytes.size() upper-case characters to `out`.
inline void write_hex(Bytes bytes, std::span<char> out) noexcept {
  MPOS_ASSERT(out.size() >= 2 * bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    out[2 * i] = hex_digits_upper[bytes[i] >> 4];
    out[2 * i + 1] = hex_digits_upper[bytes[i] & 15];
  }
}

/// Reads an even count of hexadecimal digits into `out`. Answers the count of bytes, or nothing when the text is odd,
/// not hexadecimal, or longer than `out`.
inline std::optional<std::size_t> read_hex(std::string_view text, MutableBytes out) noexcept {
  if (text.size() % 2 != 0 || text.size() / 2 > out.size()) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = hex_value(text[i]);
    const auto low = hex_value(text[i + 1]);
    if (!high || !low) return std::nullopt;
    out[i / 2] = static_cast<std::uint8_t>((*high << 4) | *low);
  }
  return text.size() / 2;
}

}  // namespace mpos

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "devicemodel/base/bytes.hpp"

namespace mpos {

/// Two decimal digits as one byte; the low two of a larger number.
constexpr std::uint8_t bcd_byte(unsigned value) noexcept {
  return static_cast<std::uint8_t>((value / 10 % 10) << 4 | value % 10);
}

/// `value` as 2 * N decimal digits with zeros in front; the low ones when it has more.
template <std::size_t N>
constexpr std::array<std::uint8_t, N> packed_bcd(std::uint64_t value) noexcept {
  std::array<std::uint8_t, N> out{};
  for (std::size_t i = N; i > 0; --i) {
    out[i - 1] = bcd_byte(static_cast<unsigned>(value % 100));
    value /= 100;
  }
  return out;
}

/// The number in at most 9 bytes of decimal digits, or nothing when one of them is none.
inline std::optional<std::uint64_t> bcd_number(Bytes bytes) noexcept {
  if (bytes.size() > 9) return std::nullopt;
  std::uint64_t number = 0;
  for (const std::uint8_t byte : bytes) {
    if (byte >> 4U > 9 || (byte & 15U) > 9) return std::nullopt;
    number = number * 100 + (byte >> 4U) * 10U + (byte & 15U);
  }
  return number;
}

}  // namespace mpos

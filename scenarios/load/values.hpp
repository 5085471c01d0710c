// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mpos::load {

/// `500ms`, `3s`, `1.5s`, `20us`, `2min`, `1h`, `7ns` or `0`, in nanoseconds; not negative, at most 10 years, at most 6
/// decimals, and only what comes to whole nanoseconds.
std::optional<std::int64_t> parse_duration(std::string_view text);
/// The shortest text parse_duration() reads back: `1500ms`, `3s`.
std::string format_duration(std::int64_t ns);

/// `12.50`, `12` or `0.01` in minor units of a two-decimal currency; at most 12 digits in all (field 4 of ISO 8583).
std::optional<std::int64_t> parse_money(std::string_view text);
std::string format_money(std::int64_t minor);

/// A whole decimal number without sign, spaces or leading zeros that would hint at a code (`0` itself is fine).
std::optional<std::uint64_t> parse_unsigned(std::string_view text);
std::optional<std::int64_t> parse_signed(std::string_view text);
/// A finite decimal number.
std::optional<double> parse_real(std::string_view text);

bool all_digits(std::string_view text) noexcept;

}  // namespace mpos::load

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "scenarios/decode/row.hpp"
#include "scenarios/decode/specimen.hpp"

namespace mpos::decode {

/// A row shows at most so many bytes of what has no form of its own.
inline constexpr std::size_t shown_bytes = 64;

/// "1 byte", "12 bytes".
std::string count_text(std::size_t count);
/// Decimal digits in the smallest unit as an amount with two decimals: "000000012850" is "128.50".
std::string money_text(std::string_view digits);
/// What cannot be read: `why`, and how these bytes begin.
Row wrong_row(const Specimen& specimen, std::size_t at, std::size_t size, std::string why, std::string note = {});

}  // namespace mpos::decode

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace mpos {

/// Takes the first code point off `text`. Nothing when the text is empty; U+FFFD (one byte taken) for a malformed
/// sequence, an overlong form, a surrogate or a value past U+10FFFF. Source: RFC 3629.
std::optional<char32_t> take_code_point(std::string_view& text) noexcept;

/// How many 8-dot columns a code point takes on the display: 2 for the East Asian wide blocks, else 1.
int display_columns(char32_t code_point) noexcept;

/// The sum of display_columns() over `text`.
int display_columns(std::string_view text) noexcept;

}  // namespace mpos

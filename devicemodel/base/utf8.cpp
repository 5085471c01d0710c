// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/base/utf8.hpp"

#include <cstddef>

namespace mpos {
namespace {
constexpr char32_t replacement = 0xFFFD;
}

std::optional<char32_t> take_code_point(std::string_view& text) noexcept {
  if (text.empty()) return std::nullopt;
  const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  std::size_t length = 1;
  char32_t value = first;
  char32_t lowest = 0;
  if (first >= 0x80) {
    if (first >= 0xC2 && first <= 0xDF) {
      length = 2, value = first & 0x1FU, lowest = 0x80;
    } else if (first >= 0xE0 && first <= 0xEF) {
      length = 3, value = first & 0x0FU, lowest = 0x800;
    } else if (first >= 0xF0 && first <= 0xF4) {
      length = 4, value = first & 0x07U, lowest = 0x10000;
    } else {
      text.remove_prefix(1);
      return replacement;
    }
    bool good = text.size() >= length;
    for (std::size_t i = 1; good && i < length; ++i) {
      good = (byte(i) & 0xC0U) == 0x80;
      value = (value << 6) | (byte(i) & 0x3FU);
    }
    if (!good || value < lowest || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
      text.remove_prefix(1);
      return replacement;
    }
  }
  text.remove_prefix(length);
  return value;
}

int display_columns(char32_t c) noexcept {
  const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
                    (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFF60) ||
                    (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x20000 && c <= 0x3FFFD);
  return wide ? 2 : 1;
}

int display_columns(std::string_view text) noexcept {
  int columns = 0;
  while (const auto c = take_code_point(text)) columns += display_columns(*c);
  return columns;
}

}  // namespace mpos

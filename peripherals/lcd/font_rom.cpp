// SPDX-License-Identifier: Apache-2.0
#include "peripherals/lcd/font_rom.hpp"

#include <algorithm>

#include "peripherals/lcd/font_data.hpp"

namespace mpos::lcd {
namespace {

std::optional<std::size_t> find(const std::uint16_t* codes, std::size_t count, char32_t code_point) {
  const auto* end = codes + count;
  const auto* at = std::lower_bound(codes, end, code_point);
  if (at == end || *at != code_point) return std::nullopt;
  return static_cast<std::size_t>(at - codes);
}

}  // namespace

std::optional<hal::Glyph> FontRom::glyph(char32_t code_point) const {
  using namespace font_data;
  if (const auto i = find(narrow_codes, narrow_count, code_point)) return hal::Glyph{8, {narrow_rows + *i * 16, 16}};
  if (const auto i = find(wide_codes, wide_count, code_point)) return hal::Glyph{16, {wide_rows + *i * 32, 32}};
  return std::nullopt;
}

std::size_t FontRom::size() {
  return font_data::narrow_count + font_data::wide_count;
}

}  // namespace mpos::lcd

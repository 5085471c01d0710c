// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

/// The arrays make_font.py writes. narrow: 8 x 16 dots, 16 bytes; wide: 16 x 16 dots, 32 bytes; rows as in hal::Glyph.
/// codes rise; rows follow them; slots is a hash table from bitmap to index + 1 (0: free), probed linearly.
namespace mpos::lcd::font_data {

extern const std::size_t narrow_count;
extern const std::size_t narrow_slot_count;
extern const std::uint16_t narrow_codes[];
extern const std::uint16_t narrow_slots[];
extern const std::uint8_t narrow_rows[];
extern const std::size_t wide_count;
extern const std::size_t wide_slot_count;
extern const std::uint16_t wide_codes[];
extern const std::uint16_t wide_slots[];
extern const std::uint8_t wide_rows[];

}  // namespace mpos::lcd::font_data

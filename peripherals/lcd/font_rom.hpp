// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/hal/hal.hpp"

namespace mpos::lcd {

/// The glyph ROM: read-only data of the program, one copy for all readers, ready without any start-up work.
/// Latin, punctuation and box drawing 8 x 16; Chinese, kana and full-width forms 16 x 16.
class FontRom final : public hal::GlyphRom {
 public:
  std::optional<hal::Glyph> glyph(char32_t code_point) const override;
  /// How many glyphs it holds.
  static std::size_t size();
};

}  // namespace mpos::lcd

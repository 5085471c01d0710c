// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/hal/hal.hpp"

namespace mpos::firmware {

/// Four lines of sixteen columns on the 128 x 64 dots. Text goes into lines; flush() sends only lines that changed.
class Screen {
 public:
  static constexpr int lines = 4;
  static constexpr int columns = 16;
  using Line = FixedString<64>;

  Screen(hal::Display& display, const hal::GlyphRom& glyphs) noexcept : display_(display), glyphs_(glyphs) {}

  /// Wakes the controller: off, page addressing, contrast, upright, all dots cleared, on (SSD1306 data sheet, section
  /// 10).
  void start() noexcept;
  /// Empties all four lines; nothing is sent before flush().
  void clear() noexcept;
  /// Line 1: inverse, `service` from the left, "SIM" at the right end; for "SIMULATOR" alone give center_title().
  void title(std::string_view service) noexcept;
  void center_title(std::string_view text) noexcept;
  /// Lines 1 to 3 (the second to the fourth), centred. Text past 16 columns is cut.
  void center(int line, std::string_view text) noexcept;
  void flush() noexcept;
  std::string_view line(int index) const noexcept { return wanted_[static_cast<std::size_t>(index)].view(); }

 private:
  void draw(int line, std::string_view text, bool inverse) noexcept;

  hal::Display& display_;
  const hal::GlyphRom& glyphs_;
  std::array<Line, lines> wanted_;
  std::array<Line, lines> shown_;
  bool all_stale_ = true;
};

}  // namespace mpos::firmware

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "devicemodel/base/utf8.hpp"
#include "peripherals/lcd/controller.hpp"
#include "peripherals/lcd/font_rom.hpp"

namespace mpos::lcd {

/// Draws text as a simple firmware would: one 16-dot line at a time, from a column of 8 dots.
class Canvas {
 public:
  explicit Canvas(hal::Display& display) : display_(display) {}

  void line(unsigned line, std::string_view text, bool inverse = false, std::size_t column = 0) {
    std::array<std::uint8_t, 128> upper{};
    std::array<std::uint8_t, 128> lower{};
    std::size_t x = column * 8;
    while (const auto c = take_code_point(text)) {
      const auto glyph = rom_.glyph(*c);
      if (!glyph) continue;
      const auto width = static_cast<std::size_t>(glyph->width_px);
      for (std::size_t i = 0; i < width && x < 128; ++i, ++x) {
        for (std::size_t y = 0; y < 16; ++y) {
          const unsigned lit = (glyph->rows[y * width / 8 + i / 8] >> (7 - i % 8)) & 1U;
          std::uint8_t& byte = y < 8 ? upper[x] : lower[x];
          byte = static_cast<std::uint8_t>(byte | (lit << (y % 8)));
        }
      }
    }
    if (inverse) {
      for (auto& byte : upper) byte = static_cast<std::uint8_t>(~byte);
      for (auto& byte : lower) byte = static_cast<std::uint8_t>(~byte);
    }
    page(line * 2, upper);
    page(line * 2 + 1, lower);
  }

  void page(unsigned number, Bytes columns) {
    display_.command(static_cast<std::uint8_t>(0xB0 + number));
    display_.command(0x00);
    display_.command(0x10);
    display_.data(columns);
  }

 private:
  hal::Display& display_;
  FontRom rom_;
};

}  // namespace mpos::lcd

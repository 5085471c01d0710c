// SPDX-License-Identifier: Apache-2.0
#include "scenarios/runner/picture.hpp"

namespace mpos::runner {

bool dot_at(const bus::v1::Screen& screen, int column, int row) {
  const std::string& dots = screen.dots();
  const auto at = static_cast<std::size_t>(row / 8 * lcd_columns + column);
  if (!screen.on() || at >= dots.size()) return false;
  const bool lit = (static_cast<unsigned char>(dots[at]) >> (row % 8) & 1U) != 0;
  return lit != screen.inverse();
}

std::string draw_blocks(const bus::v1::Screen& screen) {
  constexpr const char* glyphs[] = {" ", "▀", "▄", "█"};
  std::string rule;
  for (int i = 0; i < lcd_columns; ++i) rule += "─";
  std::string out = "┌" + rule + "┐\n";
  for (int row = 0; row < lcd_rows; row += 2) {
    out += "│";
    for (int column = 0; column < lcd_columns; ++column) {
      out += glyphs[(dot_at(screen, column, row) ? 1 : 0) + (dot_at(screen, column, row + 1) ? 2 : 0)];
    }
    out += "│\n";
  }
  return out + "└" + rule + "┘ SIMULATOR\n";
}

std::string draw_svg(const bus::v1::Screen& screen) {
  std::string path;
  for (int row = 0; row < lcd_rows; ++row) {
    for (int column = 0; column < lcd_columns;) {
      if (!dot_at(screen, column, row)) {
        ++column;
        continue;
      }
      const int from = column;
      while (column < lcd_columns && dot_at(screen, column, row)) ++column;
      const std::string width = std::to_string(column - from);
      path += "M" + std::to_string(from) + " " + std::to_string(row) + "h" + width + "v1h-" + width + "z";
    }
  }
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"256\" height=\"128\" viewBox=\"0 0 128 64\" "
         "shape-rendering=\"crispEdges\">"
         "<rect width=\"128\" height=\"64\" fill=\"" +
         std::string(screen.on() ? "#C6D7BB" : "#828E7C") + "\"/><path fill=\"#15211B\" d=\"" + path + "\"/></svg>";
}

std::string draw_pbm(const bus::v1::Screen& screen) {
  std::string out = "P1\n# SIMULATOR\n128 64\n";
  for (int row = 0; row < lcd_rows; ++row) {
    for (int column = 0; column < lcd_columns; ++column) {
      out += dot_at(screen, column, row) ? '1' : '0';
      // Plain PBM wants lines of at most 70 characters.
      if (column == lcd_columns / 2 - 1) out += '\n';
    }
    out += '\n';
  }
  return out;
}

}  // namespace mpos::runner

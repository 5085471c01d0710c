// SPDX-License-Identifier: Apache-2.0
#include "scenarios/runner/picture.hpp"

#include <string_view>

namespace mpos::runner {

namespace {

std::string line_of(int columns) {
  std::string line;
  for (int i = 0; i < columns; ++i) line += "─";
  return line;
}

/// Rows of characters in a frame that says SIMULATOR; `columns` characters in each.
std::string framed(const std::string& rows, int columns) {
  constexpr std::string_view mark = " SIMULATOR ";
  return "┌" + line_of(columns) + "┐\n" + rows + "└─" + std::string(mark) +
         line_of(columns - 1 - static_cast<int>(mark.size())) + "┘\n";
}

void put_braille(std::string& out, unsigned pattern) {
  const unsigned code = 0x2800 + pattern;
  out += static_cast<char>(0xE0 | (code >> 12));
  out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
  out += static_cast<char>(0x80 | (code & 0x3F));
}

}  // namespace

bool dot_at(const bus::v1::Screen& screen, int column, int row) {
  const std::string& dots = screen.dots();
  const std::size_t at = static_cast<std::size_t>(row) / 8 * lcd_columns + static_cast<std::size_t>(column);
  if (!screen.on() || at >= dots.size()) return false;
  const bool lit = (static_cast<unsigned char>(dots[at]) >> (row % 8) & 1U) != 0;
  return lit != screen.inverse();
}

std::string draw_screen(const bus::v1::Screen& screen, int columns) {
  return columns >= lcd_columns + 2 ? draw_blocks(screen) : draw_braille(screen);
}

std::string draw_blocks(const bus::v1::Screen& screen) {
  constexpr const char* glyphs[] = {" ", "▀", "▄", "█"};
  std::string rows;
  for (int row = 0; row < lcd_rows; row += 2) {
    rows += "│";
    for (int column = 0; column < lcd_columns; ++column) {
      rows += glyphs[(dot_at(screen, column, row) ? 1 : 0) + (dot_at(screen, column, row + 1) ? 2 : 0)];
    }
    rows += "│\n";
  }
  return framed(rows, lcd_columns);
}

std::string draw_braille(const bus::v1::Screen& screen) {
  std::string rows;
  for (int row = 0; row < lcd_rows; row += 4) {
    rows += "│";
    for (int column = 0; column < lcd_columns; column += 2) {
      // Dots 1 to 3 go down the left column, 4 to 6 down the right, 7 and 8 are the bottom row.
      unsigned pattern = 0;
      for (int down = 0; down < 3; ++down) {
        if (dot_at(screen, column, row + down)) pattern |= 1U << down;
        if (dot_at(screen, column + 1, row + down)) pattern |= 8U << down;
      }
      if (dot_at(screen, column, row + 3)) pattern |= 0x40U;
      if (dot_at(screen, column + 1, row + 3)) pattern |= 0x80U;
      put_braille(rows, pattern);
    }
    rows += "│\n";
  }
  return framed(rows, lcd_columns / 2);
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
      path.append("M").append(std::to_string(from)).append(" ").append(std::to_string(row));
      path.append("h").append(width).append("v1h-").append(width).append("z");
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

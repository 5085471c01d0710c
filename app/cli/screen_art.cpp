// SPDX-License-Identifier: Apache-2.0
#include "app/cli/screen_art.hpp"

namespace mpos::cli {
namespace {

constexpr int width = 128;
constexpr int height = 64;

class Dots {
 public:
  explicit Dots(const bus::v1::Screen& screen) : screen_(screen) {}
  bool lit(int x, int y) const {
    if (!screen_.on() || screen_.dots().size() != 1024) return false;
    const auto byte = static_cast<unsigned char>(screen_.dots()[static_cast<std::size_t>(y / 8 * width + x)]);
    return (((byte >> (y % 8)) & 1) != 0) != screen_.inverse();
  }

 private:
  const bus::v1::Screen& screen_;
};

std::string rule(const char* left, const char* right, int columns) {
  std::string line = left;
  for (int i = 0; i < columns; ++i) line += "─";
  return line + right + "\n";
}

void put_braille(std::string& out, unsigned pattern) {
  const unsigned code = 0x2800 + pattern;
  out += static_cast<char>(0xE0 | (code >> 12));
  out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
  out += static_cast<char>(0x80 | (code & 0x3F));
}

}  // namespace

std::string draw_screen(const bus::v1::Screen& screen, int columns) {
  const Dots dots{screen};
  std::string out;
  if (columns >= width + 2) {
    out += rule("┌", "┐", width);
    for (int y = 0; y < height; y += 2) {
      out += "│";
      for (int x = 0; x < width; ++x) {
        const bool top = dots.lit(x, y);
        const bool bottom = dots.lit(x, y + 1);
        out += top && bottom ? "█" : top ? "▀" : bottom ? "▄" : " ";
      }
      out += "│\n";
    }
    return out + rule("└", "┘", width);
  }
  out += rule("┌", "┐", width / 2);
  for (int y = 0; y < height; y += 4) {
    out += "│";
    for (int x = 0; x < width; x += 2) {
      // Dots 1 to 3 go down the left column, 4 to 6 down the right, 7 and 8 are the bottom row.
      unsigned pattern = 0;
      for (int row = 0; row < 3; ++row) {
        if (dots.lit(x, y + row)) pattern |= 1U << row;
        if (dots.lit(x + 1, y + row)) pattern |= 8U << row;
      }
      if (dots.lit(x, y + 3)) pattern |= 0x40U;
      if (dots.lit(x + 1, y + 3)) pattern |= 0x80U;
      put_braille(out, pattern);
    }
    out += "│\n";
  }
  return out + rule("└", "┘", width / 2);
}

}  // namespace mpos::cli

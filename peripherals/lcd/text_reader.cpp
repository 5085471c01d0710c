// SPDX-License-Identifier: Apache-2.0
#include "peripherals/lcd/text_reader.hpp"

#include <bit>
#include <cstring>
#include <vector>

#include "devicemodel/base/utf8.hpp"
#include "peripherals/lcd/font_data.hpp"
#include "peripherals/lcd/font_rom.hpp"

namespace mpos::lcd {
namespace {

constexpr char32_t replacement = 0xFFFD;

// The same as hash_of() in make_font.py.
std::uint64_t hash_of(Bytes bitmap) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bitmap.size(); i += 8) {
    value = (value ^ load_be64(bitmap.data() + i)) * 0x9E3779B97F4A7C15ULL;
    value ^= value >> 29;
  }
  return value;
}

// Code point of a bitmap, or 0.
char32_t look_up(Bytes bitmap, const std::uint16_t* slots, std::size_t slot_count, const std::uint16_t* codes,
                 const std::uint8_t* rows) {
  for (std::size_t slot = hash_of(bitmap) % slot_count; slots[slot] != 0; slot = (slot + 1) % slot_count) {
    const std::size_t index = slots[slot] - 1U;
    if (std::memcmp(rows + index * bitmap.size(), bitmap.data(), bitmap.size()) == 0) return codes[index];
  }
  return 0;
}

// Eight columns (least significant bit on top) into eight rows (most significant bit left).
// Source: H. S. Warren, Hacker's Delight, 7-3, transposing an 8 x 8 bit matrix.
std::array<std::uint8_t, 8> rows_of(const std::uint8_t* columns) {
  std::uint64_t x = load_be64(columns);
  std::uint64_t t = (x ^ (x >> 7)) & 0x00AA00AA00AA00AAULL;
  x = x ^ t ^ (t << 7);
  t = (x ^ (x >> 14)) & 0x0000CCCC0000CCCCULL;
  x = x ^ t ^ (t << 14);
  t = (x ^ (x >> 28)) & 0x00000000F0F0F0F0ULL;
  x = x ^ t ^ (t << 28);
  // Now byte 7 (lowest) holds the bits that were least significant: row 0.
  std::array<std::uint8_t, 8> rows;
  for (std::size_t row = 0; row < 8; ++row) rows[row] = static_cast<std::uint8_t>(x >> (8 * row));
  return rows;
}

struct Cell {
  std::array<std::uint8_t, 16> rows;
};

Cell cell_of(const std::uint8_t* upper, const std::uint8_t* lower) {
  Cell cell;
  const auto top = rows_of(upper);
  const auto bottom = rows_of(lower);
  std::memcpy(cell.rows.data(), top.data(), 8);
  std::memcpy(cell.rows.data() + 8, bottom.data(), 8);
  return cell;
}

char32_t narrow_at(const Cell& cell, std::uint8_t flip) {
  std::array<std::uint8_t, 16> rows;
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::uint8_t>(cell.rows[i] ^ flip);
  return look_up(rows, font_data::narrow_slots, font_data::narrow_slot_count, font_data::narrow_codes,
                 font_data::narrow_rows);
}

char32_t wide_at(const Cell& left, const Cell& right, std::uint8_t flip) {
  std::array<std::uint8_t, 32> rows;
  for (std::size_t i = 0; i < 16; ++i) {
    rows[2 * i] = static_cast<std::uint8_t>(left.rows[i] ^ flip);
    rows[2 * i + 1] = static_cast<std::uint8_t>(right.rows[i] ^ flip);
  }
  return look_up(rows, font_data::wide_slots, font_data::wide_slot_count, font_data::wide_codes, font_data::wide_rows);
}

void append(std::string& text, char32_t c) {
  const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6)), put(0x80 | (c & 0x3F));
  } else {
    put(0xE0 | (c >> 12)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
  }
}

}  // namespace

std::string recognise_line(Bytes upper, Bytes lower) {
  MPOS_ASSERT(upper.size() == lower.size() && upper.size() % 8 == 0);
  int lit = 0;
  for (std::size_t i = 0; i < upper.size(); ++i) lit += std::popcount(upper[i]) + std::popcount(lower[i]);
  if (lit == 0) return {};
  // Text leaves most dots dark, so a line that is mostly lit is an inverse one.
  const std::uint8_t main = lit > static_cast<int>(upper.size()) * 8 ? 0xFF : 0x00;
  const auto other = static_cast<std::uint8_t>(~main);

  const std::size_t columns = upper.size() / 8;
  std::vector<Cell> cells(columns);
  for (std::size_t i = 0; i < columns; ++i) cells[i] = cell_of(upper.data() + 8 * i, lower.data() + 8 * i);

  std::string text;
  std::size_t end = 0;  // behind the last character that is no space
  for (std::size_t i = 0; i < columns; ++i) {
    char32_t found = 0;
    for (const std::uint8_t flip : {main, other}) {
      if (i + 1 < columns) found = wide_at(cells[i], cells[i + 1], flip);
      if (found != 0) {
        ++i;
        break;
      }
      found = narrow_at(cells[i], flip);
      if (found != 0) break;
    }
    append(text, found != 0 ? found : replacement);
    if (found != U' ') end = text.size();
  }
  text.resize(end);
  return text;
}

Lines recognise(const Dots& dots) {
  constexpr std::size_t width = hal::Display::width_px;
  Lines lines;
  for (std::size_t line = 0; line < lines.size(); ++line) {
    const Bytes pages = Bytes{dots}.subspan(line * 2 * width, 2 * width);
    lines[line] = recognise_line(pages.first(width), pages.subspan(width));
  }
  return lines;
}

Lines Frame::lines() const {
  return on ? recognise(dots) : Lines{};
}

std::string canonical(std::string_view text) {
  // Drawn and read back, so that there is one rule only. What the ROM lacks is drawn as a cell that is no glyph.
  static constexpr std::array<std::uint8_t, 16> no_glyph = {0x55, 0xAA, 0x01, 0x80, 0x55, 0xAA, 0x01, 0x80,
                                                            0x55, 0xAA, 0x01, 0x80, 0x55, 0xAA, 0x01, 0x80};
  const FontRom rom;
  std::vector<std::uint8_t> upper;
  std::vector<std::uint8_t> lower;
  while (const auto c = take_code_point(text)) {
    const hal::Glyph glyph = rom.glyph(*c).value_or(hal::Glyph{8, no_glyph});
    const auto width = static_cast<std::size_t>(glyph.width_px);
    for (std::size_t x = 0; x < width; ++x) {
      unsigned column = 0;
      for (std::size_t y = 0; y < 16; ++y) {
        const unsigned byte = glyph.rows[y * width / 8 + x / 8];
        column |= ((byte >> (7 - x % 8)) & 1U) << y;
      }
      upper.push_back(static_cast<std::uint8_t>(column));
      lower.push_back(static_cast<std::uint8_t>(column >> 8));
    }
  }
  // On a whole line of the screen, where mostly dark means not inverse.
  constexpr std::size_t width = hal::Display::width_px;
  if (upper.size() < width) upper.resize(width), lower.resize(width);
  return recognise_line(upper, lower);
}

}  // namespace mpos::lcd

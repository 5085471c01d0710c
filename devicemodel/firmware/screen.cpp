// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/screen.hpp"

#include "devicemodel/base/utf8.hpp"

namespace mpos::firmware {
namespace {

constexpr int glyph_rows = 16;

void append_spaces(Screen::Line& line, int count) noexcept {
  for (int i = 0; i < count; ++i) (void)line.try_append(" ");
}

// Appends as much of `text` as fits in `columns` and answers the columns used.
int append_cut(Screen::Line& line, std::string_view text, int columns) noexcept {
  int used = 0;
  while (!text.empty()) {
    const char* start = text.data();
    const auto code_point = take_code_point(text);
    const int width = code_point ? display_columns(*code_point) : 0;
    if (used + width > columns) break;
    if (!line.try_append({start, static_cast<std::size_t>(text.data() - start)})) break;
    used += width;
  }
  return used;
}

}  // namespace

void Screen::start() noexcept {
  // Off; page addressing mode (20 02); start line 0; contrast CF; columns and rows upright (A0, C0); RAM shown; not
  // inverse; on.
  constexpr std::uint8_t wake[] = {0xAE, 0x20, 0x02, 0x40, 0x81, 0xCF, 0xA0, 0xC0, 0xA4, 0xA6};
  for (const std::uint8_t byte : wake) display_.command(byte);
  all_stale_ = true;
  clear();
  flush();
  display_.command(0xAF);
}

void Screen::clear() noexcept {
  for (Line& line : wanted_) line.clear();
}

void Screen::title(std::string_view service) noexcept {
  constexpr std::string_view tag = "SIM";
  constexpr int room = columns - static_cast<int>(tag.size());
  Line& line = wanted_[0];
  line.clear();
  const int used = append_cut(line, service, room);
  append_spaces(line, room - used);
  (void)line.try_append(tag);
}

void Screen::center_title(std::string_view text) noexcept {
  center(0, text);
}

void Screen::center(int line, std::string_view text) noexcept {
  MPOS_ASSERT(line >= 0 && line < lines);
  Line& wanted = wanted_[static_cast<std::size_t>(line)];
  wanted.clear();
  const int width = display_columns(text);
  append_spaces(wanted, width < columns ? (columns - width) / 2 : 0);
  (void)append_cut(wanted, text, columns);
}

void Screen::flush() noexcept {
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    if (!all_stale_ && wanted_[i] == shown_[i]) continue;
    draw(static_cast<int>(i), wanted_[i], i == 0 && !wanted_[i].empty());
    shown_[i] = wanted_[i];
  }
  all_stale_ = false;
}

void Screen::draw(int line, std::string_view text, bool inverse) noexcept {
  std::array<std::array<std::uint8_t, hal::Display::width_px>, 2> page{};
  int x = 0;
  while (!text.empty() && x < hal::Display::width_px) {
    const auto code_point = take_code_point(text);
    if (!code_point) break;
    auto glyph = glyphs_.glyph(*code_point);
    if (!glyph) glyph = glyphs_.glyph(U'?');
    const int width = glyph ? glyph->width_px : 8;
    if (glyph && x + width <= hal::Display::width_px) {
      const auto bytes_a_row = static_cast<std::size_t>(width / 8);
      for (int row = 0; row < glyph_rows; ++row) {
        for (int column = 0; column < width; ++column) {
          const std::uint8_t byte =
              glyph->rows[static_cast<std::size_t>(row) * bytes_a_row + static_cast<std::size_t>(column) / 8];
          if ((byte & (0x80U >> (column % 8))) == 0) continue;
          std::uint8_t& target = page[static_cast<std::size_t>(row) / 8][static_cast<std::size_t>(x + column)];
          target = static_cast<std::uint8_t>(target | (1U << (row % 8)));
        }
      }
    }
    x += width;
  }
  for (std::size_t half = 0; half < page.size(); ++half) {
    if (inverse) {
      for (std::uint8_t& byte : page[half]) byte = static_cast<std::uint8_t>(~byte);
    }
    display_.command(static_cast<std::uint8_t>(0xB0 + 2 * line + static_cast<int>(half)));
    display_.command(0x00);  // column 0, low nibble
    display_.command(0x10);  // column 0, high nibble
    display_.data(page[half]);
  }
}

}  // namespace mpos::firmware

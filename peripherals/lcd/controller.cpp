// SPDX-License-Identifier: Apache-2.0
#include "peripherals/lcd/controller.hpp"

#include <cstring>

#include "peripherals/lcd/text_reader.hpp"

namespace mpos::lcd {
namespace {

constexpr std::size_t width = hal::Display::width_px;
constexpr std::size_t page_count = hal::Display::pages;

// How many argument bytes follow a command that has some; 0 for the others.
unsigned arguments_of(std::uint8_t command) {
  switch (command) {
    case 0x20:  // addressing mode
    case 0x81:  // contrast
    case 0x8D:  // charge pump
    case 0xA8:  // multiplex ratio
    case 0xD3:  // display offset
    case 0xD5:  // clock divide
    case 0xD9:  // pre-charge
    case 0xDA:  // COM pins
    case 0xDB:  // VCOMH
      return 1;
    case 0x21:
    case 0x22:  // column and page range of the other addressing modes
    case 0xA3:  // vertical scroll area
      return 2;
    case 0x29:
    case 0x2A:  // vertical and horizontal scroll
      return 5;
    case 0x26:
    case 0x27:  // horizontal scroll
      return 6;
    default: return 0;
  }
}

}  // namespace

void Controller::command(std::uint8_t byte) {
  if (arguments_missing_ > 0) return argument(byte);
  if (const unsigned arguments = arguments_of(byte); arguments > 0) {
    pending_ = byte;
    arguments_missing_ = arguments;
    return;
  }
  const auto set = [](bool& place, bool value, bool& changed) {
    if (place == value) return;
    place = value;
    changed = true;
  };
  if (byte <= 0x0F) {
    column_ = static_cast<std::uint8_t>((column_ & 0x70) | byte);
  } else if (byte <= 0x1F) {
    column_ = static_cast<std::uint8_t>((column_ & 0x0F) | ((byte & 0x07) << 4));
  } else if (byte >= 0x40 && byte <= 0x7F) {
    const auto line = static_cast<std::uint8_t>(byte & 0x3F);
    mapping_changed_ = mapping_changed_ || line != start_line_;
    start_line_ = line;
  } else if (byte >= 0xB0 && byte <= 0xB7) {
    page_ = byte & 7;
  } else if (byte == 0xA0 || byte == 0xA1) {
    segment_remap_ = byte == 0xA1;
  } else if (byte == 0xA4 || byte == 0xA5) {
    set(all_on_, byte == 0xA5, mapping_changed_);
  } else if (byte == 0xA6 || byte == 0xA7) {
    set(inverse_, byte == 0xA7, settings_changed_);
  } else if (byte == 0xAE || byte == 0xAF) {
    set(on_, byte == 0xAF, settings_changed_);
  } else if (byte == 0xC0 || byte == 0xC8) {
    set(scan_reversed_, byte == 0xC8, mapping_changed_);
  } else if (byte != 0xE3 && byte != 0x2E && byte != 0x2F) {  // no operation, scroll off and on
    ++unknown_commands_;
  }
}

void Controller::argument(std::uint8_t byte) {
  --arguments_missing_;
  if (pending_ == 0x81) {
    settings_changed_ = settings_changed_ || contrast_ != byte;
    contrast_ = byte;
  } else if ((pending_ == 0x20 && (byte & 3) != 2) ||
             ((pending_ == 0x21 || pending_ == 0x22) && arguments_missing_ == 0)) {
    ++unknown_commands_;  // only page addressing is there
  }
}

void Controller::data(Bytes column_bytes) {
  std::uint8_t* page = memory_.data() + page_ * width;
  bool changed = false;
  for (const std::uint8_t byte : column_bytes) {
    std::uint8_t& place = page[segment_remap_ ? width - 1 - column_ : column_];
    changed = changed || place != byte;
    place = byte;
    column_ = static_cast<std::uint8_t>((column_ + 1) % width);
  }
  if (changed) dirty_pages_ = static_cast<std::uint8_t>(dirty_pages_ | (1U << page_));
}

void Controller::reset() {
  memory_.fill(0);
  page_ = column_ = start_line_ = 0;
  contrast_ = 0x7F;
  on_ = inverse_ = all_on_ = segment_remap_ = scan_reversed_ = false;
  arguments_missing_ = 0;
  mapping_changed_ = settings_changed_ = true;
}

// What stands at a place of the glass: row y of it shows memory row y + start line, top and bottom changed by the scan
// direction, over the edge back to the first row.
std::uint8_t Controller::seen_byte(std::size_t page, std::size_t column) const {
  unsigned byte = 0;
  for (unsigned bit = 0; bit < 8; ++bit) {
    const auto y = static_cast<unsigned>(page * 8 + bit);
    const unsigned row = ((scan_reversed_ ? 63 - y : y) + start_line_) % 64;
    byte |= ((memory_[row / 8 * width + column] >> (row % 8)) & 1U) << bit;
  }
  return static_cast<std::uint8_t>(byte);
}

// Brings one page of the frame up to date; whether it changed.
bool Controller::refresh_page(std::size_t page) {
  std::array<std::uint8_t, width> seen;
  if (all_on_) {
    seen.fill(0xFF);
  } else if (start_line_ == 0 && !scan_reversed_) {
    std::memcpy(seen.data(), memory_.data() + page * width, width);
  } else {
    for (std::size_t column = 0; column < width; ++column) seen[column] = seen_byte(page, column);
  }
  std::uint8_t* shown = frame_.dots.data() + page * width;
  if (std::memcmp(shown, seen.data(), width) == 0) return false;
  std::memcpy(shown, seen.data(), width);
  stale_lines_ = static_cast<std::uint8_t>(stale_lines_ | (1U << (page / 2)));
  return true;
}

std::optional<Frame> Controller::commit() {
  if (dirty_pages_ == 0 && !mapping_changed_ && !settings_changed_) return std::nullopt;
  const bool whole = mapping_changed_ || start_line_ != 0 || scan_reversed_;
  bool dots_changed = false;
  for (std::size_t page = 0; page < page_count; ++page) {
    if (whole || ((dirty_pages_ >> page) & 1) != 0) dots_changed = refresh_page(page) || dots_changed;
  }
  const bool changed = dots_changed || on_ != frame_.on || inverse_ != frame_.inverse || contrast_ != frame_.contrast;
  dirty_pages_ = 0;
  mapping_changed_ = settings_changed_ = false;
  if (!changed) return std::nullopt;
  if (on_ != frame_.on) stale_lines_ = 0x0F;
  frame_.on = on_;
  frame_.inverse = inverse_;
  frame_.contrast = contrast_;
  ++frame_.number;
  return frame_;
}

const Lines& Controller::lines() {
  for (std::size_t line = 0; line < lines_.size(); ++line) {
    if (((stale_lines_ >> line) & 1) == 0) continue;
    const Bytes dots = Bytes{frame_.dots}.subspan(line * 2 * width, 2 * width);
    lines_[line] = frame_.on ? recognise_line(dots.first(width), dots.subspan(width)) : std::string{};
  }
  stale_lines_ = 0;
  return lines_;
}

}  // namespace mpos::lcd

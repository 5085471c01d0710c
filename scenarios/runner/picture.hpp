// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mpos/bus/v1/bus.pb.h"

namespace mpos::runner {

inline constexpr int lcd_columns = 128;
inline constexpr int lcd_rows = 64;

/// Whether the dot shows dark. False everywhere on a dark display or a frame without dots.
bool dot_at(const bus::v1::Screen& screen, int column, int row);
/// The display with characters, as large as `columns` allow: half blocks, else braille.
std::string draw_screen(const bus::v1::Screen& screen, int columns);
/// 32 lines of 128 half-block characters, two dots each, in a frame that says SIMULATOR: 130 columns by 34 lines.
std::string draw_blocks(const bus::v1::Screen& screen);
/// 16 lines of 64 braille characters, eight dots each, in the same frame: 66 columns by 18 lines.
std::string draw_braille(const bus::v1::Screen& screen);
/// The frame as an SVG element, two pixels a dot.
std::string draw_svg(const bus::v1::Screen& screen);
/// The frame as a plain portable bitmap (PBM, type P1).
std::string draw_pbm(const bus::v1::Screen& screen);

}  // namespace mpos::runner

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mpos/bus/v1/bus.pb.h"

namespace mpos::runner {

inline constexpr int lcd_columns = 128;
inline constexpr int lcd_rows = 64;

/// Whether the dot shows dark. False everywhere on a dark display or a frame without dots.
bool dot_at(const bus::v1::Screen& screen, int column, int row);
/// 32 lines of 128 half-block characters, two dots each, in a frame that says SIMULATOR.
std::string draw_blocks(const bus::v1::Screen& screen);
/// The frame as an SVG element, two pixels a dot.
std::string draw_svg(const bus::v1::Screen& screen);
/// The frame as a plain portable bitmap (PBM, type P1).
std::string draw_pbm(const bus::v1::Screen& screen);

}  // namespace mpos::runner

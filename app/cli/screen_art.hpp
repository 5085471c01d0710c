// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mpos/bus/v1/bus.pb.h"

namespace mpos::cli {

/// Draws a display in a frame with characters: half blocks (130 columns by 34 rows) where `columns` allow, else braille
/// (66 by 18).
std::string draw_screen(const bus::v1::Screen& screen, int columns);

}  // namespace mpos::cli

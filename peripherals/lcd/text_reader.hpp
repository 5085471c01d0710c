// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "peripherals/lcd/frame.hpp"

namespace mpos::lcd {

/// Reads the text off the dots by exact reverse look-up in the glyph ROM: four lines of 16 dots, cells of 8 dots.
/// Inverse lines and cells are read like others. A cell that is no glyph gives U+FFFD; trailing spaces are trimmed.
/// Where code points look alike one of them is answered; canonical() maps other text the same way.
Lines recognise(const Dots& dots);

/// One line: `upper` and `lower` are its two pages, of equal length, a multiple of 8 columns.
std::string recognise_line(Bytes upper, Bytes lower);

/// `text` (one line, UTF-8) as recognise() answers it once it is drawn: look-alikes replaced, trailing spaces trimmed,
/// characters the ROM does not hold as U+FFFD. Compare expected text with the screen only through this.
std::string canonical(std::string_view text);

}  // namespace mpos::lcd

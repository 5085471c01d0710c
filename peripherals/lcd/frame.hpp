// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "devicemodel/hal/hal.hpp"

namespace mpos::lcd {

/// 8 pages of 128 columns, eight dots a byte, least significant bit on top; 1 is lit.
using Dots = std::array<std::uint8_t, static_cast<std::size_t>(hal::Display::width_px* hal::Display::pages)>;

/// The four 16-dot lines as text, UTF-8, without trailing spaces.
using Lines = std::array<std::string, 4>;

/// What a person sees on the display from one moment on. Copyable; the text is read from the dots only when asked for.
struct Frame {
  std::uint64_t number = 0;  ///< Grows by one with each frame of this display; the first is 1.
  Dots dots{};               ///< As seen from the front, start line and scan directions applied; before `inverse`.
  bool on = false;           ///< Off: nothing is lit, whatever the dots say.
  bool inverse = false;      ///< Lit and dark dots change places.
  std::uint8_t contrast = 0x7F;

  /// recognise(dots); empty lines while the display is off.
  Lines lines() const;
};

}  // namespace mpos::lcd

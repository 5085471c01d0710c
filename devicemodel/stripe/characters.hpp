// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/stripe/bits.hpp"
#include "devicemodel/stripe/decoder.hpp"

namespace mpos::stripe {

/// What one way of reading the bits came to.
struct Reading {
  bool right = false;                                ///< every rule held; `text` is what the track says
  TrackError error = TrackError::no_start_sentinel;  ///< when not right
  std::size_t characters = 0;                        ///< how far it got, start sentinel included; ranks errors
  TrackText text;
};

/// Reads bits as characters of track 1, 2 or 3: clock zeros, start sentinel, characters of odd parity, end sentinel,
/// LRC, no ones after it. `reversed` reads from the last bit to the first. A lost bit inside a character is a parity
/// error. Source: ISO/IEC 7811-2, 7811-6; ISO/IEC 7813.
void read_characters(std::span<const Bit> bits, int track, bool reversed, Reading& reading) noexcept;

}  // namespace mpos::stripe

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "devicemodel/base/fixed_vector.hpp"

namespace mpos::stripe {

/// One bit of a track as an attempt sees it; `lost` stands where the intervals make no sense.
enum class Bit : std::uint8_t { zero, one, lost };

/// More than a card can carry: 85.6 mm at 210 bits an inch are 708 bits.
inline constexpr std::size_t max_track_bits = 800;
/// More than a card can carry: a transition for every bit and one for every 1.
inline constexpr std::size_t max_track_intervals = 2 * max_track_bits;

using BitVector = FixedVector<Bit, max_track_bits>;

/// How one attempt follows the clock.
struct Tracker {
  unsigned shift = 2;              ///< new bit time = old + (measured - old) / 2^shift
  bool from_the_end = false;       ///< begin at the last interval: the other end may have the steadier clock
  std::uint32_t half_min = 330;    ///< a half interval, in thousandths of the bit time
  std::uint32_t half_max = 700;    ///< ... and the threshold between half and whole
  std::uint32_t whole_max = 1300;  ///< longer: a transition went missing
};

/// Splits intervals into bits, in the order of the intervals (also when `from_the_end`). Never more than
/// max_track_bits; intervals past max_track_intervals are the caller's to refuse.
void split_bits(std::span<const std::uint32_t> intervals_ns, const Tracker& tracker, BitVector& bits) noexcept;

}  // namespace mpos::stripe

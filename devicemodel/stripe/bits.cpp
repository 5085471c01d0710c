// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/stripe/bits.hpp"

#include <array>

namespace mpos::stripe {
namespace {

constexpr std::size_t learn_intervals = 8;  // the clock zeros the first bit time comes from; fewer than any card has
constexpr unsigned relearn_after = 3;       // so many senseless intervals in a row: believe the newest
constexpr unsigned fraction_bits = 8;       // the bit time is kept in 1/256 ns

/// The middle one of the first intervals: two bad transitions at the card's edge do not spoil it.
std::uint64_t learn_bit_time(std::span<const std::uint32_t> intervals, bool from_the_end) noexcept {
  std::array<std::uint32_t, learn_intervals> sorted{};
  const std::size_t count = intervals.size() < learn_intervals ? intervals.size() : learn_intervals;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t value = intervals[from_the_end ? intervals.size() - 1 - i : i];
    std::size_t place = i;
    for (; place > 0 && sorted[place - 1] > value; --place) sorted[place] = sorted[place - 1];
    sorted[place] = value;
  }
  return count == 0 ? 0 : sorted[count / 2];
}

enum class Kind : std::uint8_t { half, whole, senseless };

}  // namespace

void split_bits(std::span<const std::uint32_t> intervals_ns, const Tracker& tracker, BitVector& bits) noexcept {
  bits.clear();
  const std::size_t count = intervals_ns.size();
  const auto at = [&](std::size_t i) -> std::uint64_t {
    return intervals_ns[tracker.from_the_end ? count - 1 - i : i];
  };

  // 32 bits of ns, 8 of fraction and 12 for the factor 1400 fit 64.
  std::uint64_t bit_time = learn_bit_time(intervals_ns, tracker.from_the_end) << fraction_bits;
  const auto classify = [&](std::uint64_t interval) {
    const std::uint64_t scaled = (interval << fraction_bits) * 1000;
    if (scaled < bit_time * tracker.half_min || scaled > bit_time * tracker.whole_max) return Kind::senseless;
    return scaled < bit_time * tracker.half_max ? Kind::half : Kind::whole;
  };
  const auto follow = [&](std::uint64_t measured) {
    const std::uint64_t scaled = measured << fraction_bits;
    if (scaled >= bit_time) {
      bit_time += (scaled - bit_time) >> tracker.shift;
    } else {
      bit_time -= (bit_time - scaled) >> tracker.shift;
    }
  };

  unsigned senseless_in_a_row = 0;
  std::size_t i = 0;
  while (i < count && !bits.full()) {
    const std::uint64_t interval = at(i++);
    const Kind kind = interval == 0 || bit_time == 0 ? Kind::senseless : classify(interval);
    if (kind == Kind::senseless) {
      bits.push_back(Bit::lost);
      if (++senseless_in_a_row >= relearn_after) bit_time = interval << fraction_bits;
      continue;
    }
    senseless_in_a_row = 0;
    if (kind == Kind::whole) {
      bits.push_back(Bit::zero);
      follow(interval);
      continue;
    }
    const std::uint64_t second = i < count ? at(i) : 0;
    if (second == 0 || classify(second) != Kind::half) {
      bits.push_back(Bit::lost);  // a half without its other half
      continue;
    }
    ++i;
    bits.push_back(Bit::one);
    follow(interval + second);
  }
  if (tracker.from_the_end) {
    for (std::size_t low = 0, high = bits.size(); low + 1 < high; ++low) {
      --high;
      const Bit kept = bits[low];
      bits[low] = bits[high];
      bits[high] = kept;
    }
  }
}

}  // namespace mpos::stripe

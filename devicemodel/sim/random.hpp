// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "devicemodel/hal/hal.hpp"

namespace mpos::sim {

/// One step of splitmix64 (Steele, Lea, Flood 2014): advances `state` and answers 64 well-mixed bits.
constexpr std::uint64_t splitmix64(std::uint64_t& state) noexcept {
  state += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

/// The seeded source every random number of a world comes from: xoshiro256** (Blackman, Vigna 2018). Not for secrets of
/// anything but a simulation. fork() gives an independent stream that depends only on the seed and the name, so that
/// one more draw in one part of the world moves nothing in the others.
class Random final : public hal::Entropy {
 public:
  explicit Random(std::uint64_t seed) noexcept;

  Random fork(std::string_view name) const noexcept;
  std::uint64_t next() noexcept;
  /// Uniform in [0, bound); bound > 0.
  std::uint64_t below(std::uint64_t bound) noexcept;
  /// Uniform in [0, 1).
  double unit() noexcept;
  /// Uniform in [low, high).
  double between(double low, double high) noexcept { return low + (high - low) * unit(); }
  /// Normal with mean 0 and deviation 1.
  double normal() noexcept;
  void fill(MutableBytes out) override;

 private:
  std::uint64_t seed_;
  std::uint64_t state_[4];
};

}  // namespace mpos::sim

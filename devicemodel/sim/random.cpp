// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/sim/random.hpp"

#include <bit>
#include <cmath>

namespace mpos::sim {

Random::Random(std::uint64_t seed) noexcept : seed_(seed), state_{} {
  for (auto& word : state_) word = splitmix64(seed);
}

Random Random::fork(std::string_view name) const noexcept {
  std::uint64_t hash = 0xCBF29CE484222325ULL ^ seed_;  // FNV-1a, started from the seed
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return Random{hash};
}

std::uint64_t Random::next() noexcept {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Random::below(std::uint64_t bound) noexcept {
  MPOS_ASSERT(bound > 0);
  const std::uint64_t rejected_below = (0 - bound) % bound;  // removes the bias of the modulo
  std::uint64_t value = next();
  while (value < rejected_below) value = next();
  return value % bound;
}

double Random::unit() noexcept {
  return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

double Random::normal() noexcept {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - unit()));  // Box and Muller
  return radius * std::cos(2.0 * 3.14159265358979323846 * unit());
}

void Random::fill(MutableBytes out) {
  for (std::size_t i = 0; i < out.size(); i += 8) {
    std::uint64_t word = next();
    for (std::size_t k = i; k < i + 8 && k < out.size(); ++k, word >>= 8) out[k] = static_cast<std::uint8_t>(word);
  }
}

}  // namespace mpos::sim

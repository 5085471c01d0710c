// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "peripherals/magstripe/track_encoder.hpp"

namespace mpos::magstripe {

enum class Coercivity : std::uint8_t { low, high };

/// A card with a stripe: what is written on its three tracks and how well it still reads.
class Card {
 public:
  static constexpr double length_mm = 85.6;  ///< ISO/IEC 7810 ID-1
  static constexpr double margin_mm = 0.3;   ///< nothing is written nearer to the short edges

  /// Text between the sentinels for tracks 1, 2, 3; empty leaves the track unwritten.
  using Tracks = std::array<std::string, 3>;

  /// A card without stripe content.
  Card() = default;
  /// Writes a card. Errors: those of track_bits(), and too_long for more than max_characters(). `wear` is the share of
  /// transitions lost on every swipe, 0 to 1 (clamped).
  static Result<Card, EncodeError> make(const Tracks& tracks, Coercivity coercivity, double wear = 0);

  /// Holds the card in a magnetic field (oersted). Up to half of the stripe's coercivity (300 low, 2750 high) it does
  /// no harm, at the coercivity everything is erased; between, the amplitude sinks evenly.
  void expose(double field_oe) noexcept;

  /// Flux transitions of track 1, 2 or 3 in mm from the leading edge, rising.
  std::span<const double> flux_mm(int track) const noexcept;
  /// Read amplitude relative to a fresh low-coercivity stripe at 10 cm/s: 1 and 1.1 when fresh, 0 when erased.
  double amplitude() const noexcept { return magnetisation_ * (coercivity_ == Coercivity::high ? 1.1 : 1.0); }
  double wear() const noexcept { return wear_; }
  Coercivity coercivity() const noexcept { return coercivity_; }

 private:
  std::array<std::vector<double>, 3> flux_mm_;
  Coercivity coercivity_ = Coercivity::low;
  double magnetisation_ = 1;
  double wear_ = 0;
};

}  // namespace mpos::magstripe

// SPDX-License-Identifier: Apache-2.0
#include "peripherals/magstripe/card.hpp"

#include <algorithm>

#include "devicemodel/base/assert.hpp"

namespace mpos::magstripe {

Result<Card, EncodeError> Card::make(const Tracks& tracks, Coercivity coercivity, double wear) {
  Card card;
  card.coercivity_ = coercivity;
  card.wear_ = wear > 0 ? std::min(wear, 1.0) : 0.0;
  for (int track = 1; track <= 3; ++track) {
    const auto index = static_cast<std::size_t>(track - 1);
    if (tracks[index].empty()) continue;
    const auto bits = track_bits(with_sentinels(tracks[index], track), track);
    if (!bits) return Failure{bits.error()};
    if (bits->characters.size() > max_characters(track)) return Failure{EncodeError::too_long};
    card.flux_mm_[index] = flux_positions_mm(*bits, track);
  }
  return card;
}

void Card::expose(double field_oe) noexcept {
  const double coercivity_oe = coercivity_ == Coercivity::high ? 2750 : 300;
  const double left = std::clamp((coercivity_oe - field_oe) / (coercivity_oe / 2), 0.0, 1.0);
  magnetisation_ = std::min(magnetisation_, left);  // the strongest field so far decides
}

std::span<const double> Card::flux_mm(int track) const noexcept {
  MPOS_ASSERT(track >= 1 && track <= 3);
  return flux_mm_[static_cast<std::size_t>(track - 1)];
}

}  // namespace mpos::magstripe

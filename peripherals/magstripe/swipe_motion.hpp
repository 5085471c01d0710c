// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace mpos::magstripe {

/// A worn place: the transitions between two points of the stripe are lost.
struct DamageZone {
  int track = 0;       ///< 1, 2 or 3; 0 for all
  double from_mm = 0;  ///< from the leading edge of a forward swipe
  double to_mm = 0;
};

/// How a hand draws a card past the head. The values left alone are those of an ordinary, clean swipe.
struct SwipeMotion {
  double speed_cm_s = 60;         ///< where the card meets the head; above 0
  double acceleration_cm_s2 = 0;  ///< over the whole swipe; a card that comes to a stand delivers nothing more
  bool backward = false;          ///< the far edge first
  double jitter = 0;              ///< each measured interval is multiplied by 1 + u, u uniform in +-jitter
  double noise = 0;               ///< extra or missing transitions, per transition, half of each kind
  std::vector<DamageZone> damage;
};

}  // namespace mpos::magstripe

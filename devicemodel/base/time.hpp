// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace mpos {

/// A span of virtual time.
using Duration = std::chrono::nanoseconds;

/// The world's clock, counted from power-on of the world. It has no now(): time comes from the scheduler you were
/// given.
struct VirtualClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<VirtualClock>;
  static constexpr bool is_steady = true;
};

/// A moment of virtual time.
using Instant = VirtualClock::time_point;

}  // namespace mpos

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "devicemodel/hal/hal.hpp"
#include "devicemodel/sim/random.hpp"
#include "devicemodel/sim/scheduler.hpp"
#include "peripherals/magstripe/card.hpp"
#include "peripherals/magstripe/swipe_motion.hpp"

namespace mpos::magstripe {

/// What became of a card drawn through the slot.
enum class SwipeFate : std::uint8_t {
  captured,    ///< the line rises at the end of the swipe
  head_off,    ///< the firmware has not switched the head on
  head_dead,   ///< a fault: the coil is open
  busy,        ///< the buffer holds an unreleased swipe, or another one is under way
  bad_motion,  ///< speed under 0.1 cm/s or beyond all hands, or a number that is none
};

/// The three-track read head with its peak detectors and capture timer.
///
/// A swipe is one event: the intervals are worked out when it begins and delivered, with the line raised, when the card
/// has left the head. There is one capture buffer; a swipe that comes while it is unreleased is lost (the timer's DMA
/// stops when its buffer is full), so the older one always stays whole. Switching the head off in mid-swipe loses that
/// swipe.
///
/// The signal: amplitude grows with speed and is just sufficient at 10 cm/s for a fresh low-coercivity stripe; under
/// that transitions get lost, under 7 cm/s all of them. The detectors need half a bit at 165 cm/s between two
/// transitions; faster than that the middles of the ones vanish. Both limits lie outside the 10 to 150 cm/s of ISO/IEC
/// 7811.
class Head final : public hal::MagstripeHead {
 public:
  Head(sim::Scheduler& scheduler, hal::IrqLine& irq) : scheduler_(scheduler), irq_(irq) {}
  ~Head() { wipe(); }
  Head(const Head&) = delete;
  Head& operator=(const Head&) = delete;

  /// Draws `card` past the head. Random numbers are taken only for what the motion and the card ask for.
  SwipeFate swipe(const Card& card, const SwipeMotion& motion, sim::Random& random);
  /// How long the last captured swipe takes, or took.
  Duration last_duration() const noexcept { return duration_; }
  /// Whether a swipe is under way.
  bool swiping() const noexcept { return pending_.pending(); }
  /// Breaks or mends the coil.
  void set_dead(bool dead) noexcept { dead_ = dead; }
  bool dead() const noexcept { return dead_; }
  bool enabled() const noexcept { return enabled_; }
  /// Loss of power: head off, swipe under way and capture forgotten. A dead head stays dead.
  void reset() noexcept;

  void enable(bool on) override;
  std::optional<hal::StripeCapture> capture() const override;
  void release() override;

 private:
  void read_track(const Card& card, int track, const SwipeMotion& motion, sim::Random& random);
  void wipe() noexcept;

  sim::Scheduler& scheduler_;
  hal::IrqLine& irq_;
  sim::Timer pending_;
  std::array<std::vector<std::uint32_t>, 3> intervals_ns_;
  Duration duration_{};
  bool enabled_ = false;
  bool dead_ = false;
  bool ready_ = false;
};

}  // namespace mpos::magstripe

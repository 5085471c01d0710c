// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "devicemodel/hal/hal.hpp"
#include "devicemodel/sim/scheduler.hpp"

namespace mpos::clock {

/// The firmware's one-shot timers and its uptime counter.
class TimerBank final : public hal::Timers {
 public:
  TimerBank(sim::Scheduler& scheduler, hal::IrqLine& irq)
      : scheduler_(scheduler), irq_(irq), powered_at_(scheduler.now()) {}
  TimerBank(const TimerBank&) = delete;
  TimerBank& operator=(const TimerBank&) = delete;

  // Firmware face.
  Duration now() const override { return scheduler_.now() - powered_at_; }
  /// A negative delay counts as zero. Forgets an expiry of this channel that was not taken.
  void start(std::size_t channel, Duration delay) override;
  void stop(std::size_t channel) override;
  std::optional<std::size_t> take_expired() override;

  // Bench face.
  /// The supply comes back: every channel is idle and now() counts from zero.
  void power_on();
  /// The supply fails: no channel will expire.
  void power_off();
  bool is_running(std::size_t channel) const;

 private:
  sim::Scheduler& scheduler_;
  hal::IrqLine& irq_;
  Instant powered_at_;
  std::array<sim::Timer, channels> running_;
  std::array<bool, channels> expired_{};
};

}  // namespace mpos::clock

// SPDX-License-Identifier: Apache-2.0
#include "peripherals/clock/timer_bank.hpp"

#include <algorithm>

namespace mpos::clock {

void TimerBank::start(std::size_t channel, Duration delay) {
  MPOS_ASSERT(channel < channels);
  expired_[channel] = false;
  running_[channel] = scheduler_.after(std::max(delay, Duration::zero()), "timer", [this, channel] {
    expired_[channel] = true;
    irq_.raise();
  });
}

void TimerBank::stop(std::size_t channel) {
  MPOS_ASSERT(channel < channels);
  running_[channel].cancel();
  expired_[channel] = false;
}

std::optional<std::size_t> TimerBank::take_expired() {
  for (std::size_t channel = 0; channel < channels; ++channel) {
    if (!expired_[channel]) continue;
    expired_[channel] = false;
    return channel;
  }
  return std::nullopt;
}

void TimerBank::power_on() {
  power_off();
  powered_at_ = scheduler_.now();
}

void TimerBank::power_off() {
  for (std::size_t channel = 0; channel < channels; ++channel) stop(channel);
}

bool TimerBank::is_running(std::size_t channel) const {
  MPOS_ASSERT(channel < channels);
  return running_[channel].pending();
}

}  // namespace mpos::clock

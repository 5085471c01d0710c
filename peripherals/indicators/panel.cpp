// SPDX-License-Identifier: Apache-2.0
#include "peripherals/indicators/panel.hpp"

namespace mpos::indicators {

void Panel::set(hal::Light light, bool on) {
  bool& lit = lights_.lit[static_cast<std::size_t>(light)];
  if (lit == on) return;
  lit = on;
  report(Change::Kind::lights, {});
}

void Panel::backlight(bool on) {
  if (lights_.backlight == on) return;
  lights_.backlight = on;
  report(Change::Kind::lights, {});
}

void Panel::beep(std::uint16_t frequency_hz, Duration length) {
  end_tone();
  if (frequency_hz == 0 || length <= Duration::zero()) return;
  tone_ = Tone{frequency_hz, length};
  tone_end_ = scheduler_.after(length, "tone end", [this] { end_tone(); });
  report(Change::Kind::tone_started, *tone_);
}

void Panel::power_off() {
  end_tone();
  if (lights_ == Lights{}) return;
  lights_ = Lights{};
  report(Change::Kind::lights, {});
}

void Panel::report(Change::Kind kind, const Tone& tone) {
  if (callback_) callback_(Change{kind, lights_, tone});
}

void Panel::end_tone() {
  if (!tone_) return;
  const Tone ended = *tone_;
  tone_.reset();
  tone_end_.cancel();
  report(Change::Kind::tone_ended, ended);
}

}  // namespace mpos::indicators

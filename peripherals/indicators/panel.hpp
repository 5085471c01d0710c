// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

#include "devicemodel/hal/hal.hpp"
#include "devicemodel/sim/scheduler.hpp"

namespace mpos::indicators {

/// What is lit.
struct Lights {
  std::array<bool, hal::light_count> lit{};
  bool backlight = false;
  bool operator[](hal::Light light) const { return lit[static_cast<std::size_t>(light)]; }
  friend bool operator==(const Lights&, const Lights&) = default;
};

struct Tone {
  std::uint16_t frequency_hz = 0;
  Duration length{};
  friend bool operator==(const Tone&, const Tone&) = default;
};

/// One thing a person notices. `lights` is the whole state; `tone` belongs to tone_started and tone_ended.
struct Change {
  enum class Kind : std::uint8_t { lights, tone_started, tone_ended };
  Kind kind = Kind::lights;
  Lights lights;
  Tone tone;
};

/// Lights, backlight and buzzer. A tone ends by itself in virtual time; a new tone replaces the running one, which is
/// reported as ended first. Setting a light to what it is reports nothing.
class Panel final : public hal::Indicators {
 public:
  using Callback = std::function<void(const Change&)>;

  explicit Panel(sim::Scheduler& scheduler, Callback callback = {})
      : scheduler_(scheduler), callback_(std::move(callback)) {}
  Panel(const Panel&) = delete;
  Panel& operator=(const Panel&) = delete;

  // Firmware face.
  void set(hal::Light light, bool on) override;
  void backlight(bool on) override;
  void beep(std::uint16_t frequency_hz, Duration length) override;

  // Bench face.
  const Lights& lights() const { return lights_; }
  /// The tone that sounds now, or nothing.
  const std::optional<Tone>& tone() const { return tone_; }
  /// The supply fails: dark and silent at once.
  void power_off();

 private:
  void report(Change::Kind kind, const Tone& tone);
  void end_tone();

  sim::Scheduler& scheduler_;
  Callback callback_;
  Lights lights_;
  std::optional<Tone> tone_;
  sim::Timer tone_end_;
};

}  // namespace mpos::indicators

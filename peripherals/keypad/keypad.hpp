// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

#include "devicemodel/hal/hal.hpp"
#include "devicemodel/sim/scheduler.hpp"

namespace mpos::keypad {

/// The key pad: dome switches, debounced.
///
/// Two faces, one state. Firmware sees hal::Keypad; the bench sees the fingers.
/// A press reaches firmware `Timing::debounce` after contact; a shorter touch never does.
class Keypad final : public hal::Keypad {
 public:
  struct Timing {
    Duration debounce = std::chrono::milliseconds{20};
  };
  /// dead: the dome no longer closes. stuck: it no longer opens.
  enum class Fault : std::uint8_t { none, dead, stuck };
  /// Unread presses the controller keeps; a press on a full queue is lost, as on the real part.
  static constexpr std::size_t queue_presses = 16;

  Keypad(sim::Scheduler& scheduler, hal::IrqLine& irq) : Keypad(scheduler, irq, Timing{}) {}
  Keypad(sim::Scheduler& scheduler, hal::IrqLine& irq, Timing timing)
      : scheduler_(scheduler), irq_(irq), timing_(timing) {}
  Keypad(const Keypad&) = delete;
  Keypad& operator=(const Keypad&) = delete;

  // Firmware face.
  /// Takes the oldest unread key, or nothing. Never blocks.
  std::optional<hal::Key> poll() override;
  /// Whether a contact is closed now, bounce included.
  bool any_key_down() const override;

  // Bench face.
  /// A finger lands on `key`. Landing twice without release() changes nothing.
  void press(hal::Key key);
  /// The finger leaves. Leaving twice changes nothing.
  void release(hal::Key key);
  /// Takes effect on the next press; Fault::none also opens a contact that was stuck.
  void inject(hal::Key key, Fault fault);
  /// Off: unread presses and contacts that still settle are forgotten, and touches reach nobody. On: keys that are held
  /// settle anew. A new pad is on.
  void power(bool on);
  bool is_held(hal::Key key) const { return contacts_[index(key)].finger; }
  Fault fault(hal::Key key) const { return contacts_[index(key)].fault; }

 private:
  struct Contact {
    bool finger = false;
    bool closed = false;
    Fault fault = Fault::none;
    sim::Timer settling;
  };
  static std::size_t index(hal::Key key);
  void settle(hal::Key key);

  sim::Scheduler& scheduler_;
  hal::IrqLine& irq_;
  Timing timing_;
  bool on_ = true;
  std::array<Contact, hal::key_count> contacts_;
  std::deque<hal::Key> unread_;
};

}  // namespace mpos::keypad

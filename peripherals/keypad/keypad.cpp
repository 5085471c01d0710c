// SPDX-License-Identifier: Apache-2.0
#include "peripherals/keypad/keypad.hpp"

namespace mpos::keypad {

std::size_t Keypad::index(hal::Key key) {
  const auto i = static_cast<std::size_t>(key);
  MPOS_ASSERT(i < hal::key_count);
  return i;
}

std::optional<hal::Key> Keypad::poll() {
  if (unread_.empty()) return std::nullopt;
  const hal::Key key = unread_.front();
  unread_.pop_front();
  return key;
}

bool Keypad::any_key_down() const {
  if (!on_) return false;
  for (const Contact& contact : contacts_) {
    if (contact.closed) return true;
  }
  return false;
}

void Keypad::press(hal::Key key) {
  Contact& contact = contacts_[index(key)];
  if (contact.finger) return;
  contact.finger = true;
  if (contact.closed || contact.fault == Fault::dead) return;
  contact.closed = true;
  settle(key);
}

void Keypad::release(hal::Key key) {
  Contact& contact = contacts_[index(key)];
  if (!contact.finger) return;
  contact.finger = false;
  if (contact.fault == Fault::stuck) return;
  contact.closed = false;
  contact.settling.cancel();
}

void Keypad::inject(hal::Key key, Fault fault) {
  Contact& contact = contacts_[index(key)];
  contact.fault = fault;
  if (fault == Fault::none && !contact.finger) {
    contact.closed = false;
    contact.settling.cancel();
  }
}

void Keypad::power(bool on) {
  if (on == on_) return;
  on_ = on;
  unread_.clear();
  for (std::size_t i = 0; i < contacts_.size(); ++i) {
    contacts_[i].settling.cancel();
    if (on_ && contacts_[i].closed) settle(static_cast<hal::Key>(i));
  }
}

void Keypad::settle(hal::Key key) {
  if (!on_) return;
  contacts_[index(key)].settling = scheduler_.after(timing_.debounce, "key", [this, key] {
    if (unread_.size() < queue_presses) unread_.push_back(key);
    irq_.raise();
  });
}

}  // namespace mpos::keypad

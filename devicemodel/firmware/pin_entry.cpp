// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/pin_entry.hpp"

namespace mpos::firmware {

void PinEntry::begin(Bypass bypass) noexcept {
  vault_.wipe();
  bypass_ = bypass;
}

PinStep PinEntry::on_key(hal::Key key) noexcept {
  if (const auto digit = hal::digit_of(key)) return vault_.push(*digit) ? PinStep::collecting : PinStep::refused;
  switch (key) {
    case hal::Key::enter:
      if (vault_.size() >= security::PinVault::min_digits) return PinStep::entered;
      return vault_.size() == 0 && bypass_ == Bypass::allowed ? PinStep::bypassed : PinStep::refused;
    case hal::Key::clear: vault_.wipe(); return PinStep::collecting;
    case hal::Key::cancel: vault_.wipe(); return PinStep::cancelled;
    default: return PinStep::refused;
  }
}

PinStep PinEntry::on_timeout() noexcept {
  vault_.wipe();
  return PinStep::timed_out;
}

}  // namespace mpos::firmware

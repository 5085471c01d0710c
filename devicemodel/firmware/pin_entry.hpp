// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/hal/hal.hpp"
#include "devicemodel/security/core.hpp"

namespace mpos::firmware {

/// What the caller does next. refused: the key does nothing here, beep.
enum class PinStep : std::uint8_t { collecting, refused, entered, bypassed, cancelled, timed_out };

/// Collects one PIN straight into the vault. Digits never rest in firmware memory. The caller owns the clock and the
/// screen, and begins it only after a card was read in this transaction (REQ-075).
class PinEntry {
 public:
  enum class Bypass : std::uint8_t { refused, allowed };

  explicit PinEntry(security::PinVault& vault) noexcept : vault_(vault) {}

  void begin(Bypass bypass) noexcept;
  /// Enter with fewer than four digits is refused; with none it is the bypass where the policy allows one. Clear takes
  /// all digits back, cancel wipes.
  PinStep on_key(hal::Key key) noexcept;
  /// The cardholder went quiet: the vault is wiped.
  PinStep on_timeout() noexcept;
  std::size_t digits() const noexcept { return vault_.size(); }

 private:
  security::PinVault& vault_;
  Bypass bypass_ = Bypass::refused;
};

}  // namespace mpos::firmware

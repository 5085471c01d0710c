// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/bytes.hpp"

namespace mpos::hal {

/// A contact card slot at ISO/IEC 7816-3 level. Every call starts work that ends with the slot's interrupt; none
/// waits. The slot frames characters and keeps the waiting times, the firmware speaks T=0 and T=1.
class IccSlot {
 public:
  enum class Event : std::uint8_t {
    none,
    inserted,      ///< contacts settled
    removed,       ///< also in the middle of everything
    answer,        ///< received() holds the ATR or the card's bytes
    mute,          ///< nothing came within the waiting time
    parity_error,  ///< bytes came, but at least one was damaged beyond repetition
  };
  /// Speed and guard of the line after a PPS: F and D as numbers (372 and 1 after reset).
  struct Rate {
    std::uint16_t f = 372;
    std::uint8_t d = 1;
  };

  virtual bool card_present() const = 0;
  /// Activation and cold reset; the ATR is the answer.
  virtual void power_on() = 0;
  /// Warm reset of an active card.
  virtual void warm_reset() = 0;
  virtual void power_off() = 0;
  /// From the next exchange on.
  virtual void set_rate(Rate rate) = 0;
  /// Waiting time for the next exchanges, in etu: work waiting time (T=0) or block waiting time (T=1).
  virtual void set_waiting_time(std::uint32_t etu) = 0;
  /// Sends `bytes` and listens; what the card says until it waits for the reader again is one answer. At most 261
  /// bytes.
  virtual void exchange(Bytes bytes) = 0;
  /// The event since the last call, once.
  virtual Event take_event() = 0;
  /// The bytes of the last answer, until the next exchange, reset or removal.
  virtual Bytes received() const = 0;

 protected:
  ~IccSlot() = default;
};

}  // namespace mpos::hal

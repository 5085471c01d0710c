// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/bytes.hpp"

namespace mpos::hal {

/// The reader chip behind the antenna, at ISO/IEC 14443-4 level: it polls, selects and carries whole commands. Every
/// call starts work that ends with the field's interrupt; none waits.
class ContactlessField {
 public:
  enum class Event : std::uint8_t {
    none,
    one_card,       ///< one card answered and is activated; exchange() may begin
    several_cards,  ///< more than one answered: none is activated; told again when their number has changed
    empty,          ///< nothing answered when it was switched on, or what lay there left before it was activated
    left,           ///< the activated card is gone, also in the middle of an exchange
    answer,         ///< received() holds the card's response
    mute,           ///< the card is there and gave no answer, or a damaged one, for good
  };

  /// Switches the field on and polls until off(); a card that comes or is there already is an event, and so is that
  /// there is none. Again while it is on: polls anew.
  virtual void on() = 0;
  virtual void off() = 0;
  /// Sends one command APDU, at most 261 bytes, to the activated card.
  virtual void exchange(Bytes apdu) = 0;
  /// The event since the last call, once.
  virtual Event take_event() = 0;
  /// Data and status of the last answer, until the next exchange, activation or departure.
  virtual Bytes received() const = 0;

 protected:
  ~ContactlessField() = default;
};

}  // namespace mpos::hal

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "peripherals/icc/protocol_card.hpp"

namespace mpos::icc {

/// The card's side of T=0 (ISO/IEC 7816-3 section 10).
class T0Card {
 public:
  struct Manners {
    bool one_by_one = false;        ///< answers INS xor FF: one data byte at a time
    std::size_t waiting_bytes = 0;  ///< bytes 60 before each procedure byte
  };
  T0Card(Transmit transmit, Manners manners) : transmit_(std::move(transmit)), manners_(manners) {}

  /// Bytes from the terminal; what the card says until it waits again. Empty: mute.
  Buffer exchange(Bytes bytes);

 private:
  Buffer run();
  Buffer status(std::uint8_t sw1, std::uint8_t sw2) const;
  Buffer procedure() const;

  Transmit transmit_;
  Manners manners_;
  Buffer command_;  ///< header and data so far
  std::size_t wanted_ = 0;
  Buffer waiting_;  ///< answer data and status not fetched yet
};

}  // namespace mpos::icc

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "peripherals/icc/protocol_card.hpp"

namespace mpos::icc {

/// The card's side of T=1 with LRC (ISO/IEC 7816-3 section 11).
class T1Card {
 public:
  struct Manners {
    std::size_t own_size = 32;     ///< IFSC: longest information field the card takes
    std::size_t damage_every = 0;  ///< every n-th block of the card leaves with a wrong EDC; 0: none
    std::uint8_t extensions = 0;   ///< S(WTX) requests before each answer
  };
  T1Card(Transmit transmit, Manners manners) : transmit_(std::move(transmit)), manners_(manners) {}

  Buffer exchange(Bytes block);

 private:
  Buffer say(std::uint8_t pcb, Bytes information);
  Buffer emit(Buffer block);
  Buffer on_information(std::uint8_t pcb, Bytes information);
  Buffer answer_chunk();

  Transmit transmit_;
  Manners manners_;
  std::size_t terminal_size_ = 32;
  bool send_number_ = false;
  bool receive_number_ = false;
  std::size_t blocks_ = 0;
  Buffer command_;
  Buffer answer_;
  std::size_t answered_ = 0;
  std::size_t chunk_ = 0;
  std::uint8_t extensions_left_ = 0;
  Buffer last_;
};

}  // namespace mpos::icc

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/compat/chip_commands.hpp"

namespace mpos::firmware {

/// One chip transaction between a 55AA phone's commands.
struct CompatChip {
  enum class Phase : std::uint8_t {
    none,
    inserted,   ///< 0304 found a card in the slot: 0503 may come
    running,    ///< 0503 waits for card and cardholder
    online,     ///< the card wants its host: 0505, 0506
    finishing,  ///< the card works on the issuer's answer
    done        ///< over: 0505 and 0508 tell how, until 0510
  };
  Phase phase = Phase::none;
  compat::ChipStatus first = compat::ChipStatus::unusable;  ///< what 0503 was answered
  compat::ChipStatus last = compat::ChipStatus::unusable;   ///< what 0508 answers
  bool issuer_done = false;                                 ///< and has something to tell
  bool unheard = false;                                     ///< the phone went while the card was finishing
  std::uint16_t record = 0;
};

}  // namespace mpos::firmware

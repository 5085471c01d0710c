// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "peripherals/card/card_port.hpp"
#include "peripherals/icc/slot.hpp"

namespace mpos::icc {

/// A card for the slot's contacts; it thinks as long as it says itself. The slot keeps `port` until the card is pulled.
SlotCard slot_card(const std::shared_ptr<card::CardPort>& port);

}  // namespace mpos::icc

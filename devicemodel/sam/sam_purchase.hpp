// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace mpos::sam {

/// What INIT_SAM_FOR_PURCHASE is told of a wallet purchase (psam.md sections 2 and 3).
struct PurchaseOrder {
  std::array<std::uint8_t, 4> card_random{};
  std::array<std::uint8_t, 2> card_number{};  ///< the card's transaction number
  std::array<std::uint8_t, 4> amount{};       ///< minor units, big endian
  std::array<std::uint8_t, 7> moment{};       ///< YYYYMMDD hhmmss, BCD
  std::uint8_t key_version = 1;
  std::uint8_t key_algorithm = 0;
  std::array<std::uint8_t, 8> card_serial{};
};

/// What the PSAM answers.
struct PurchaseSeal {
  std::array<std::uint8_t, 4> terminal_number{};  ///< its transaction number, spent
  std::array<std::uint8_t, 4> mac1{};
};

}  // namespace mpos::sam

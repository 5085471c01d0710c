// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>

#include "peripherals/card/apdu.hpp"
#include "peripherals/card/personalisation.hpp"

/// The PBOC 1.0/2.0 wallet of a user card (psam.md section 3).
namespace mpos::card {

inline constexpr std::array<std::uint8_t, 9> wallet_aid{0xA0, 0x00, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x01};

Blob wallet_fci(const Wallet& wallet);

/// Between INITIALIZE FOR PURCHASE and DEBIT.
struct WalletSession {
  bool open = false;
  Blob amount;    ///< 4 bytes
  Blob terminal;  ///< 6 bytes
  Blob random;    ///< 4 bytes
};

struct WalletMemory {
  std::uint32_t& balance;   ///< minor units
  std::uint16_t& sequence;  ///< of the next transaction
};

/// 80 50 INITIALIZE FOR PURCHASE, 80 54 DEBIT FOR PURCHASE, 80 5C GET BALANCE. `memory` changes only on a debit that
/// went through. `random` gives 4 bytes.
Answer wallet_command(const Wallet& wallet, WalletMemory memory, WalletSession& session,
                      security::Primitives& primitives, const Apdu& apdu, const std::function<Blob()>& random);

}  // namespace mpos::card

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "peripherals/card/blob.hpp"

namespace mpos::card {

/// What one application remembers.
struct ApplicationState {
  std::uint16_t atc = 0;              ///< 9F36
  std::uint16_t last_online_atc = 0;  ///< 9F13
  bool blocked = false;
  bool online_pending = false;  ///< went online and never heard back
  bool issuer_authentication_failed = false;
  bool issuer_authentication_missing = false;
  bool sda_failed = false;  ///< in the last transaction, as the terminal said
  bool dda_failed = false;
  bool script_failed = false;
  std::uint8_t scripts = 0;          ///< commands carried out since the last online transaction, up to 15
  std::uint64_t offline_amount = 0;  ///< minor units since the last online transaction
  std::uint64_t cash_balance = 0;
  std::uint64_t cash_limit = 0;
  std::uint64_t cash_single_limit = 0;
  std::uint64_t cash_reset_threshold = 0;
  std::vector<Blob> log;                          ///< newest first
  std::map<std::uint16_t, Blob> written_records;  ///< SFI << 8 | number, as scripts left them
  friend bool operator==(const ApplicationState&, const ApplicationState&) = default;
};

/// What a card remembers without power.
struct CardState {
  std::string pin;  ///< digits; a test PIN
  std::uint8_t pin_tries = 3;
  bool blocked = false;
  std::uint64_t random_counter = 0;
  std::vector<ApplicationState> applications;
  std::uint32_t wallet_balance = 0;
  std::uint16_t wallet_sequence = 0;
  friend bool operator==(const CardState&, const CardState&) = default;
};

/// The state as bytes: "MPCS", version, content, CRC-32.
Blob save(const CardState& state);
/// Nothing when the bytes are damaged, cut, of another version or hold something impossible.
std::optional<CardState> load(Bytes bytes);

}  // namespace mpos::card

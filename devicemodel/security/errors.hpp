// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace mpos::security {

enum class KeyError : std::uint8_t {
  no_master_key,   ///< a working key came before the key that opens it
  no_working_key,  ///< not signed in, or outside a transaction
  bad_length,
  bad_check_value,
  equal_halves,
  wrong_usage,  ///< this key or algorithm is not for that purpose
  slot_out_of_range,
  exhausted,      ///< the DUKPT counter has reached its end, or the key of that KSN is gone for good
  storage_failed  ///< sealed state that was not sealed here, or is damaged
};

enum class PinError : std::uint8_t { bad_length, not_a_digit, no_card, no_working_key, rate_limited, no_transaction };

enum class SealError : std::uint8_t { no_transaction, no_working_key, bad_track, too_long };

}  // namespace mpos::security

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>

#include "peripherals/psam/profile.hpp"

namespace mpos::psam {

/// What a PSAM remembers without power, keys included: it is written to test state directories only.
struct PsamState {
  std::map<std::uint16_t, Blob> files;  ///< by identifier: 0001, 0015, 0016, 0017
  std::vector<Key> keys;
  std::string pin;
  std::uint8_t pin_tries = 3;
  std::uint8_t authentication_tries = 3;
  std::uint32_t transaction_number = 1;  ///< of the next purchase, EF 0018
  std::uint8_t wrong_mac2 = 0;           ///< in a row
  bool application_locked = false;
  bool card_blocked = false;
  std::uint64_t random_counter = 0;
  friend bool operator==(const PsamState&, const PsamState&) = default;
};

/// A new module of this profile.
PsamState first_state(const PsamProfile& profile);

/// "MPSM", version, content, CRC-32.
Blob save(const PsamState& state);
/// Nothing when the bytes are damaged, cut, of another version or hold something impossible.
std::optional<PsamState> load(Bytes bytes);

}  // namespace mpos::psam

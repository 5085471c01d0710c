// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mpos::card {

/// Ways in which a card may be wrong. Names in data files are the enumerators'.
enum class Quirk : std::uint8_t {
  wrong_issuer_certificate_hash,
  expired_issuer_certificate,
  sda_tampered,         ///< a byte of the static data changed after signing
  dda_wrong_number,     ///< the dynamic signature covers another unpredictable number
  atc_jump,             ///< the transaction counter goes up by 1000 a transaction
  pin_blocked,          ///< no PIN tries left
  application_blocked,  ///< SELECT answers 6283
  card_blocked,         ///< SELECT answers 6A81
  missing_cdol1,
  duplicate_pan,       ///< tag 5A stands in two records
  length_overrun,      ///< a TLV length in a record says more than there is
  mute_after_gpo,      ///< nothing comes back once processing options were given
  refuse_arpc,         ///< EXTERNAL AUTHENTICATE always fails
  aac_after_approval,  ///< the second cryptogram is always an AAC
  declines_taps,       ///< answers an AAC to what it does not pay by itself at the antenna
  refuses_taps         ///< 6984 to a tap: to be used in the slot
};

using Quirks = std::vector<Quirk>;

inline bool has_quirk(const Quirks& quirks, Quirk quirk) noexcept {
  for (const Quirk one : quirks) {
    if (one == quirk) return true;
  }
  return false;
}
std::string_view name_of(Quirk quirk) noexcept;
std::optional<Quirk> parse_quirk(std::string_view name) noexcept;

}  // namespace mpos::card

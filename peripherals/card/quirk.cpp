// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/quirk.hpp"

#include <array>

namespace mpos::card {
namespace {

constexpr std::array<std::string_view, 16> names{"wrong_issuer_certificate_hash",
                                                 "expired_issuer_certificate",
                                                 "sda_tampered",
                                                 "dda_wrong_number",
                                                 "atc_jump",
                                                 "pin_blocked",
                                                 "application_blocked",
                                                 "card_blocked",
                                                 "missing_cdol1",
                                                 "duplicate_pan",
                                                 "length_overrun",
                                                 "mute_after_gpo",
                                                 "refuse_arpc",
                                                 "aac_after_approval",
                                                 "declines_taps",
                                                 "refuses_taps"};

}  // namespace

std::string_view name_of(Quirk quirk) noexcept {
  return names[static_cast<std::size_t>(quirk)];
}

std::optional<Quirk> parse_quirk(std::string_view name) noexcept {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Quirk>(i);
  }
  return std::nullopt;
}

}  // namespace mpos::card

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "peripherals/card/personalisation.hpp"
#include "peripherals/card/state.hpp"

namespace mpos::card {

/// Computes everything a chip holds: signs its certificates, derives its keys, lays out its files. The same profile and
/// keys give the same bytes. The failure says what in the profile cannot be.
Result<Personalisation, std::string> make_card(const ChipProfile& profile, const KeyRing& keys,
                                               security::Primitives& primitives);

/// What in a profile cannot be, keys apart; nothing when a card can be made of it.
std::optional<std::string> problem_with(const ChipProfile& profile);

/// What a card of this personalisation remembers when it is new.
CardState first_state(const Personalisation& card);

}  // namespace mpos::card

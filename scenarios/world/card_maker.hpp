// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "devicemodel/base/result.hpp"
#include "mpos/config/v1/config.pb.h"
#include "peripherals/magstripe/card.hpp"

namespace mpos::world {

/// Writes the stripe of a card file: the tracks it gives, or those made from its fields (ISO/IEC 7813 formats B and
/// track 2).
Result<magstripe::Card, std::string> make_card(const config::v1::CardFile& file);

}  // namespace mpos::world

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "devicemodel/base/result.hpp"
#include "mpos/config/v1/config.pb.h"
#include "peripherals/card/chip_profile.hpp"

namespace mpos::card {

/// The profile a card file describes. The failure names the field and what is wrong with it.
Result<ChipProfile, std::string> profile_from(const config::v1::CardFile& file);

}  // namespace mpos::card

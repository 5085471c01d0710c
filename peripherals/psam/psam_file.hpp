// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "devicemodel/base/result.hpp"
#include "mpos/config/v1/config.pb.h"
#include "peripherals/psam/profile.hpp"

namespace mpos::psam {

/// The profile a file under assets/psams describes. The failure names the field that is wrong.
Result<PsamProfile, std::string> profile_from(const config::v1::PsamFile& file);

}  // namespace mpos::psam

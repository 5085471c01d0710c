// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "devicemodel/base/result.hpp"
#include "mpos/bus/v1/bus.pb.h"
#include "scenarios/world/world.hpp"

namespace mpos::bus {

/// Carries out an act on a reader, its phone, its link or the acquirer. Acts on the world itself (pace, step, snapshot,
/// quit) are the bus's own and refused here. The failure says why nothing was done.
Result<void, std::string> carry_out(world::World& world, const v1::Command& command);

}  // namespace mpos::bus

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "devicemodel/base/bytes.hpp"

namespace mpos::icc {

using Buffer = std::vector<std::uint8_t>;
/// One command APDU to the card; data and status back, empty when it stays mute.
using Transmit = std::function<Buffer(Bytes apdu)>;

}  // namespace mpos::icc

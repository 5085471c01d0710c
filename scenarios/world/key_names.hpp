// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "devicemodel/hal/hal.hpp"

namespace mpos::world {

/// The names keys have in commands and events: 0 to 9, star, hash, cancel, clear, enter, menu, up, down, power.
std::string_view key_name(hal::Key key) noexcept;
std::optional<hal::Key> key_from_name(std::string_view name) noexcept;

}  // namespace mpos::world

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/key_names.hpp"

namespace mpos::world {
namespace {

constexpr std::array<std::string_view, hal::key_count> names = {
    "0",    "1",    "2",      "3",     "4",     "5",    "6",  "7",    "8",    "9",
    "star", "hash", "cancel", "clear", "enter", "menu", "up", "down", "power"};

}  // namespace

std::string_view key_name(hal::Key key) noexcept {
  return names[static_cast<std::size_t>(key)];
}

std::optional<hal::Key> key_from_name(std::string_view name) noexcept {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<hal::Key>(i);
  }
  return std::nullopt;
}

}  // namespace mpos::world

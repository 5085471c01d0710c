// SPDX-License-Identifier: Apache-2.0
#include "peripherals/radio_ble/layout.hpp"

namespace mpos::radio_ble {
namespace {

constexpr Layout layouts[] = {
    {"own", "f1a50001-3c8e-4b7a-9d52-7e0c6b2f91d4", "f1a50002-3c8e-4b7a-9d52-7e0c6b2f91d4",
     "f1a50003-3c8e-4b7a-9d52-7e0c6b2f91d4"},
    {"nus", "6e400001-b5a3-f393-e0a9-e50e24dcca9e", "6e400002-b5a3-f393-e0a9-e50e24dcca9e",
     "6e400003-b5a3-f393-e0a9-e50e24dcca9e"},
    {"issc", "49535343-fe7d-4ae5-8fa9-9fafd205e455", "49535343-8841-43f4-a8d4-ecbe34729bb3",
     "49535343-1e4d-4bd9-ba61-23c647249616"},
    {"fff0", "0000fff0-0000-1000-8000-00805f9b34fb", "0000fff2-0000-1000-8000-00805f9b34fb",
     "0000fff1-0000-1000-8000-00805f9b34fb"},
};

}  // namespace

std::optional<Layout> find_layout(std::string_view name) noexcept {
  for (const Layout& layout : layouts) {
    if (layout.name == name) return layout;
  }
  return std::nullopt;
}

}  // namespace mpos::radio_ble

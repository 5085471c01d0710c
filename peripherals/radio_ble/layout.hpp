// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace mpos::radio_ble {

/// The GATT service that carries the link, as apps for real readers look for it. UUIDs in their canonical text, lower
/// case.
struct Layout {
  std::string_view name;     ///< as profiles and --ble-service say it
  std::string_view service;  ///< primary, advertised
  std::string_view write;    ///< phone to reader: write and write without response
  std::string_view notify;   ///< reader to phone
};

/// own, nus, issc or fff0; nothing for another name.
///
/// Source: Nordic UART Service; Microchip BM77/BM78 transparent UART; TI CC254x designs. `own` is this product's.
std::optional<Layout> find_layout(std::string_view name) noexcept;

}  // namespace mpos::radio_ble

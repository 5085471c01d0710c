// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

/// Bits of TVR and TSI (EMV book 3 annex C5, C6).
namespace mpos::emv {

struct TvrBit {
  std::uint8_t byte;  ///< 0 to 4
  std::uint8_t mask;
};

namespace tvr {
inline constexpr TvrBit oda_not_performed{0, 0x80}, sda_failed{0, 0x40}, icc_data_missing{0, 0x20},
    exception_file{0, 0x10}, dda_failed{0, 0x08}, cda_failed{0, 0x04}, sda_selected{0, 0x02};
inline constexpr TvrBit versions_differ{1, 0x80}, expired{1, 0x40}, not_yet_effective{1, 0x20},
    service_not_allowed{1, 0x10}, new_card{1, 0x08};
inline constexpr TvrBit cvm_failed{2, 0x80}, unrecognised_cvm{2, 0x40}, pin_limit{2, 0x20}, no_pin_pad{2, 0x10},
    pin_not_entered{2, 0x08}, online_pin{2, 0x04};
inline constexpr TvrBit floor_limit{3, 0x80}, lower_limit{3, 0x40}, upper_limit{3, 0x20}, random{3, 0x10},
    forced_online{3, 0x08};
inline constexpr TvrBit default_tdol{4, 0x80}, issuer_authentication_failed{4, 0x40}, script_failed_before{4, 0x20},
    script_failed_after{4, 0x10};
}  // namespace tvr

namespace tsi {
inline constexpr std::uint8_t oda = 0x80, cvm = 0x40, card_risk = 0x20, issuer_authentication = 0x10,
                              terminal_risk = 0x08, script = 0x04;
}  // namespace tsi

using Tvr = std::array<std::uint8_t, 5>;

}  // namespace mpos::emv

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/security/ports.hpp"

/// TDES DUKPT, ANSI X9.24-1:2009 (keys.md section 6). A KSN is 10 bytes, its right 21 bits count transactions.
namespace mpos::security {

inline constexpr std::size_t ksn_bytes = 10;
inline constexpr std::uint32_t dukpt_counter_mask = 0x1FFFFF;

enum class DukptUse : std::uint8_t { pin, mac_request, mac_response, data_request, data_response };

std::uint32_t dukpt_counter(Bytes ksn) noexcept;

/// Initial key of a device: `bdk` 16 bytes, `ksn` 8 or 10 (its counter bits are taken as zero), `out` 16.
void dukpt_ipek(Primitives& primitives, Bytes bdk, Bytes ksn, MutableBytes out) noexcept;

/// One step of the tree: the key for register value `r` (8 bytes) from its parent. `out` 16 bytes, may be `key`.
void dukpt_step(Primitives& primitives, Bytes key, Bytes r, MutableBytes out) noexcept;

/// Key of the transaction that `ksn` counts, from the initial key.
void dukpt_key(Primitives& primitives, Bytes ipek, Bytes ksn, MutableBytes out) noexcept;

/// Working key of a transaction key; the data keys take the one-way step. `out` 16 bytes, may be `key`.
void dukpt_variant(Primitives& primitives, Bytes key, DukptUse use, MutableBytes out) noexcept;

/// Moves `ksn` to its next counter, skipping those with more than ten ones. False, and nothing changed, at the end of
/// life.
[[nodiscard]] bool dukpt_next(MutableBytes ksn) noexcept;

}  // namespace mpos::security

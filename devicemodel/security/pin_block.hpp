// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "devicemodel/security/ports.hpp"

/// Clear PIN blocks, ISO 9564-1 and UnionPay (pinblock.md). `pin` holds digit values 0 to 9, four to twelve of them;
/// `pan` decimal digits, check digit included. A function answers false, `out` untouched, when its input breaks these
/// rules. Vectors: tests/vectors/pinblock.json.
namespace mpos::security {

inline constexpr std::size_t min_pin_digits = 4;
inline constexpr std::size_t max_pin_digits = 12;

bool is_pin(Bytes pin) noexcept;

/// Format 0: `out` 8 bytes.
[[nodiscard]] bool pin_block_0(Bytes pin, std::string_view pan, MutableBytes out) noexcept;
/// Format 1: `fill` gives the nibbles 0 to F after the PIN, at least 14 - pin.size() of them. `out` 8 bytes.
[[nodiscard]] bool pin_block_1(Bytes pin, Bytes fill, MutableBytes out) noexcept;
/// Format 3: as format 1 with nibbles A to F, xored with the PAN as format 0.
[[nodiscard]] bool pin_block_3(Bytes pin, std::string_view pan, Bytes fill, MutableBytes out) noexcept;
/// Format 4, plain text PIN field: `random` 8 bytes, `out` 16.
[[nodiscard]] bool pin_field_4(Bytes pin, Bytes random, MutableBytes out) noexcept;
/// Format 4, plain text PAN field: PAN of 1 to 19 digits, `out` 16 bytes.
[[nodiscard]] bool pan_field_4(std::string_view pan, MutableBytes out) noexcept;
/// Format 4, enciphered under an AES key: E(K, E(K, PIN field) xor PAN field). `out` 16 bytes.
[[nodiscard]] bool pin_block_4(Primitives& primitives, Bytes key, Bytes pin, std::string_view pan, Bytes random,
                               MutableBytes out) noexcept;
/// UnionPay (ANSI X9.8): a length byte, the PIN, F fill, xored with the PAN; bit for bit format 0. `out` 8 bytes.
[[nodiscard]] bool pin_block_cup(Bytes pin, std::string_view pan, MutableBytes out) noexcept;
/// The 16-byte form of SM4 terminals.
[[nodiscard]] bool pin_block_sm4_cup(Bytes pin, std::string_view pan, MutableBytes out) noexcept;

}  // namespace mpos::security

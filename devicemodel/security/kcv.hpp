// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/security/ports.hpp"

namespace mpos::security {

/// Whether `bytes` is a key length the cipher takes: des 8; tdes 8, 16, 24; aes 16, 24, 32; sm4 16.
bool is_key_length(Cipher cipher, std::size_t bytes) noexcept;

/// Check value by the ECB rule: the left bytes of E(key, zero block). `out`: 1 to block_bytes(cipher).
/// Source: keys.md section 2 (international 3 bytes, UnionPay field 62 4 bytes).
void kcv_ecb(Primitives& primitives, Cipher cipher, Bytes key, MutableBytes out) noexcept;

/// Check value by the CMAC rule of ANSI X9.24-1:2017 and X9.143: the left bytes of CMAC(key, one zero block).
void kcv_cmac(Primitives& primitives, Cipher cipher, Bytes key, MutableBytes out) noexcept;

/// Sets the low bit of every byte so that the byte has an odd number of ones (FIPS 46-3).
void set_odd_parity(MutableBytes key) noexcept;

/// Whether two 8-byte parts of a 16- or 24-byte DES key that stand side by side are equal, parity bits aside: such a
/// key is single DES in disguise.
bool has_equal_parts(Bytes key) noexcept;

}  // namespace mpos::security

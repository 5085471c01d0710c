// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "devicemodel/security/cbc_mac.hpp"

/// Issuer-side key and cryptogram rules of EMV and PBOC (icc.md) and the wallet's (psam.md). Vectors: icc.json,
/// psam.json.
namespace mpos::security {

/// Unique derivation key, EMV book 2 A1.4.1 option A: from the right 16 digits of PAN and sequence number. With tdes
/// and `parity`, odd parity is set. False unless both are digits. `out` 16 bytes.
[[nodiscard]] bool udk_option_a(Primitives& primitives, Cipher cipher, Bytes master, std::string_view pan,
                                std::string_view sequence, bool parity, MutableBytes out) noexcept;
/// Option B (A1.4.2): for a PAN of more than 16 digits the factor is taken from its SHA-1.
[[nodiscard]] bool udk_option_b(Primitives& primitives, Bytes master, std::string_view pan, std::string_view sequence,
                                MutableBytes out) noexcept;
/// Session key from the application transaction counter (2 bytes), PBOC. `out` 16 bytes.
void session_key_pboc(Primitives& primitives, Cipher cipher, Bytes udk, Bytes counter, MutableBytes out) noexcept;
/// EMV common session key derivation (A1.3.1); `r` 8 bytes.
void session_key_emv(Primitives& primitives, Bytes udk, Bytes r, MutableBytes out) noexcept;
/// Application cryptogram, 8 bytes: algorithm 3 with padding 2 (tdes), or the left half of an SM4 CBC-MAC.
void application_cryptogram(Primitives& primitives, Cipher cipher, Bytes key, Bytes data, MutableBytes out) noexcept;
/// ARPC method 1: `arqc` 8 bytes, `response_code` 2; `out` 8.
void arpc_1(Primitives& primitives, Cipher cipher, Bytes key, Bytes arqc, Bytes response_code,
            MutableBytes out) noexcept;
/// PBOC wallet: CBC-MAC with single DES, padding 2. `iv` 8 bytes or empty.
void pboc_des_mac(Primitives& primitives, Bytes key, Bytes data, Bytes iv, MutableBytes out) noexcept;

}  // namespace mpos::security

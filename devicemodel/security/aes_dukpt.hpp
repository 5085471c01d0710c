// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/security/ports.hpp"

/// AES DUKPT, ANSI X9.24-3:2017 (keys.md section 7).
namespace mpos::security {

enum class AesDukptUsage : std::uint16_t {
  key_encryption = 0x0002,
  pin = 0x1000,
  mac_generate = 0x2000,
  mac_verify = 0x2001,
  mac_both = 0x2002,
  data_encrypt = 0x3000,
  data_decrypt = 0x3001,
  data_both = 0x3002,
  derivation = 0x8000,
  initial_key = 0x8001
};
enum class AesDukptAlgorithm : std::uint16_t { tdea2 = 0, tdea3 = 1, aes128 = 2, aes192 = 3, aes256 = 4, hmac = 5 };

/// Key length in bits that belongs to an algorithm; 0 for hmac, where the caller says.
constexpr std::uint16_t aes_dukpt_bits(AesDukptAlgorithm algorithm) noexcept {
  switch (algorithm) {
    case AesDukptAlgorithm::tdea2:
    case AesDukptAlgorithm::aes128: return 128;
    case AesDukptAlgorithm::tdea3:
    case AesDukptAlgorithm::aes192: return 192;
    case AesDukptAlgorithm::aes256: return 256;
    case AesDukptAlgorithm::hmac: return 0;
  }
  return 0;
}

/// The 16-byte derivation block. `identity` 8 bytes.
std::array<std::uint8_t, 16> aes_dukpt_data(AesDukptUsage usage, AesDukptAlgorithm algorithm, Bytes identity,
                                            std::uint16_t bits, std::uint8_t block) noexcept;

/// Derives out.size() bytes (1 to 32); `bits` goes into the derivation block.
void aes_dukpt_derive(Primitives& primitives, Bytes key, AesDukptUsage usage, AesDukptAlgorithm algorithm,
                      Bytes identity, std::uint16_t bits, MutableBytes out) noexcept;

/// Initial key, as long as the BDK (16, 24 or 32); `initial_key_id` 8 bytes.
void aes_dukpt_initial_key(Primitives& primitives, Bytes bdk, Bytes initial_key_id, MutableBytes out) noexcept;

/// Transaction key of a counter, as long as the initial key.
void aes_dukpt_transaction_key(Primitives& primitives, Bytes initial_key, Bytes initial_key_id, std::uint32_t counter,
                               MutableBytes out) noexcept;

/// Working key; out.size() is its length in bytes. False when it would be longer than the key it comes from.
[[nodiscard]] bool aes_dukpt_working_key(Primitives& primitives, Bytes transaction_key, Bytes initial_key_id,
                                         std::uint32_t counter, AesDukptUsage usage, AesDukptAlgorithm algorithm,
                                         MutableBytes out) noexcept;

}  // namespace mpos::security

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/kcv.hpp"

#include <bit>

#include "devicemodel/security/cbc_mac.hpp"

namespace mpos::security {

bool is_key_length(Cipher cipher, std::size_t bytes) noexcept {
  switch (cipher) {
    case Cipher::des: return bytes == 8;
    case Cipher::tdes: return bytes == 8 || bytes == 16 || bytes == 24;
    case Cipher::aes: return bytes == 16 || bytes == 24 || bytes == 32;
    case Cipher::sm4: return bytes == 16;
  }
  return false;
}

void kcv_ecb(Primitives& primitives, Cipher cipher, Bytes key, MutableBytes out) noexcept {
  const std::size_t block = block_bytes(cipher);
  MPOS_ASSERT(out.size() <= block);
  const std::array<std::uint8_t, 16> zeros{};
  std::array<std::uint8_t, 16> full{};
  primitives.ecb_encrypt(cipher, key, Bytes{zeros}.first(block), MutableBytes{full}.first(block));
  copy_bytes(Bytes{full}.first(out.size()), out);
}

void kcv_cmac(Primitives& primitives, Cipher cipher, Bytes key, MutableBytes out) noexcept {
  const std::array<std::uint8_t, 16> zeros{};
  cmac(primitives, cipher, key, Bytes{zeros}.first(block_bytes(cipher)), out);
}

void set_odd_parity(MutableBytes key) noexcept {
  for (std::uint8_t& byte : key) {
    if (std::popcount(byte) % 2 == 0) byte = static_cast<std::uint8_t>(byte ^ 1U);
  }
}

bool has_equal_parts(Bytes key) noexcept {
  for (std::size_t part = 8; part + 8 <= key.size(); part += 8) {
    std::uint8_t difference = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      difference = static_cast<std::uint8_t>(difference | ((key[part + i] ^ key[part - 8 + i]) & 0xFE));
    }
    if (difference == 0) return true;
  }
  return false;
}

}  // namespace mpos::security

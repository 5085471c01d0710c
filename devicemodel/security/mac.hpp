// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/security/cbc_mac.hpp"

/// The message authentication codes of mac.md. Vectors: tests/vectors/mac.json.
namespace mpos::security {

/// ISO/IEC 9797-1 algorithm 1 (CBC-MAC), cut to out.size(). ANSI X9.9 is this with des and zero padding.
void mac_alg1(Primitives& primitives, Cipher cipher, Bytes key, Bytes data, Padding padding, MutableBytes out) noexcept;

/// ISO/IEC 9797-1 algorithm 3 with DES: `key` 16 bytes, `out` up to 8. ANSI X9.19 is this with zero padding.
void mac_alg3(Primitives& primitives, Bytes key, Bytes data, Padding padding, MutableBytes out) noexcept;

/// Xors all blocks of the zero-padded data together, in pieces.
class Fold {
 public:
  explicit Fold(std::size_t block) noexcept : block_(block) { MPOS_ASSERT(block >= 1 && block <= max_block); }
  void update(Bytes data) noexcept;
  Bytes value() const noexcept { return Bytes{value_}.first(block_); }
  static constexpr std::size_t max_block = 64;

 private:
  std::size_t block_;
  std::size_t position_ = 0;
  std::array<std::uint8_t, max_block> value_{};
};

/// The UnionPay terminal "ECB" MAC over a MAC element block (mac.md section 2): 8 ASCII characters, the content of
/// field 64. `cipher`: des, tdes or sm4.
std::array<std::uint8_t, 8> mac_cup_ecb(Primitives& primitives, Cipher cipher, Bytes key, Bytes mab) noexcept;

/// The same over data already folded into blocks of the cipher.
std::array<std::uint8_t, 8> mac_cup_ecb(Primitives& primitives, Cipher cipher, Bytes key, const Fold& folded) noexcept;

/// The reader MAC of UnionPay-style mPOS firmware (mac.md section 3): fold, append 80 00.., X9.19. `key` 16 bytes.
std::array<std::uint8_t, 8> mac_cup_mpos_reader(Primitives& primitives, Bytes key, Bytes data) noexcept;

/// The serial-number cipher of field 59 A2/04 (mac.md section 4) under an SM4 key: 8 ASCII characters.
std::array<std::uint8_t, 8> tusn_mac(Primitives& primitives, Bytes key, Bytes serial, Bytes factor) noexcept;

}  // namespace mpos::security

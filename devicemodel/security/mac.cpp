// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/mac.hpp"

#include "devicemodel/base/hex.hpp"

namespace mpos::security {

void mac_alg1(Primitives& primitives, Cipher cipher, Bytes key, Bytes data, Padding padding,
              MutableBytes out) noexcept {
  CbcMac mac{primitives, cipher, key};
  mac.update(data);
  mac.finish(padding, out);
}

void mac_alg3(Primitives& primitives, Bytes key, Bytes data, Padding padding, MutableBytes out) noexcept {
  MPOS_ASSERT(key.size() == 16 && out.size() <= 8);
  std::array<std::uint8_t, 8> block{};
  mac_alg1(primitives, Cipher::des, key.first(8), data, padding, block);
  primitives.ecb_decrypt(Cipher::des, key.last(8), block, block);
  primitives.ecb_encrypt(Cipher::des, key.first(8), block, block);
  copy_bytes(Bytes{block}.first(out.size()), out);
}

void Fold::update(Bytes data) noexcept {
  for (const std::uint8_t byte : data) {
    value_[position_] = static_cast<std::uint8_t>(value_[position_] ^ byte);
    position_ = position_ + 1 == block_ ? 0 : position_ + 1;
  }
}

std::array<std::uint8_t, 8> mac_cup_ecb(Primitives& primitives, Cipher cipher, Bytes key, const Fold& folded) noexcept {
  const std::size_t block = block_bytes(cipher);
  MPOS_ASSERT(folded.value().size() == block);
  std::array<char, 32> ascii{};
  write_hex(folded.value(), ascii);
  const Bytes text{reinterpret_cast<const std::uint8_t*>(ascii.data()), 2 * block};
  std::array<std::uint8_t, 16> work{};
  const MutableBytes w = MutableBytes{work}.first(block);
  primitives.ecb_encrypt(cipher, key, text.first(block), w);
  xor_bytes(w, text.last(block), w);
  primitives.ecb_encrypt(cipher, key, w, w);
  std::array<std::uint8_t, 8> out{};
  for (std::size_t i = 0; i < 4; ++i) {
    out[2 * i] = static_cast<std::uint8_t>(hex_digits_upper[work[i] >> 4]);
    out[2 * i + 1] = static_cast<std::uint8_t>(hex_digits_upper[work[i] & 15]);
  }
  return out;
}

std::array<std::uint8_t, 8> mac_cup_ecb(Primitives& primitives, Cipher cipher, Bytes key, Bytes mab) noexcept {
  Fold fold{block_bytes(cipher)};
  fold.update(mab);
  return mac_cup_ecb(primitives, cipher, key, fold);
}

std::array<std::uint8_t, 8> mac_cup_mpos_reader(Primitives& primitives, Bytes key, Bytes data) noexcept {
  Fold fold{8};
  fold.update(data);
  std::array<std::uint8_t, 16> message{};
  copy_bytes(fold.value(), message);
  message[8] = 0x80;
  std::array<std::uint8_t, 8> out{};
  mac_alg3(primitives, key, message, Padding::zeros, out);
  return out;
}

std::array<std::uint8_t, 8> tusn_mac(Primitives& primitives, Bytes key, Bytes serial, Bytes factor) noexcept {
  Fold fold{16};
  fold.update(serial);
  fold.update(factor);
  return mac_cup_ecb(primitives, Cipher::sm4, key, fold);
}

}  // namespace mpos::security

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/issuer_keys.hpp"

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/security/kcv.hpp"
#include "devicemodel/security/mac.hpp"
#include "devicemodel/security/pboc.hpp"

namespace mpos::security {
namespace {

constexpr std::size_t max_digits = 24;
using Digits = FixedVector<std::uint8_t, max_digits>;

bool append_digits(std::string_view text, Digits& digits) noexcept {
  for (const char c : text) {
    if (c < '0' || c > '9' || !digits.try_push_back(static_cast<std::uint8_t>(c - '0'))) return false;
  }
  return true;
}

/// The right 16 digits, zeros in front of fewer.
std::array<std::uint8_t, 8> right16(const Digits& digits) noexcept {
  std::array<std::uint8_t, 8> packed{};
  for (std::size_t i = 0; i < 16 && i < digits.size(); ++i) {
    const unsigned digit = digits[digits.size() - 1 - i];
    std::uint8_t& byte = packed[7 - i / 2];
    byte = static_cast<std::uint8_t>(byte | (i % 2 == 0 ? digit : digit << 4));
  }
  return packed;
}

}  // namespace

bool udk_option_a(Primitives& primitives, Cipher cipher, Bytes master, std::string_view pan, std::string_view sequence,
                  bool parity, MutableBytes out) noexcept {
  Digits digits;
  if (!append_digits(pan, digits) || !append_digits(sequence, digits)) return false;
  pboc_div(primitives, cipher, master, right16(digits), out);
  if (cipher == Cipher::tdes && parity) set_odd_parity(out);
  return true;
}

bool udk_option_b(Primitives& primitives, Bytes master, std::string_view pan, std::string_view sequence,
                  MutableBytes out) noexcept {
  if (pan.size() <= 16) return udk_option_a(primitives, Cipher::tdes, master, pan, sequence, true, out);
  Digits digits;
  if ((pan.size() + sequence.size()) % 2 != 0) digits.push_back(0);
  if (!append_digits(pan, digits) || !append_digits(sequence, digits)) return false;
  std::array<std::uint8_t, max_digits / 2> packed{};
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    packed[i / 2] = static_cast<std::uint8_t>((digits[i] << 4) | digits[i + 1]);
  }
  std::array<std::uint8_t, 20> digest{};
  primitives.hash(Hash::sha1, Bytes{packed}.first(digits.size() / 2), digest);
  // First the decimal nibbles in order, then, when these are too few, the others less ten.
  FixedVector<std::uint8_t, 40> chosen;
  for (const bool letters : {false, true}) {
    for (std::size_t i = 0; i < 40; ++i) {
      const unsigned nibble = i % 2 == 0 ? digest[i / 2] >> 4 : digest[i / 2] & 15U;
      if ((nibble > 9) == letters) chosen.push_back(static_cast<std::uint8_t>(letters ? nibble - 10 : nibble));
    }
  }
  std::array<std::uint8_t, 8> factor{};
  for (std::size_t i = 0; i < 8; ++i) factor[i] = static_cast<std::uint8_t>((chosen[2 * i] << 4) | chosen[2 * i + 1]);
  pboc_div(primitives, Cipher::tdes, master, factor, out);
  set_odd_parity(out);
  return true;
}

void session_key_pboc(Primitives& primitives, Cipher cipher, Bytes udk, Bytes counter, MutableBytes out) noexcept {
  MPOS_ASSERT(counter.size() == 2 && out.size() == 16);
  std::array<std::uint8_t, 16> blocks{};
  for (std::size_t i = 0; i < 2; ++i) {
    blocks[6 + i] = counter[i];
    blocks[14 + i] = static_cast<std::uint8_t>(~counter[i]);
  }
  primitives.ecb_encrypt(cipher, udk, blocks, out);
}

void session_key_emv(Primitives& primitives, Bytes udk, Bytes r, MutableBytes out) noexcept {
  MPOS_ASSERT(r.size() == 8 && out.size() == 16);
  std::array<std::uint8_t, 16> blocks{};
  copy_bytes(r, blocks);
  copy_bytes(r, MutableBytes{blocks}.last(8));
  blocks[2] = 0xF0;
  blocks[10] = 0x0F;
  primitives.ecb_encrypt(Cipher::tdes, udk, blocks, out);
}

void application_cryptogram(Primitives& primitives, Cipher cipher, Bytes key, Bytes data, MutableBytes out) noexcept {
  MPOS_ASSERT(out.size() <= 8);
  if (cipher == Cipher::sm4) {
    mac_alg1(primitives, cipher, key, data, Padding::bit, out);
  } else {
    mac_alg3(primitives, key, data, Padding::bit, out);
  }
}

void arpc_1(Primitives& primitives, Cipher cipher, Bytes key, Bytes arqc, Bytes response_code,
            MutableBytes out) noexcept {
  MPOS_ASSERT(arqc.size() == 8 && response_code.size() == 2 && out.size() == 8);
  std::array<std::uint8_t, 16> block{};
  copy_bytes(arqc, block);
  block[0] ^= response_code[0];
  block[1] ^= response_code[1];
  const MutableBytes used = MutableBytes{block}.first(block_bytes(cipher));
  primitives.ecb_encrypt(cipher, key, used, used);
  copy_bytes(used.first(8), out);
}

void pboc_des_mac(Primitives& primitives, Bytes key, Bytes data, Bytes iv, MutableBytes out) noexcept {
  CbcMac mac{primitives, Cipher::des, key, iv};
  mac.update(data);
  mac.finish(Padding::bit, out);
}

}  // namespace mpos::security

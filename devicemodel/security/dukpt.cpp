// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/dukpt.hpp"

#include <bit>

#include "devicemodel/base/secret.hpp"

namespace mpos::security {
namespace {

constexpr std::array<std::uint8_t, 16> initial_mask{0xC0, 0xC0, 0xC0, 0xC0, 0, 0, 0, 0,
                                                    0xC0, 0xC0, 0xC0, 0xC0, 0, 0, 0, 0};
constexpr int counter_bits = 21;

/// G(k, r) = DES(left(k), r xor right(k)) xor right(k)
void half_step(Primitives& primitives, Bytes key, Bytes r, MutableBytes out) noexcept {
  xor_bytes(r, key.last(8), out);
  primitives.ecb_encrypt(Cipher::des, key.first(8), out, out);
  xor_bytes(out, key.last(8), out);
}

void set_counter(MutableBytes ksn, std::uint32_t counter) noexcept {
  ksn[7] = static_cast<std::uint8_t>((ksn[7] & 0xE0) | (counter >> 16));
  store_be16(&ksn[8], static_cast<std::uint16_t>(counter));
}

}  // namespace

std::uint32_t dukpt_counter(Bytes ksn) noexcept {
  MPOS_ASSERT(ksn.size() == ksn_bytes);
  return load_be32(&ksn[6]) & dukpt_counter_mask;
}

void dukpt_ipek(Primitives& primitives, Bytes bdk, Bytes ksn, MutableBytes out) noexcept {
  MPOS_ASSERT(bdk.size() == 16 && ksn.size() >= 8 && out.size() == 16);
  std::array<std::uint8_t, 8> base{};
  copy_bytes(ksn.first(8), base);
  base[7] &= 0xE0;
  SecretBytes<16> masked;
  xor_bytes(bdk, initial_mask, masked.fill(16));
  SecretBytes<16> result;
  const MutableBytes halves = result.fill(16);
  primitives.ecb_encrypt(Cipher::tdes, bdk, base, halves.first(8));
  primitives.ecb_encrypt(Cipher::tdes, masked.expose(), base, halves.last(8));
  copy_bytes(halves, out);
}

void dukpt_step(Primitives& primitives, Bytes key, Bytes r, MutableBytes out) noexcept {
  MPOS_ASSERT(key.size() == 16 && r.size() == 8 && out.size() == 16);
  SecretBytes<16> masked;
  xor_bytes(key, initial_mask, masked.fill(16));
  SecretBytes<16> result;
  const MutableBytes halves = result.fill(16);
  half_step(primitives, masked.expose(), r, halves.first(8));
  half_step(primitives, key, r, halves.last(8));
  copy_bytes(halves, out);
}

void dukpt_key(Primitives& primitives, Bytes ipek, Bytes ksn, MutableBytes out) noexcept {
  MPOS_ASSERT(ipek.size() == 16 && ksn.size() == ksn_bytes && out.size() == 16);
  const std::uint32_t counter = dukpt_counter(ksn);
  std::uint64_t r = load_be64(&ksn[2]) & ~std::uint64_t{dukpt_counter_mask};
  SecretBytes<16> key{ipek};
  for (int bit = counter_bits - 1; bit >= 0; --bit) {
    const std::uint32_t one = 1U << bit;
    if ((counter & one) == 0) continue;
    r |= one;
    std::array<std::uint8_t, 8> bytes{};
    store_be64(bytes.data(), r);
    SecretBytes<16> next;
    dukpt_step(primitives, key.expose(), bytes, next.fill(16));
    key.assign(next.expose());
  }
  copy_bytes(key.expose(), out);
}

void dukpt_variant(Primitives& primitives, Bytes key, DukptUse use, MutableBytes out) noexcept {
  MPOS_ASSERT(key.size() == 16 && out.size() == 16);
  // The masked byte of each half, counted from the left: X9.24-1:2009, A.4.1.
  constexpr std::array<std::size_t, 5> masked_byte{7, 6, 4, 5, 3};
  const std::size_t position = masked_byte[static_cast<std::size_t>(use)];
  SecretBytes<16> variant;
  const MutableBytes v = variant.fill(16);
  copy_bytes(key, v);
  v[position] ^= 0xFF;
  v[8 + position] ^= 0xFF;
  if (use == DukptUse::data_request || use == DukptUse::data_response) {
    primitives.ecb_encrypt(Cipher::tdes, v, v, out);
  } else {
    copy_bytes(v, out);
  }
}

bool dukpt_next(MutableBytes ksn) noexcept {
  std::uint32_t counter = dukpt_counter(ksn) + 1;
  while (std::popcount(counter) > 10) counter += counter & (~counter + 1);
  if (counter > dukpt_counter_mask) return false;
  set_counter(ksn, counter);
  return true;
}

}  // namespace mpos::security

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/aes_dukpt.hpp"

#include "devicemodel/base/secret.hpp"

namespace mpos::security {
namespace {

AesDukptAlgorithm algorithm_of_length(std::size_t bytes) noexcept {
  MPOS_ASSERT(bytes == 16 || bytes == 24 || bytes == 32);
  return bytes == 16 ? AesDukptAlgorithm::aes128 : bytes == 24 ? AesDukptAlgorithm::aes192 : AesDukptAlgorithm::aes256;
}

std::array<std::uint8_t, 8> identity_of(Bytes initial_key_id, std::uint32_t counter) noexcept {
  MPOS_ASSERT(initial_key_id.size() == 8);
  std::array<std::uint8_t, 8> identity{};
  copy_bytes(initial_key_id.last(4), identity);
  store_be32(&identity[4], counter);
  return identity;
}

}  // namespace

std::array<std::uint8_t, 16> aes_dukpt_data(AesDukptUsage usage, AesDukptAlgorithm algorithm, Bytes identity,
                                            std::uint16_t bits, std::uint8_t block) noexcept {
  MPOS_ASSERT(identity.size() == 8);
  std::array<std::uint8_t, 16> data{};
  data[0] = 1;
  data[1] = block;
  store_be16(&data[2], static_cast<std::uint16_t>(usage));
  store_be16(&data[4], static_cast<std::uint16_t>(algorithm));
  store_be16(&data[6], bits);
  copy_bytes(identity, MutableBytes{data}.subspan(8));
  return data;
}

void aes_dukpt_derive(Primitives& primitives, Bytes key, AesDukptUsage usage, AesDukptAlgorithm algorithm,
                      Bytes identity, std::uint16_t bits, MutableBytes out) noexcept {
  MPOS_ASSERT(!out.empty() && out.size() <= 32);
  std::uint8_t block = 1;
  for (std::size_t done = 0; done < out.size(); done += 16, ++block) {
    SecretBytes<16> derived;
    const MutableBytes d = derived.fill(16);
    primitives.ecb_encrypt(Cipher::aes, key, aes_dukpt_data(usage, algorithm, identity, bits, block), d);
    const std::size_t left = out.size() - done;
    copy_bytes(d.first(left < 16 ? left : 16), out.subspan(done));
  }
}

void aes_dukpt_initial_key(Primitives& primitives, Bytes bdk, Bytes initial_key_id, MutableBytes out) noexcept {
  MPOS_ASSERT(out.size() == bdk.size());
  const AesDukptAlgorithm own = algorithm_of_length(bdk.size());
  aes_dukpt_derive(primitives, bdk, AesDukptUsage::initial_key, own, initial_key_id, aes_dukpt_bits(own), out);
}

void aes_dukpt_transaction_key(Primitives& primitives, Bytes initial_key, Bytes initial_key_id, std::uint32_t counter,
                               MutableBytes out) noexcept {
  MPOS_ASSERT(out.size() == initial_key.size());
  const AesDukptAlgorithm own = algorithm_of_length(initial_key.size());
  SecretBytes<32> key{initial_key};
  std::uint32_t work = 0;
  for (int bit = 31; bit >= 0; --bit) {
    const std::uint32_t one = std::uint32_t{1} << bit;
    if ((counter & one) == 0) continue;
    work |= one;
    SecretBytes<32> next;
    aes_dukpt_derive(primitives, key.expose(), AesDukptUsage::derivation, own, identity_of(initial_key_id, work),
                     aes_dukpt_bits(own), next.fill(key.size()));
    key.assign(next.expose());
  }
  copy_bytes(key.expose(), out);
}

bool aes_dukpt_working_key(Primitives& primitives, Bytes transaction_key, Bytes initial_key_id, std::uint32_t counter,
                           AesDukptUsage usage, AesDukptAlgorithm algorithm, MutableBytes out) noexcept {
  if (out.size() > transaction_key.size()) return false;
  aes_dukpt_derive(primitives, transaction_key, usage, algorithm, identity_of(initial_key_id, counter),
                   static_cast<std::uint16_t>(out.size() * 8), out);
  return true;
}

}  // namespace mpos::security

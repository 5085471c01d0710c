// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/rsa_signature.hpp"

namespace mpos::security {
namespace {

constexpr std::size_t shortest = 128;
constexpr std::size_t longest = 512;
/// DER of DigestInfo for SHA-256, before the digest (RFC 8017, 9.2 note 1).
constexpr std::array<std::uint8_t, 19> digest_info{0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                                   0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};

}  // namespace

bool rsa_signature_is_right(Primitives& primitives, Bytes modulus, Bytes exponent, Bytes message,
                            Bytes signature) noexcept {
  const std::size_t size = modulus.size();
  if (size < shortest || size > longest || signature.size() != size) return false;
  std::array<std::uint8_t, longest> recovered{};
  const MutableBytes block = MutableBytes{recovered}.first(size);
  if (!primitives.rsa_public(modulus, exponent, signature, block)) return false;
  // 00 01 FF .. FF 00 DigestInfo digest
  std::array<std::uint8_t, longest> expected{};
  const MutableBytes wanted = MutableBytes{expected}.first(size);
  const std::size_t tail = digest_info.size() + digest_bytes(Hash::sha256);
  for (std::uint8_t& byte : wanted.first(size - tail - 1)) byte = 0xFF;
  wanted[0] = 0x00;
  wanted[1] = 0x01;
  copy_bytes(digest_info, wanted.subspan(size - tail));
  primitives.hash(Hash::sha256, message, wanted.last(digest_bytes(Hash::sha256)));
  return equal(block, wanted);
}

}  // namespace mpos::security

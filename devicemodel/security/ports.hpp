// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/bytes.hpp"

/// The primitive ports: what the security core asks of whoever computes. mpos::primitives answers with OpenSSL on a
/// desk; on the device the chip's library does.
namespace mpos::security {

enum class Cipher : std::uint8_t { des, tdes, aes, sm4 };

constexpr std::size_t block_bytes(Cipher cipher) noexcept {
  return cipher == Cipher::des || cipher == Cipher::tdes ? 8 : 16;
}

enum class Hash : std::uint8_t { sha1, sha256, sm3 };

constexpr std::size_t digest_bytes(Hash hash) noexcept {
  return hash == Hash::sha1 ? 20 : 32;
}

/// Stateless primitives. Calls cannot fail on lengths the caller must keep (asserted): des 8; tdes 8 (taken as K,K,K),
/// 16 or 24; aes 16, 24 or 32; sm4 16 key bytes; data a multiple of the block. `out` is as long as `in` and may be the
/// same memory.
class Primitives {
 public:
  virtual void ecb_encrypt(Cipher cipher, Bytes key, Bytes in, MutableBytes out) = 0;
  virtual void ecb_decrypt(Cipher cipher, Bytes key, Bytes in, MutableBytes out) = 0;
  virtual void cbc_encrypt(Cipher cipher, Bytes key, Bytes iv, Bytes in, MutableBytes out) = 0;
  virtual void cbc_decrypt(Cipher cipher, Bytes key, Bytes iv, Bytes in, MutableBytes out) = 0;

  /// `out`: digest_bytes(hash).
  virtual void hash(Hash hash, Bytes in, MutableBytes out) = 0;
  /// HMAC-SHA-256 (RFC 2104) over the two pieces in order; `out`: 32 bytes.
  virtual void hmac_sha256(Bytes key, Bytes first, Bytes second, MutableBytes out) = 0;

  /// X25519 (RFC 7748): `out`, 32 bytes, = scalar * point. False when the result is all zero (a low-order point).
  [[nodiscard]] virtual bool x25519(Bytes scalar, Bytes point, MutableBytes out) = 0;
  /// `out`, 32 bytes, = scalar * base point.
  virtual void x25519_public(Bytes scalar, MutableBytes out) = 0;

  /// Raw RSA with a public key, no padding (EMV book 2, annex A2.1): `out` = `in` ^ `exponent` mod `modulus`, big
  /// endian, as long as the modulus. False, and `out` untouched, when the numbers make no key (modulus of less than 32
  /// or more than 512 bytes, even or with a leading zero byte, exponent even, below 3 or longer than 3 bytes), when
  /// `in` or `out` is not as long as the modulus, or when `in` is not below it.
  [[nodiscard]] virtual bool rsa_public(Bytes modulus, Bytes exponent, Bytes in, MutableBytes out) = 0;

 protected:
  ~Primitives() = default;
};

/// One direction of AES-256-GCM with a 16-byte tag (NIST SP 800-38D), keyed once and used many times. No heap after
/// creation.
class AesGcm {
 public:
  static constexpr std::size_t key_bytes = 32;
  static constexpr std::size_t nonce_bytes = 12;
  static constexpr std::size_t tag_bytes = 16;

  virtual void set_key(Bytes key) = 0;
  /// `out` takes plain.size() + tag_bytes; it may begin where `plain` does.
  virtual void seal(Bytes nonce, Bytes associated, Bytes plain, MutableBytes out) = 0;
  /// `out` takes sealed.size() - tag_bytes. False, and `out` wiped, when the tag is wrong or `sealed` is too short.
  [[nodiscard]] virtual bool open(Bytes nonce, Bytes associated, Bytes sealed, MutableBytes out) = 0;
  /// Forgets the key.
  virtual void clear() = 0;

 protected:
  ~AesGcm() = default;
};

}  // namespace mpos::security

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "devicemodel/base/bytes.hpp"

namespace mpos::primitives {

/// Raw RSA with public keys (EMV book 2, annex A2.1). Remembers the last keys it computed with, because a terminal sees
/// the same CA and issuer keys over and over and the reduction constants are most of the cost for exponent 3.
/// One object belongs to one thread.
class RsaPublicKeys {
 public:
  RsaPublicKeys();
  ~RsaPublicKeys();
  RsaPublicKeys(const RsaPublicKeys&) = delete;
  RsaPublicKeys& operator=(const RsaPublicKeys&) = delete;

  /// security::Primitives::rsa_public.
  [[nodiscard]] bool apply(Bytes modulus, Bytes exponent, Bytes in, MutableBytes out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A private key of two primes, computed with by the Chinese remainder theorem. Test keys only: a card's, an issuer's
/// or the test authority's. One object belongs to one thread; copies share nothing.
class RsaPrivateKey {
 public:
  /// Primes and public exponent, big endian. An object whose numbers make no key (not coprime, even, a size of modulus
  /// outside 512 to 4096 bits) says so by valid().
  RsaPrivateKey(Bytes p, Bytes q, Bytes exponent);
  ~RsaPrivateKey();
  RsaPrivateKey(RsaPrivateKey&&) noexcept;
  RsaPrivateKey& operator=(RsaPrivateKey&&) noexcept;

  [[nodiscard]] bool valid() const noexcept;
  /// Bytes of the modulus; 0 when not valid.
  [[nodiscard]] std::size_t size() const noexcept;
  /// `out`: size() bytes.
  void modulus(MutableBytes out) const;
  /// The private exponent to `e` mod lcm(p-1, q-1); `out`: size() bytes.
  void private_exponent(MutableBytes out) const;
  /// `out` = `in` ^ d mod n, both size() bytes. False when `in` is not below the modulus or of another length.
  [[nodiscard]] bool apply(Bytes in, MutableBytes out) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mpos::primitives

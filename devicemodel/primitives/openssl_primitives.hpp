// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "devicemodel/security/ports.hpp"

namespace mpos::primitives {

/// security::Primitives by OpenSSL. One object belongs to one thread: it keeps and reuses its contexts. Algorithms are
/// fetched at first use, so that creating one costs next to nothing.
class OpenSslPrimitives final : public security::Primitives {
 public:
  OpenSslPrimitives();
  ~OpenSslPrimitives();
  OpenSslPrimitives(const OpenSslPrimitives&) = delete;
  OpenSslPrimitives& operator=(const OpenSslPrimitives&) = delete;

  void ecb_encrypt(security::Cipher cipher, Bytes key, Bytes in, MutableBytes out) override;
  void ecb_decrypt(security::Cipher cipher, Bytes key, Bytes in, MutableBytes out) override;
  void cbc_encrypt(security::Cipher cipher, Bytes key, Bytes iv, Bytes in, MutableBytes out) override;
  void cbc_decrypt(security::Cipher cipher, Bytes key, Bytes iv, Bytes in, MutableBytes out) override;
  void hash(security::Hash hash, Bytes in, MutableBytes out) override;
  void hmac_sha256(Bytes key, Bytes first, Bytes second, MutableBytes out) override;
  [[nodiscard]] bool x25519(Bytes scalar, Bytes point, MutableBytes out) override;
  void x25519_public(Bytes scalar, MutableBytes out) override;
  [[nodiscard]] bool rsa_public(Bytes modulus, Bytes exponent, Bytes in, MutableBytes out) override;

 private:
  struct Contexts;
  std::unique_ptr<Contexts> contexts_;
};

}  // namespace mpos::primitives

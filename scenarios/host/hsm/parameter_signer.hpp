// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <vector>

#include "devicemodel/base/bytes.hpp"
#include "devicemodel/base/result.hpp"

namespace mpos::host {

/// Signs parameter files: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2.1), which draws no random number. The private
/// key stays inside.
class ParameterSigner {
 public:
  /// From two primes, hexadecimal; the public exponent is 65537.
  ///   errors  a sentence for people
  static Result<ParameterSigner, std::string> create(std::string_view p, std::string_view q);

  /// As long as the modulus.
  std::vector<std::uint8_t> sign(Bytes message) const;
  /// Big endian, without leading zeros.
  const std::vector<std::uint8_t>& modulus() const noexcept { return modulus_; }

 private:
  struct FreeKey {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
  };
  std::unique_ptr<EVP_PKEY, FreeKey> key_;
  std::vector<std::uint8_t> modulus_;
};

}  // namespace mpos::host

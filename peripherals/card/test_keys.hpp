// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "devicemodel/base/result.hpp"
#include "devicemodel/primitives/rsa.hpp"
#include "devicemodel/security/ports.hpp"
#include "mpos/config/v1/config.pb.h"
#include "peripherals/card/blob.hpp"

namespace mpos::card {

/// One RSA test key with both halves. Shared by all cards that name it; belongs to one thread.
struct RsaKey {
  RsaKey(Bytes first_prime, Bytes second_prime, Bytes public_exponent);

  primitives::RsaPrivateKey secret;
  Blob p;  ///< The primes: what goes into a chip.
  Blob q;
  Blob modulus;   ///< Empty when the numbers make no key.
  Blob exponent;  ///< 03 or 010001
};

/// Named test keys, as assets/keys holds them.
class KeyRing {
 public:
  /// The text of the failure names the key that is wrong.
  static Result<KeyRing, std::string> from(const config::v1::ChipKeyFile& file);

  /// Null when there is none of that name.
  std::shared_ptr<const RsaKey> find(std::string_view name) const;

 private:
  std::map<std::string, std::shared_ptr<const RsaKey>, std::less<>> keys_;
};

/// What a terminal loads of a certification authority.
struct CaPublicKey {
  Blob rid;  ///< 5 bytes
  std::uint8_t index = 0;
  Blob modulus;
  Blob exponent;
  Blob checksum;  ///< SHA-1 over RID, index, modulus and exponent (EMV book 2, 11.2.2)
};
CaPublicKey ca_public_key(security::Primitives& primitives, const RsaKey& key, Bytes rid, std::uint8_t index);

}  // namespace mpos::card

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/identity.hpp"

#include "devicemodel/primitives/certificate.hpp"

namespace mpos::world {

void make_phone_identity(security::Primitives& primitives, const std::array<std::uint8_t, 32>& key,
                         DeviceIdentity& identity) {
  identity.link.private_key.assign(key);
  primitives.x25519_public(key, identity.link.public_key);
}

Result<void, std::string> make_reader_identity(security::Primitives& primitives,
                                               const primitives::CertificateIssuer& issuer, const std::string& serial,
                                               const std::array<std::uint8_t, 32>& key, DeviceIdentity& identity) {
  make_phone_identity(primitives, key, identity);
  auto certificate = issuer.issue(serial, identity.link.public_key);
  if (!certificate) return Failure{"no certificate: " + certificate.error()};
  identity.certificate = std::move(*certificate);
  identity.link.certificate = identity.certificate;
  return {};
}

}  // namespace mpos::world

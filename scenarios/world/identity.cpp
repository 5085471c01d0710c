// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/identity.hpp"
namespace mpos::world {
bool Verifier::verify(Bytes certificate_der, std::array<std::uint8_t, 32>& key, FixedString<80>&) {
  if (certificate_der.size() != 32) return false;
  copy_bytes(certificate_der, key);
  return true;
}
void make_phone_identity(security::Primitives& primitives, const std::array<std::uint8_t, 32>& key, DeviceIdentity& identity) {
  identity.link.private_key.assign(key);
  primitives.x25519_public(key, identity.link.public_key);
}
Result<void, std::string> make_reader_identity(security::Primitives& primitives, const std::string&,
                                               const std::array<std::uint8_t, 32>& key, DeviceIdentity& identity) {
  make_phone_identity(primitives, key, identity);
  identity.certificate.assign(identity.link.public_key.begin(), identity.link.public_key.end());
  identity.link.certificate = identity.certificate;
  return {};
}
}  // namespace mpos::world

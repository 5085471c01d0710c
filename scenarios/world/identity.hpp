// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "devicemodel/link/channel.hpp"
#include "devicemodel/primitives/aes_gcm.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"

namespace mpos::world {

/// The X25519 key of one end of a link and, for a reader, the certificate that vouches for it.
struct DeviceIdentity {
  link::Identity link;
  std::vector<std::uint8_t> certificate;  ///< `link.certificate` points here
};

class Verifier final : public link::CertificateVerifier {
 public:
  bool verify(Bytes certificate_der, std::array<std::uint8_t, 32>& key, FixedString<80>& reason) override;
};
inline std::unique_ptr<Verifier> make_verifier() { return std::make_unique<Verifier>(); }

void make_phone_identity(security::Primitives& primitives, const std::array<std::uint8_t, 32>& key, DeviceIdentity& identity);
Result<void, std::string> make_reader_identity(security::Primitives& primitives, const std::string& serial,
                                               const std::array<std::uint8_t, 32>& key, DeviceIdentity& identity);

}  // namespace mpos::world

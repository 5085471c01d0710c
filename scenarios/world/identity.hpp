// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "devicemodel/link/channel.hpp"
#include "devicemodel/primitives/certificate.hpp"

namespace mpos::world {

/// The X25519 key of one end of a link and, for a reader, the certificate that vouches for it. Stays where it was made.
struct DeviceIdentity {
  link::Identity link;
  std::vector<std::uint8_t> certificate;  ///< `link.certificate` points here
};

void make_phone_identity(security::Primitives& primitives, const std::array<std::uint8_t, 32>& key,
                         DeviceIdentity& identity);
/// Issues the certificate too. The failure says why not.
Result<void, std::string> make_reader_identity(security::Primitives& primitives,
                                               const primitives::CertificateIssuer& issuer, const std::string& serial,
                                               const std::array<std::uint8_t, 32>& key, DeviceIdentity& identity);

}  // namespace mpos::world

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "devicemodel/security/ports.hpp"
#include "peripherals/card/test_keys.hpp"

/// The RSA signatures of EMV book 2 (chapters 5 and 6), made instead of checked.
namespace mpos::card {

/// Whether a certificate is right or carries a wrong hash on purpose.
enum class Hashing : std::uint8_t { right, wrong };

struct Certificate {
  Blob signature;  ///< 90 or 9F46
  Blob remainder;  ///< 92 or 9F48; empty when the whole modulus fits
};

/// Issuer certificate (book 2, table 2). `expiry`: MMYY, 2 bytes. `serial`: 3 bytes.
Certificate issuer_certificate(security::Primitives& primitives, const RsaKey& authority, const RsaKey& issuer,
                               std::string_view pan, Bytes expiry, Bytes serial, Hashing hashing);
/// Card certificate (book 2, table 7) over the static data to be authenticated.
Certificate icc_certificate(security::Primitives& primitives, const RsaKey& issuer, const RsaKey& icc,
                            std::string_view pan, Bytes expiry, Bytes serial, Bytes static_data);
/// Signed static application data (book 2, table 3). `code`: data authentication code, 2 bytes.
Blob signed_static_data(security::Primitives& primitives, const RsaKey& issuer, Bytes code, Bytes static_data);
/// Signed dynamic application data (book 2, tables 15 and 18): `dynamic` is the ICC dynamic data, `terminal` what the
/// hash covers besides. `dynamic` must leave 25 bytes of the modulus.
Blob signed_dynamic_data(security::Primitives& primitives, const RsaKey& icc, Bytes dynamic, Bytes terminal);

}  // namespace mpos::card

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/terminal_data.hpp"

namespace mpos::emv {

enum class CertificateError : std::uint8_t {
  bad_length,     ///< certificate or signature not as long as the key that signed it
  not_recovered,  ///< the RSA result has no 6A .. BC frame
  bad_format,     ///< wrong format byte or impossible lengths inside
  bad_hash,
  wrong_name,  ///< issuer identifier or PAN is not the card's
  expired,
  unknown_algorithm,
  revoked,
  too_long,  ///< more data than the hash input buffer takes
};

/// Public key certificates and signatures of EMV book 2, sections 5 and 6: recovery and checks. Holds the scratch
/// memory of the hashes, so one serves one caller at a time.
class Recovery {
 public:
  static constexpr std::size_t max_static_bytes = 2048;

  explicit Recovery(security::Primitives& primitives) noexcept : primitives_(primitives) {}

  /// A certificate and what travels beside it. Spans are borrowed for the call.
  struct Certificate {
    Bytes certificate;
    Bytes remainder;
    Bytes exponent;
  };
  struct IssuerKey {
    PublicKey key;
    std::array<std::uint8_t, 3> serial{};
  };

  /// Issuer certificate (book 2 table 6). `pan`: the digits as in tag 5A; empty skips that check.
  Result<IssuerKey, CertificateError> issuer_key(const PublicKey& ca, const Certificate& certificate, Bytes pan,
                                                 const Date& today) noexcept;
  /// ICC (or PIN encipherment) certificate (table 14). `static_data` is hashed behind it; empty for the PIN key.
  Result<PublicKey, CertificateError> icc_key(const PublicKey& issuer, const Certificate& certificate,
                                              Bytes static_data, Bytes pan, const Date& today) noexcept;
  /// Signed static data (table 7): the data authentication code.
  Result<std::array<std::uint8_t, 2>, CertificateError> static_signature(const PublicKey& issuer, Bytes signature,
                                                                         Bytes static_data) noexcept;
  /// What a dynamic signature carries.
  struct Dynamic {
    ByteVector<8> number;         ///< ICC dynamic number
    ByteVector<1 + 8 + 20> tail;  ///< CDA: CID, cryptogram, transaction data hash; empty for DDA
  };
  /// Signed dynamic data (tables 15 and 18); `terminal_data` is the DDOL data (or the unpredictable number for CDA).
  Result<Dynamic, CertificateError> dynamic_signature(const PublicKey& icc, Bytes signature, Bytes terminal_data,
                                                      bool combined) noexcept;
  /// The block recovered last, header and trailer included: for tests and diagnosis.
  Bytes block() const noexcept { return {block_.data(), block_.size()}; }

 private:
  Result<Bytes, CertificateError> open(const PublicKey& key, Bytes signature, std::uint8_t format) noexcept;
  bool hash_matches(Bytes wanted) noexcept;

  security::Primitives& primitives_;
  ByteVector<max_modulus_bytes> block_;
  ByteVector<max_static_bytes + 2 * max_modulus_bytes + 3> input_;
};

}  // namespace mpos::emv

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "devicemodel/base/secret.hpp"
#include "devicemodel/security/ports.hpp"

namespace mpos::primitives {

/// The test CA of assets/keys, as it was when this program was built.
std::string_view built_in_ca_key_pem() noexcept;
std::string_view built_in_ca_certificate_pem() noexcept;

/// Issues the certificates of simulated readers. For tests only: its key is public.
class CertificateIssuer {
 public:
  /// PKCS #8 or SEC 1 key on P-256 and the certificate that goes with it. The error says what is wrong.
  static Result<CertificateIssuer, std::string> from_pem(std::string_view key_pem, std::string_view certificate_pem);
  /// The test CA of this program.
  static CertificateIssuer built_in();

  CertificateIssuer(CertificateIssuer&&) noexcept;
  CertificateIssuer& operator=(CertificateIssuer&&) noexcept;
  ~CertificateIssuer();

  /// The certificate of a reader, DER (under 1024 bytes): subject CN = `serial`, O = vmpos SIMULATOR; its key is the
  /// X25519 key itself (RFC 8410); key usage key agreement; valid 2020-01-01 to 2049-12-31. Same inputs, same bytes
  /// (RFC 6979 signature).
  ///   serial      1 to 64 printable ASCII characters
  ///   public_key  32 bytes
  Result<std::vector<std::uint8_t>, std::string> issue(std::string_view serial, Bytes public_key) const;

 private:
  struct State;
  explicit CertificateIssuer(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace mpos::primitives

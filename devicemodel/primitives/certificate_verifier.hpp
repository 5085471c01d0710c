// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "devicemodel/base/result.hpp"
#include "devicemodel/link/channel.hpp"

namespace mpos::primitives {

/// What a phone decides about a reader's certificate: issued by the CA it trusts, for key agreement, valid at the given
/// time, of a simulator, and with an X25519 key.
class OpenSslCertificateVerifier final : public link::CertificateVerifier {
 public:
  /// 2026-01-01 00:00:00 UTC: the time of a world that was not told another.
  static constexpr std::int64_t default_time = 1767225600;

  /// `unix_seconds`: the time certificates are judged at; never the machine's clock.
  static Result<OpenSslCertificateVerifier, std::string> from_pem(std::string_view ca_certificate_pem,
                                                                  std::int64_t unix_seconds = default_time);
  /// Trusts the test CA of this program.
  static OpenSslCertificateVerifier built_in(std::int64_t unix_seconds = default_time);

  OpenSslCertificateVerifier(OpenSslCertificateVerifier&&) noexcept;
  OpenSslCertificateVerifier& operator=(OpenSslCertificateVerifier&&) noexcept;
  ~OpenSslCertificateVerifier();

  bool verify(Bytes certificate_der, std::array<std::uint8_t, 32>& key, FixedString<80>& reason) override;

 private:
  struct State;
  explicit OpenSslCertificateVerifier(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace mpos::primitives

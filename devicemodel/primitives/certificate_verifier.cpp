// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/primitives/certificate_verifier.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "devicemodel/primitives/ca_certificate.hpp"
#include "devicemodel/primitives/certificate.hpp"
#include "devicemodel/primitives/openssl_pointers.hpp"

namespace mpos::primitives {
namespace {

using Store = OpenSslPtr<X509_STORE, X509_STORE_free>;
using StoreContext = OpenSslPtr<X509_STORE_CTX, X509_STORE_CTX_free>;

constexpr std::size_t max_certificate = 1024;

/// Whether some organisation name of the subject says that this is a simulator.
bool says_simulator(X509* certificate) {
  const X509_NAME* name = X509_get_subject_name(certificate);
  for (int at = -1; (at = X509_NAME_get_index_by_NID(name, NID_organizationName, at)) >= 0;) {
    const ASN1_STRING* text = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
    const std::string_view view{reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                                static_cast<std::size_t>(ASN1_STRING_length(text))};
    if (view.find("SIMULATOR") != std::string_view::npos) return true;
  }
  return false;
}

const char* reason_of(int error) {
  switch (error) {
    case X509_V_ERR_CERT_NOT_YET_VALID: return "the certificate is not valid yet";
    case X509_V_ERR_CERT_HAS_EXPIRED: return "the certificate has expired";
    case X509_V_ERR_CERT_SIGNATURE_FAILURE: return "the certificate's signature is wrong";
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SUBJECT_ISSUER_MISMATCH:
    case X509_V_ERR_AKID_SKID_MISMATCH: return "the certificate is not of the trusted CA";
    default: return X509_verify_cert_error_string(error);
  }
}

}  // namespace

struct OpenSslCertificateVerifier::State {
  Store store;

  /// Trusts `ca`, of which it takes a share.
  State(X509* ca, std::int64_t unix_seconds) : store(X509_STORE_new()) {
    MPOS_ASSERT(store && X509_STORE_add_cert(store.get(), ca) == 1);
    X509_VERIFY_PARAM* rules = X509_STORE_get0_param(store.get());
    X509_VERIFY_PARAM_set_time(rules, static_cast<time_t>(unix_seconds));
    X509_VERIFY_PARAM_set_depth(rules, 0);
  }
};

OpenSslCertificateVerifier::OpenSslCertificateVerifier(std::unique_ptr<State> state) noexcept
    : state_(std::move(state)) {}
OpenSslCertificateVerifier::OpenSslCertificateVerifier(OpenSslCertificateVerifier&&) noexcept = default;
OpenSslCertificateVerifier& OpenSslCertificateVerifier::operator=(OpenSslCertificateVerifier&&) noexcept = default;
OpenSslCertificateVerifier::~OpenSslCertificateVerifier() = default;

Result<OpenSslCertificateVerifier, std::string> OpenSslCertificateVerifier::from_pem(
    std::string_view ca_certificate_pem, std::int64_t unix_seconds) {
  const Certificate ca = read_certificate_pem(ca_certificate_pem);
  if (!ca) return Failure{std::string{"the CA certificate is not a PEM certificate"}};
  return OpenSslCertificateVerifier{std::make_unique<State>(ca.get(), unix_seconds)};
}

OpenSslCertificateVerifier OpenSslCertificateVerifier::built_in(std::int64_t unix_seconds) {
  return OpenSslCertificateVerifier{std::make_unique<State>(built_in_ca(), unix_seconds)};
}

bool OpenSslCertificateVerifier::verify(Bytes certificate_der, std::array<std::uint8_t, 32>& key,
                                        FixedString<80>& reason) {
  struct ClearErrors {
    ~ClearErrors() { ERR_clear_error(); }
  };
  const ClearErrors clear_errors;
  const auto refuse = [&reason](const char* why) {
    reason = FixedString<80>{why};
    return false;
  };
  if (certificate_der.empty() || certificate_der.size() > max_certificate) return refuse("not a certificate: length");
  const unsigned char* at = certificate_der.data();
  const Certificate certificate{d2i_X509(nullptr, &at, static_cast<long>(certificate_der.size()))};
  if (!certificate || at != certificate_der.data() + certificate_der.size()) return refuse("not a certificate");
  const StoreContext context{X509_STORE_CTX_new()};
  if (!context || X509_STORE_CTX_init(context.get(), state_->store.get(), certificate.get(), nullptr) != 1) {
    return refuse("the certificate cannot be checked");
  }
  if (X509_verify_cert(context.get()) != 1) return refuse(reason_of(X509_STORE_CTX_get_error(context.get())));
  if ((X509_get_extension_flags(certificate.get()) & (EXFLAG_CA | EXFLAG_SS)) != 0) {
    return refuse("the certificate is a CA's, not a reader's");
  }
  if (X509_get_key_usage(certificate.get()) != KU_KEY_AGREEMENT) return refuse("the key usage is not key agreement");
  if (!says_simulator(certificate.get())) return refuse("the subject does not say SIMULATOR");
  EVP_PKEY* public_key = X509_get0_pubkey(certificate.get());
  std::size_t size = key.size();
  if (public_key == nullptr || EVP_PKEY_get_id(public_key) != EVP_PKEY_X25519 ||
      EVP_PKEY_get_raw_public_key(public_key, key.data(), &size) != 1 || size != key.size()) {
    return refuse("the key is not an X25519 key");
  }
  reason.clear();
  return true;
}

}  // namespace mpos::primitives

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/primitives/certificate.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "devicemodel/primitives/openssl_pointers.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "devicemodel/primitives/rfc6979.hpp"

namespace mpos::primitives {
namespace {

using Der = std::vector<std::uint8_t>;
using Extension = OpenSslPtr<X509_EXTENSION, X509_EXTENSION_free>;
using Time = OpenSslPtr<ASN1_TIME, ASN1_TIME_free>;
using Integer = OpenSslPtr<ASN1_INTEGER, ASN1_INTEGER_free>;

constexpr const char* not_before = "20200101000000Z";
constexpr const char* not_after = "20491231235959Z";
constexpr const char* organisation = "vmpos SIMULATOR";
constexpr std::size_t max_serial = 64;
constexpr std::size_t max_certificate = 1024;

Bio memory(std::string_view text) {
  return Bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

/// Tag, length and content (X.690); content under 64 KiB.
Der der(std::uint8_t tag, const Der& content) {
  Der out;
  out.reserve(content.size() + 4);
  out.push_back(tag);
  if (content.size() >= 0x100) {
    out.push_back(0x82);
    out.push_back(static_cast<std::uint8_t>(content.size() >> 8));
  } else if (content.size() >= 0x80) {
    out.push_back(0x81);
  }
  out.push_back(static_cast<std::uint8_t>(content.size()));
  out.insert(out.end(), content.begin(), content.end());
  return out;
}

Der der_integer(Bytes big_endian) {
  Der content;
  for (const std::uint8_t byte : big_endian) {
    if (!content.empty() || byte != 0) content.push_back(byte);
  }
  if (content.empty() || (content[0] & 0x80) != 0) content.insert(content.begin(), 0);
  return der(0x02, content);
}

void append(Der& to, const Der& more) {
  to.insert(to.end(), more.begin(), more.end());
}

bool set_time(ASN1_TIME* field, const char* text) {
  return ASN1_TIME_set_string_X509(field, text) == 1;
}

bool add_name(X509_NAME* name, const char* key, std::string_view value) {
  return X509_NAME_add_entry_by_txt(name, key, MBSTRING_ASC, reinterpret_cast<const unsigned char*>(value.data()),
                                    static_cast<int>(value.size()), -1, 0) == 1;
}

bool add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension{X509V3_EXT_conf_nid(nullptr, &context, nid, value)};
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool set_serial_number(security::Primitives& primitives, X509* certificate, std::string_view serial, Bytes public_key) {
  // A number that depends on nothing but the content, positive and never short.
  Der input(serial.begin(), serial.end());
  input.insert(input.end(), public_key.begin(), public_key.end());
  std::array<std::uint8_t, 32> digest{};
  primitives.hash(security::Hash::sha256, input, digest);
  digest[0] = static_cast<std::uint8_t>((digest[0] & 0x7F) | 0x40);
  const BigNumber number{BN_bin2bn(digest.data(), 16, nullptr)};
  const Integer integer{number ? BN_to_ASN1_INTEGER(number.get(), nullptr) : nullptr};
  return integer && X509_set_serialNumber(certificate, integer.get()) == 1;
}

}  // namespace

struct CertificateIssuer::State {
  KeyPtr key;
  SecretBytes<32> scalar;
  Certificate certificate;
  mutable OpenSslPrimitives primitives;
};

CertificateIssuer::CertificateIssuer(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
CertificateIssuer::CertificateIssuer(CertificateIssuer&&) noexcept = default;
CertificateIssuer& CertificateIssuer::operator=(CertificateIssuer&&) noexcept = default;
CertificateIssuer::~CertificateIssuer() = default;

Result<CertificateIssuer, std::string> CertificateIssuer::from_pem(std::string_view key_pem,
                                                                   std::string_view certificate_pem) {
  auto state = std::make_unique<State>();
  const Bio key_text = memory(key_pem);
  const Bio certificate_text = memory(certificate_pem);
  state->key.reset(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr));
  if (!state->key) return Failure{std::string{"the CA key is not a PEM private key"}};
  BIGNUM* raw = nullptr;
  std::array<char, 32> group{};
  if (EVP_PKEY_get_utf8_string_param(state->key.get(), OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size(),
                                     nullptr) != 1 ||
      std::string_view{group.data()} != "prime256v1" ||
      EVP_PKEY_get_bn_param(state->key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &raw) != 1) {
    return Failure{std::string{"the CA key is not on P-256"}};
  }
  const BigNumber scalar{raw};
  if (BN_bn2binpad(scalar.get(), state->scalar.fill(32).data(), 32) != 32) {
    return Failure{std::string{"the CA key is not on P-256"}};
  }
  state->certificate.reset(PEM_read_bio_X509(certificate_text.get(), nullptr, nullptr, nullptr));
  if (!state->certificate) return Failure{std::string{"the CA certificate is not a PEM certificate"}};
  if (X509_check_private_key(state->certificate.get(), state->key.get()) != 1) {
    return Failure{std::string{"the CA certificate is not of the CA key"}};
  }
  return CertificateIssuer{std::move(state)};
}

CertificateIssuer CertificateIssuer::built_in() {
  auto issuer = from_pem(built_in_ca_key_pem(), built_in_ca_certificate_pem());
  MPOS_ASSERT(issuer.has_value());
  return *std::move(issuer);
}

Result<std::vector<std::uint8_t>, std::string> CertificateIssuer::issue(std::string_view serial,
                                                                        Bytes public_key) const {
  if (serial.empty() || serial.size() > max_serial)
    return Failure{std::string{"the serial is not 1 to 64 characters long"}};
  for (const char c : serial) {
    if (c < 0x20 || c > 0x7E) return Failure{std::string{"the serial has a character that is not printable ASCII"}};
  }
  if (public_key.size() != 32) return Failure{std::string{"the key is not 32 bytes long"}};
  const KeyPtr subject_key{EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, public_key.data(), public_key.size())};
  const Certificate certificate{X509_new()};
  X509* made = certificate.get();
  X509* issuer = state_->certificate.get();
  MPOS_ASSERT(subject_key && made != nullptr);
  // X509_sign() fills in the algorithm and settles the inner encoding; its own signature, which is random, is thrown
  // away.
  const bool ready =
      X509_set_version(made, X509_VERSION_3) == 1 && set_serial_number(state_->primitives, made, serial, public_key) &&
      X509_set_issuer_name(made, X509_get_subject_name(issuer)) == 1 &&
      set_time(X509_getm_notBefore(made), not_before) && set_time(X509_getm_notAfter(made), not_after) &&
      add_name(X509_get_subject_name(made), "O", organisation) && add_name(X509_get_subject_name(made), "CN", serial) &&
      X509_set_pubkey(made, subject_key.get()) == 1 &&
      add_extension(made, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
      add_extension(made, issuer, NID_key_usage, "critical,keyAgreement") &&
      (X509_get0_subject_key_id(issuer) == nullptr ||
       add_extension(made, issuer, NID_authority_key_identifier, "keyid")) &&
      X509_sign(made, state_->key.get(), EVP_sha256()) > 0;
  MPOS_ASSERT(ready);

  unsigned char* encoded = nullptr;
  const int encoded_size = i2d_re_X509_tbs(made, &encoded);
  MPOS_ASSERT(encoded_size > 0);
  const Der body(encoded, encoded + encoded_size);
  OPENSSL_free(encoded);
  const EcdsaSignature signature = sign_p256_deterministic(state_->primitives, state_->scalar.expose(), body);
  Der pair = der_integer(signature.r);
  append(pair, der_integer(signature.s));
  const Der sequence = der(0x30, pair);
  Der bits;
  bits.reserve(sequence.size() + 1);
  bits.push_back(0);  // no unused bits
  append(bits, sequence);
  // ecdsa-with-SHA256, RFC 5758 3.2
  const Der algorithm{0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02};
  Der content = body;
  append(content, algorithm);
  append(content, der(0x03, bits));
  Der out = der(0x30, content);
  MPOS_ASSERT(out.size() <= max_certificate);
  return out;
}

}  // namespace mpos::primitives

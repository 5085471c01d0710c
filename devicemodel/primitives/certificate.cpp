// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/primitives/certificate.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <initializer_list>

#include "devicemodel/primitives/ca_certificate.hpp"
#include "devicemodel/primitives/openssl_pointers.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "devicemodel/primitives/rfc6979.hpp"

namespace mpos::primitives {
namespace {

using Der = std::vector<std::uint8_t>;
using Text = OpenSslPtr<unsigned char, [](unsigned char* text) { OPENSSL_free(text); }>;

constexpr std::string_view not_before = "200101000000Z";
constexpr std::string_view not_after = "491231235959Z";
constexpr std::string_view organisation = "vmpos SIMULATOR";
constexpr std::size_t max_serial = 64;
constexpr std::size_t max_certificate = 1024;

// Tags of X.690 and of RFC 5280's context.
constexpr std::uint8_t integer_tag = 0x02;
constexpr std::uint8_t bit_string = 0x03;
constexpr std::uint8_t octet_string = 0x04;
constexpr std::uint8_t utf8_string = 0x0C;
constexpr std::uint8_t utc_time = 0x17;
constexpr std::uint8_t sequence = 0x30;
constexpr std::uint8_t set = 0x31;
constexpr std::uint8_t extensions_tag = 0xA3;

Bio memory(std::string_view text) {
  return Bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

void append(Der& to, Bytes more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// Tag, length and content (X.690); the parts of the content one after the other, under 64 KiB.
Der der(std::uint8_t tag, std::initializer_list<Bytes> parts) {
  std::size_t size = 0;
  for (const Bytes part : parts) size += part.size();
  Der out;
  out.reserve(size + 4);
  out.push_back(tag);
  if (size >= 0x100) {
    out.push_back(0x82);
    out.push_back(static_cast<std::uint8_t>(size >> 8));
  } else if (size >= 0x80) {
    out.push_back(0x81);
  }
  out.push_back(static_cast<std::uint8_t>(size));
  for (const Bytes part : parts) append(out, part);
  return out;
}

Der der_integer(Bytes big_endian) {
  Der content;
  for (const std::uint8_t byte : big_endian) {
    if (!content.empty() || byte != 0) content.push_back(byte);
  }
  if (content.empty() || (content[0] & 0x80) != 0) content.insert(content.begin(), 0);
  return der(integer_tag, {content});
}

/// A relative name of one attribute 2.5.4.`attribute`, UTF-8 (RFC 5280 4.1.2.4).
Der relative_name(std::uint8_t attribute, std::string_view value) {
  const Der type{0x06, 0x03, 0x55, 0x04, attribute};
  return der(set, {der(sequence, {type, der(utf8_string, {as_bytes(value)})})});
}

/// A number that depends on nothing but the content, positive and never short.
Der serial_number(security::Primitives& primitives, std::string_view serial, Bytes public_key) {
  Der input(serial.begin(), serial.end());
  append(input, public_key);
  std::array<std::uint8_t, 32> digest{};
  primitives.hash(security::Hash::sha256, input, digest);
  digest[0] = static_cast<std::uint8_t>((digest[0] & 0x7F) | 0x40);
  return der_integer(Bytes{digest}.first(16));
}

/// Basic constraints (no CA), key usage (key agreement), and whose key signed when the CA has a key identifier.
Der extensions(Bytes ca_key_identifier) {
  const Der basic_constraints{0x30, 0x0C, 0x06, 0x03, 0x55, 0x1D, 0x13, 0x01, 0x01, 0xFF, 0x04, 0x02, 0x30, 0x00};
  const Der key_usage{0x30, 0x0E, 0x06, 0x03, 0x55, 0x1D, 0x0F, 0x01, 0x01, 0xFF, 0x04, 0x04, 0x03, 0x02, 0x03, 0x08};
  Der authority;
  if (!ca_key_identifier.empty()) {
    const Der type{0x06, 0x03, 0x55, 0x1D, 0x23};
    authority = der(sequence, {type, der(octet_string, {der(sequence, {der(0x80, {ca_key_identifier})})})});
  }
  return der(extensions_tag, {der(sequence, {basic_constraints, key_usage, authority})});
}

/// The private number of a PKCS #8 or SEC 1 key on P-256. False when it is something else, which `reason` says.
bool read_scalar(std::string_view pem, SecretBytes<32>& scalar, const char*& reason) {
  // What PKCS #8 with a key on P-256 begins with (RFC 5208, RFC 5915). Reading it here spares OpenSSL from gathering
  // its decoders of all kinds of keys, which takes longer than all else a world does at its start.
  static constexpr std::array<std::uint8_t, 36> usual{
      0x30, 0x81, 0x87, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06,
      0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x04, 0x6D, 0x30, 0x6B, 0x02, 0x01, 0x01, 0x04, 0x20};
  char* name = nullptr;
  char* header = nullptr;
  unsigned char* data = nullptr;
  long size = 0;
  bool found = false;
  if (PEM_read_bio(memory(pem).get(), &name, &header, &data, &size) == 1) {
    const Bytes content{data, static_cast<std::size_t>(size)};
    found =
        std::string_view{name} == "PRIVATE KEY" && content.size() == 0x8A && equal(content.first(usual.size()), usual);
    if (found) copy_bytes(content.subspan(usual.size(), 32), scalar.fill(32));
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_clear_free(data, content.size());
  }
  if (found) return true;

  const KeyPtr key{PEM_read_bio_PrivateKey(memory(pem).get(), nullptr, nullptr, nullptr)};
  reason = "the CA key is not a PEM private key";
  if (!key) return false;
  BIGNUM* raw = nullptr;
  std::array<char, 32> group{};
  reason = "the CA key is not on P-256";
  if (EVP_PKEY_get_utf8_string_param(key.get(), OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size(), nullptr) != 1 ||
      std::string_view{group.data()} != "prime256v1" ||
      EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &raw) != 1) {
    return false;
  }
  const BigNumber number{raw};
  return BN_bn2binpad(number.get(), scalar.fill(32).data(), 32) == 32;
}

/// Whether the certificate's key is the public one of `scalar`: the same uncompressed point.
bool is_of_key(const X509* certificate, Bytes scalar) {
  const CurveGroup group{EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)};
  const BigNumber number{BN_bin2bn(scalar.data(), static_cast<int>(scalar.size()), nullptr)};
  const CurvePoint point{group ? EC_POINT_new(group.get()) : nullptr};
  MPOS_ASSERT(number && point);
  std::array<std::uint8_t, 65> own{};
  const ASN1_BIT_STRING* known = X509_get0_pubkey_bitstr(certificate);
  return EC_POINT_mul(group.get(), point.get(), number.get(), nullptr, nullptr, nullptr) == 1 &&
         EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, own.data(), own.size(), nullptr) ==
             own.size() &&
         known != nullptr &&
         equal(Bytes{ASN1_STRING_get0_data(known), static_cast<std::size_t>(ASN1_STRING_length(known))}, own);
}

}  // namespace

struct CertificateIssuer::State {
  SecretBytes<32> scalar;
  Der name;            ///< the CA's subject, encoded
  Der key_identifier;  ///< of the CA's key; empty when its certificate has none
  mutable OpenSslPrimitives primitives;

  static Result<CertificateIssuer, std::string> of(std::string_view key_pem, const X509* certificate);
};

CertificateIssuer::CertificateIssuer(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
CertificateIssuer::CertificateIssuer(CertificateIssuer&&) noexcept = default;
CertificateIssuer& CertificateIssuer::operator=(CertificateIssuer&&) noexcept = default;
CertificateIssuer::~CertificateIssuer() = default;

Result<CertificateIssuer, std::string> CertificateIssuer::from_pem(std::string_view key_pem,
                                                                   std::string_view certificate_pem) {
  const Certificate certificate = read_certificate_pem(certificate_pem);
  if (!certificate) return Failure{std::string{"the CA certificate is not a PEM certificate"}};
  return State::of(key_pem, certificate.get());
}

Result<CertificateIssuer, std::string> CertificateIssuer::State::of(std::string_view key_pem, const X509* certificate) {
  auto state = std::make_unique<State>();
  const char* reason = "";
  if (!read_scalar(key_pem, state->scalar, reason)) return Failure{std::string{reason}};
  if (!is_of_key(certificate, state->scalar.expose())) {
    return Failure{std::string{"the CA certificate is not of the CA key"}};
  }
  unsigned char* encoded = nullptr;
  const int size = i2d_X509_NAME(X509_get_subject_name(certificate), &encoded);
  MPOS_ASSERT(size > 0);
  const Text name{encoded};
  state->name.assign(encoded, encoded + size);
  if (const ASN1_OCTET_STRING* id = X509_get0_subject_key_id(const_cast<X509*>(certificate))) {
    const unsigned char* data = ASN1_STRING_get0_data(id);
    state->key_identifier.assign(data, data + ASN1_STRING_length(id));
  }
  return CertificateIssuer{std::move(state)};
}

CertificateIssuer CertificateIssuer::built_in() {
  auto issuer = State::of(built_in_ca_key_pem(), built_in_ca());
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
  // ecdsa-with-SHA256, RFC 5758 3.2; a version 3 certificate; an X25519 key, RFC 8410 4
  const Der algorithm{0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02};
  const Der version{0xA0, 0x03, 0x02, 0x01, 0x02};
  const Der key_head{0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x6E, 0x03, 0x21, 0x00};
  constexpr std::uint8_t organisation_name = 10;
  constexpr std::uint8_t common_name = 3;
  const Der body = der(
      sequence, {version, serial_number(state_->primitives, serial, public_key), algorithm, state_->name,
                 der(sequence, {der(utc_time, {as_bytes(not_before)}), der(utc_time, {as_bytes(not_after)})}),
                 der(sequence, {relative_name(organisation_name, organisation), relative_name(common_name, serial)}),
                 key_head, public_key, extensions(state_->key_identifier)});
  const EcdsaSignature signature = sign_p256_deterministic(state_->primitives, state_->scalar.expose(), body);
  const Der no_unused_bits{0};
  const Der bits =
      der(bit_string, {no_unused_bits, der(sequence, {der_integer(signature.r), der_integer(signature.s)})});
  Der out = der(sequence, {body, algorithm, bits});
  MPOS_ASSERT(out.size() <= max_certificate);
  return out;
}

}  // namespace mpos::primitives

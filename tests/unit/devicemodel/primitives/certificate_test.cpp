// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/primitives/certificate.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <fstream>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/primitives/certificate_verifier.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "devicemodel/primitives/rfc6979.hpp"

namespace mpos::primitives {
namespace {

using Der = std::vector<std::uint8_t>;

Der hex(std::string_view text) {
  Der out(text.size() / 2);
  EXPECT_TRUE(read_hex(text, out));
  return out;
}

const Der reader_key = hex("8520F0098930A754748B7DDCB43EF75A0DBF3A0D26381AF4EBA4A98EAA9B4E6A");

Der reader_certificate() {
  return *CertificateIssuer::built_in().issue("VMPS000012345678", reader_key);
}

struct Verdict {
  bool trusted = false;
  std::array<std::uint8_t, 32> key{};
  FixedString<80> reason;
};

Verdict judge(Bytes certificate, std::int64_t time = OpenSslCertificateVerifier::default_time) {
  auto verifier = OpenSslCertificateVerifier::built_in(time);
  Verdict verdict;
  verdict.trusted = verifier.verify(certificate, verdict.key, verdict.reason);
  return verdict;
}

/// A self-made CA with the same names but another key.
std::pair<std::string, std::string> other_ca(const char* organisation) {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), "20200101000000Z");
  ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), "20491231235959Z");
  X509_NAME* name = X509_get_subject_name(certificate);
  for (const auto& [field, value] : {std::pair{"O", organisation}, std::pair{"CN", "vmpos test CA SIMULATOR"}}) {
    X509_NAME_add_entry_by_txt(name, field, MBSTRING_ASC, reinterpret_cast<const unsigned char*>(value), -1, -1, 0);
  }
  X509_set_issuer_name(certificate, name);
  X509_set_pubkey(certificate, key);
  EXPECT_GT(X509_sign(certificate, key, EVP_sha256()), 0);
  std::pair<std::string, std::string> pem;
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  const auto key_size = BIO_get_mem_data(bio, &data);
  pem.first.assign(data, static_cast<std::size_t>(key_size));
  BIO_free(bio);
  bio = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(bio, certificate);
  const auto certificate_size = BIO_get_mem_data(bio, &data);
  pem.second.assign(data, static_cast<std::size_t>(certificate_size));
  BIO_free(bio);
  X509_free(certificate);
  EVP_PKEY_free(key);
  return pem;
}

TEST(Rfc6979, signs_the_published_messages_of_a_2_5) {
  OpenSslPrimitives primitives;
  const Der key = hex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
  const EcdsaSignature sample = sign_p256_deterministic(primitives, key, as_bytes("sample"));
  EXPECT_TRUE(equal(sample.r, hex("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716")));
  EXPECT_TRUE(equal(sample.s, hex("F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")));
  const EcdsaSignature test = sign_p256_deterministic(primitives, key, as_bytes("test"));
  EXPECT_TRUE(equal(test.r, hex("F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367")));
  EXPECT_TRUE(equal(test.s, hex("019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083")));
}

TEST(Certificate, the_same_inputs_give_the_same_bytes) {
  EXPECT_EQ(reader_certificate(), reader_certificate());
  EXPECT_NE(reader_certificate(), *CertificateIssuer::built_in().issue("VMPS000012345679", reader_key));
  EXPECT_LE(reader_certificate().size(), 1024U);
}

TEST(Certificate, its_bytes_stand_for_ever) {
  std::array<std::uint8_t, 32> digest{};
  OpenSslPrimitives{}.hash(security::Hash::sha256, reader_certificate(), digest);
  EXPECT_TRUE(equal(digest, hex("491570A0AA81DCCD9C757D23331A22966B30CB01C66E876D66AC399E3772F0AE")));
}

TEST(Certificate, the_ca_key_may_be_pkcs_8_or_sec_1) {
  const std::string_view pem = built_in_ca_key_pem();
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  EVP_PKEY* key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  bio = BIO_new(BIO_s_mem());
  EXPECT_EQ(PEM_write_bio_PrivateKey_traditional(bio, key, nullptr, nullptr, 0, nullptr, nullptr), 1);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  const auto issuer =
      CertificateIssuer::from_pem({data, static_cast<std::size_t>(size)}, built_in_ca_certificate_pem());
  BIO_free(bio);
  EVP_PKEY_free(key);
  ASSERT_TRUE(issuer) << issuer.error();
  EXPECT_EQ(*issuer->issue("VMPS000012345678", reader_key), reader_certificate());
}

TEST(Certificate, a_phone_trusts_it_and_takes_its_key) {
  const Verdict verdict = judge(reader_certificate());
  EXPECT_TRUE(verdict.trusted) << verdict.reason.view();
  EXPECT_TRUE(equal(verdict.key, reader_key));
}

TEST(Certificate, the_openssl_program_agrees) {
  const std::string folder = testing::TempDir();
  const Der certificate = reader_certificate();
  std::ofstream{folder + "vmpos_reader.der", std::ios::binary}.write(reinterpret_cast<const char*>(certificate.data()),
                                                                     static_cast<std::streamsize>(certificate.size()));
  const std::string command =
      "openssl x509 -inform DER -in " + folder + "vmpos_reader.der -out " + folder +
      "vmpos_reader.pem && openssl verify -x509_strict -attime 1767225600 -CAfile " VMPOS_SOURCE_DIR
      "/assets/keys/test_ca_certificate.pem " +
      folder + "vmpos_reader.pem >/dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST(Certificate, every_flipped_bit_0_is_refused) {
  const Der good = reader_certificate();
  for (std::size_t i = 0; i < good.size(); ++i) {
    Der bad = good;
    bad[i] ^= 0x01;
    EXPECT_FALSE(judge(bad).trusted) << i;
  }
}

TEST(Certificate, truncated_extended_and_empty_ones_are_refused) {
  Der bytes = reader_certificate();
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(judge(Bytes{bytes}.first(size)).trusted);
  bytes.push_back(0);
  EXPECT_EQ(judge(bytes).reason.view(), "not a certificate");
}

TEST(Certificate, its_time_is_the_time_given) {
  EXPECT_EQ(judge(reader_certificate(), 1577836799).reason.view(), "the certificate is not valid yet");  // 2019-12-31
  EXPECT_TRUE(judge(reader_certificate(), 1577836800).trusted);
  EXPECT_TRUE(judge(reader_certificate(), 2524607998).trusted);  // 2049-12-31 23:59:58
  EXPECT_EQ(judge(reader_certificate(), 2524608000).reason.view(), "the certificate has expired");
}

TEST(Certificate, another_ca_of_the_same_name_is_refused) {
  const auto [key, certificate] = other_ca("vmpos SIMULATOR");
  const auto issuer = CertificateIssuer::from_pem(key, certificate);
  ASSERT_TRUE(issuer) << issuer.error();
  const Verdict verdict = judge(*issuer->issue("VMPS000012345678", reader_key));
  EXPECT_FALSE(verdict.trusted);
  EXPECT_FALSE(verdict.reason.empty());
}

TEST(Certificate, the_ca_itself_is_not_a_reader) {
  const std::string_view pem = built_in_ca_certificate_pem();
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  X509* ca = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
  unsigned char* encoded = nullptr;
  const int size = i2d_X509(ca, &encoded);
  EXPECT_EQ(judge({encoded, static_cast<std::size_t>(size)}).reason.view(),
            "the certificate is a CA's, not a reader's");
  OPENSSL_free(encoded);
  X509_free(ca);
  BIO_free(bio);
}

TEST(Certificate, bad_requests_are_refused_with_a_reason) {
  const CertificateIssuer issuer = CertificateIssuer::built_in();
  EXPECT_FALSE(issuer.issue("", reader_key));
  EXPECT_FALSE(issuer.issue(std::string(65, 'A'), reader_key));
  EXPECT_TRUE(issuer.issue(std::string(64, 'A'), reader_key));
  EXPECT_FALSE(issuer.issue("A\nB", reader_key));
  EXPECT_FALSE(issuer.issue("A", Bytes{reader_key}.first(31)));
  EXPECT_FALSE(CertificateIssuer::from_pem("", ""));
  EXPECT_FALSE(CertificateIssuer::from_pem(other_ca("x").first, built_in_ca_certificate_pem()));
  EXPECT_FALSE(OpenSslCertificateVerifier::from_pem("nonsense"));
}

}  // namespace
}  // namespace mpos::primitives

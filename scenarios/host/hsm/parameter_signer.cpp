// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/hsm/parameter_signer.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

namespace mpos::host {
namespace {

struct FreeNumber {
  void operator()(BIGNUM* number) const noexcept { BN_clear_free(number); }
};
using Number = std::unique_ptr<BIGNUM, FreeNumber>;

constexpr unsigned long public_exponent = 65537;

Number number_of(std::string_view hex) {
  BIGNUM* raw = nullptr;
  const std::string text(hex);
  const int digits = BN_hex2bn(&raw, text.c_str());
  Number number(raw);
  return digits == static_cast<int>(text.size()) && digits > 0 ? std::move(number) : nullptr;
}

template <typename T, void (*Free)(T*)>
struct Freed {
  void operator()(T* value) const noexcept { Free(value); }
};

}  // namespace

Result<ParameterSigner, std::string> ParameterSigner::create(std::string_view p, std::string_view q) {
  const auto refused = [] { return Failure{std::string("the parameter key's primes are none")}; };
  const Number first = number_of(p);
  const Number second = number_of(q);
  if (!first || !second) return refused();
  const std::unique_ptr<BN_CTX, Freed<BN_CTX, BN_CTX_free>> context(BN_CTX_new());
  const Number n(BN_new());
  const Number e(BN_new());
  const Number phi(BN_new());
  const Number less(BN_new());
  MPOS_ASSERT(context && n && e && phi && less);
  BN_set_word(e.get(), public_exponent);
  BN_mul(n.get(), first.get(), second.get(), context.get());
  // (p - 1)(q - 1) = n - p - q + 1
  BN_sub(phi.get(), n.get(), first.get());
  BN_sub(less.get(), phi.get(), second.get());
  BN_add_word(less.get(), 1);
  const Number d(BN_mod_inverse(nullptr, e.get(), less.get(), context.get()));
  if (!d || BN_num_bits(n.get()) < 1024) return refused();

  const std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>> builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_D, d.get());
  const std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM, OSSL_PARAM_free>> values(OSSL_PARAM_BLD_to_param(builder.get()));
  const std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX, EVP_PKEY_CTX_free>> maker(
      EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(maker.get()) != 1 ||
      EVP_PKEY_fromdata(maker.get(), &key, EVP_PKEY_KEYPAIR, values.get()) != 1) {
    return refused();
  }
  ParameterSigner signer;
  signer.key_.reset(key);
  signer.modulus_.resize(static_cast<std::size_t>(BN_num_bytes(n.get())));
  BN_bn2bin(n.get(), signer.modulus_.data());
  return signer;
}

std::vector<std::uint8_t> ParameterSigner::sign(Bytes message) const {
  const std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX, EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  std::vector<std::uint8_t> signature(modulus_.size());
  std::size_t size = signature.size();
  MPOS_ASSERT(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1);
  MPOS_ASSERT(EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1);
  return signature;
}

}  // namespace mpos::host

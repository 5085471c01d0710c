// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

/// Owning pointers for OpenSSL's objects; only .cpp files of this folder include this.
namespace mpos::primitives {

template <auto Free>
struct OpenSslDeleter {
  template <typename T>
  void operator()(T* object) const noexcept {
    Free(object);
  }
};
template <typename T, auto Free>
using OpenSslPtr = std::unique_ptr<T, OpenSslDeleter<Free>>;

/// To be called before anything else of OpenSSL: no configuration file changes what this program computes, and what
/// OpenSSL keeps goes with the process, which is quicker than to take it all apart at the end.
inline void init_openssl() noexcept {
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, nullptr);
}

using BigNumber = OpenSslPtr<BIGNUM, BN_clear_free>;
using BigNumberContext = OpenSslPtr<BN_CTX, BN_CTX_free>;
using Bio = OpenSslPtr<BIO, BIO_free>;
using Certificate = OpenSslPtr<X509, X509_free>;
using CurveGroup = OpenSslPtr<EC_GROUP, EC_GROUP_free>;
using CurvePoint = OpenSslPtr<EC_POINT, EC_POINT_clear_free>;
using KeyPtr = OpenSslPtr<EVP_PKEY, EVP_PKEY_free>;

}  // namespace mpos::primitives

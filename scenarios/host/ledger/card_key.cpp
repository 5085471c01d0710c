// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/ledger/card_key.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include "devicemodel/base/assert.hpp"

namespace mpos::host {

CardKey::CardKey(Bytes key) noexcept {
  EVP_MAC* algorithm = EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr);
  context_.reset(EVP_MAC_CTX_new(algorithm));
  EVP_MAC_free(algorithm);
  std::array<char, 7> name{"SHA256"};
  const std::array<OSSL_PARAM, 2> hash = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
                                          OSSL_PARAM_construct_end()};
  MPOS_ASSERT(context_ && EVP_MAC_init(context_.get(), key.data(), key.size(), hash.data()) == 1);
}

CardKey::Digest CardKey::digest(Bytes text) noexcept {
  Digest out{};
  std::size_t size = 0;
  // Without a key in the call the one from before is used again.
  MPOS_ASSERT(context_ && EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1 &&
              EVP_MAC_update(context_.get(), text.data(), text.size()) == 1 &&
              EVP_MAC_final(context_.get(), out.data(), &size, out.size()) == 1 && size == out.size());
  return out;
}

}  // namespace mpos::host

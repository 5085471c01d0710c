// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/evp.h>

#include <array>
#include <memory>

#include "devicemodel/base/bytes.hpp"

namespace mpos::host {

/// HMAC-SHA-256 under one key, made ready once: to make it ready takes OpenSSL ten times as long as to digest a number.
class CardKey {
 public:
  using Digest = std::array<std::uint8_t, 32>;

  CardKey() noexcept = default;
  explicit CardKey(Bytes key) noexcept;
  /// Bug to ask a key that is not there.
  Digest digest(Bytes text) noexcept;

 private:
  struct Free {
    void operator()(EVP_MAC_CTX* context) const noexcept { EVP_MAC_CTX_free(context); }
  };
  std::unique_ptr<EVP_MAC_CTX, Free> context_;
};

}  // namespace mpos::host

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "devicemodel/security/ports.hpp"

namespace mpos::primitives {

/// security::AesGcm by OpenSSL: one context, keyed by set_key(); a record changes the nonce only.
class OpenSslAesGcm final : public security::AesGcm {
 public:
  OpenSslAesGcm();
  ~OpenSslAesGcm();
  OpenSslAesGcm(const OpenSslAesGcm&) = delete;
  OpenSslAesGcm& operator=(const OpenSslAesGcm&) = delete;

  void set_key(Bytes key) override;
  void seal(Bytes nonce, Bytes associated, Bytes plain, MutableBytes out) override;
  [[nodiscard]] bool open(Bytes nonce, Bytes associated, Bytes sealed, MutableBytes out) override;
  void clear() override;

 private:
  struct Contexts;
  std::unique_ptr<Contexts> contexts_;
};

}  // namespace mpos::primitives

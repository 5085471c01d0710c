// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <vector>

#include "devicemodel/base/secret.hpp"
#include "devicemodel/hal/hal.hpp"
#include "scenarios/host/hsm/key_operations.hpp"

namespace mpos::host {

/// KeyOperations over OpenSSL's EVP. Cipher contexts are kept and reused, one pair a slot.
class SoftwareKeys final : public KeyOperations {
 public:
  /// `entropy` is where generated keys come from.
  explicit SoftwareKeys(hal::Entropy& entropy);
  ~SoftwareKeys() override;

  Key load(KeyAlgorithm algorithm, Bytes clear) override;
  Key generate(KeyAlgorithm algorithm, bool single) override;
  Key diversify(const Key& key, Bytes factor) override;
  Key derive(const Key& key, Bytes block, KeyAlgorithm algorithm) override;
  Key dukpt(const Key& base, Bytes ksn, DukptUse use) override;
  Key left_half(const Key& key) override;
  void mix(const Key& key, std::size_t from, MutableBytes data) override;
  void wrap(const Key& wrapping, const Key& key, MutableBytes out) override;
  void encrypt(const Key& key, Bytes in, MutableBytes out) override;
  void decrypt(const Key& key, Bytes in, MutableBytes out) override;
  void decrypt_cbc(const Key& key, Bytes in, MutableBytes out) override;
  std::size_t block_bytes(const Key& key) const override;

 private:
  struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
  };
  using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;
  struct FreeCipher {
    void operator()(EVP_CIPHER* cipher) const noexcept { EVP_CIPHER_free(cipher); }
  };
  using Cipher = std::unique_ptr<EVP_CIPHER, FreeCipher>;
  struct Slot {
    KeyAlgorithm algorithm = KeyAlgorithm::tdes;
    SecretBytes<16> clear;
    Context encryptor;
    Context decryptor;
    bool encrypts = false;  // The context holds this key.
    bool decrypts = false;
  };

  void release(std::uint32_t slot) noexcept override;
  const Cipher& cipher(KeyAlgorithm algorithm) const noexcept;
  void run(Slot& slot, bool encrypting, Bytes in, MutableBytes out);
  void single_des(Bytes key, Bytes in, MutableBytes out);

  hal::Entropy& entropy_;
  Cipher tdes_;
  Cipher aes_;
  Cipher sm4_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<std::uint32_t> free_;
  Context scratch_;
};

}  // namespace mpos::host

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/primitives/aes_gcm.hpp"

#include <openssl/evp.h>
#include "devicemodel/primitives/openssl_pointers.hpp"

namespace mpos::primitives {

struct OpenSslAesGcm::Contexts {
  EVP_CIPHER* algorithm = nullptr;
  EVP_CIPHER_CTX* context = nullptr;
  bool keyed = false;

  Contexts() = default;
  Contexts(const Contexts&) = delete;
  Contexts& operator=(const Contexts&) = delete;
  ~Contexts() {
    EVP_CIPHER_CTX_free(context);
    EVP_CIPHER_free(algorithm);
  }
};

OpenSslAesGcm::OpenSslAesGcm() : contexts_(std::make_unique<Contexts>()) {
  init_openssl();
}

OpenSslAesGcm::~OpenSslAesGcm() = default;

void OpenSslAesGcm::set_key(Bytes key) {
  MPOS_ASSERT(key.size() == key_bytes);
  Contexts& c = *contexts_;
  if (c.algorithm == nullptr) {
    c.algorithm = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    c.context = EVP_CIPHER_CTX_new();
  }
  c.keyed = c.algorithm != nullptr && c.context != nullptr &&
            EVP_EncryptInit_ex2(c.context, c.algorithm, key.data(), nullptr, nullptr) == 1;
  MPOS_ASSERT(c.keyed);
}

void OpenSslAesGcm::seal(Bytes nonce, Bytes associated, Bytes plain, MutableBytes out) {
  Contexts& c = *contexts_;
  MPOS_ASSERT(c.keyed && nonce.size() == nonce_bytes && out.size() >= plain.size() + tag_bytes);
  int written = 0;
  int final_written = 0;
  bool done = EVP_CipherInit_ex2(c.context, nullptr, nullptr, nonce.data(), 1, nullptr) == 1;
  if (!associated.empty()) {
    done = done &&
           EVP_CipherUpdate(c.context, nullptr, &written, associated.data(), static_cast<int>(associated.size())) == 1;
  }
  if (!plain.empty()) {
    done = done && EVP_CipherUpdate(c.context, out.data(), &written, plain.data(), static_cast<int>(plain.size())) == 1;
  }
  done = done && EVP_CipherFinal_ex(c.context, out.data() + plain.size(), &final_written) == 1 &&
         EVP_CIPHER_CTX_ctrl(c.context, EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag_bytes),
                             out.data() + plain.size()) == 1;
  MPOS_ASSERT(done);
}

bool OpenSslAesGcm::open(Bytes nonce, Bytes associated, Bytes sealed, MutableBytes out) {
  Contexts& c = *contexts_;
  MPOS_ASSERT(c.keyed && nonce.size() == nonce_bytes);
  if (sealed.size() < tag_bytes) {
    wipe(out);
    return false;
  }
  const std::size_t size = sealed.size() - tag_bytes;
  MPOS_ASSERT(out.size() >= size);
  std::array<std::uint8_t, tag_bytes> tag{};
  copy_bytes(sealed.last(tag_bytes), tag);
  std::array<std::uint8_t, tag_bytes> nowhere{};
  int written = 0;
  bool done = EVP_CipherInit_ex2(c.context, nullptr, nullptr, nonce.data(), 0, nullptr) == 1;
  if (!associated.empty()) {
    done = done &&
           EVP_CipherUpdate(c.context, nullptr, &written, associated.data(), static_cast<int>(associated.size())) == 1;
  }
  if (size != 0) {
    done = done && EVP_CipherUpdate(c.context, out.data(), &written, sealed.data(), static_cast<int>(size)) == 1;
  }
  done = done && EVP_CIPHER_CTX_ctrl(c.context, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag_bytes), tag.data()) == 1 &&
         EVP_CipherFinal_ex(c.context, nowhere.data(), &written) == 1;
  if (!done) wipe(out.first(size));
  return done;
}

void OpenSslAesGcm::clear() {
  Contexts& c = *contexts_;
  if (c.context != nullptr) EVP_CIPHER_CTX_reset(c.context);
  c.keyed = false;
}

}  // namespace mpos::primitives

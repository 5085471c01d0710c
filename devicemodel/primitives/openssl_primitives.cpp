// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/primitives/openssl_primitives.hpp"

// DES by the low-level functions: OpenSSL 3 keeps single DES in its legacy provider only, and these are four times as
// fast.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/des.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/sha.h>

#include "devicemodel/primitives/openssl_pointers.hpp"
#include "devicemodel/primitives/rsa.hpp"

namespace mpos::primitives {
namespace {

using security::Cipher;
using security::Hash;

using CipherPtr = OpenSslPtr<EVP_CIPHER, EVP_CIPHER_free>;
using CipherContext = OpenSslPtr<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using DigestPtr = OpenSslPtr<EVP_MD, EVP_MD_free>;
using DigestContext = OpenSslPtr<EVP_MD_CTX, EVP_MD_CTX_free>;
using Key = OpenSslPtr<EVP_PKEY, EVP_PKEY_free>;
using KeyContext = OpenSslPtr<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

/// One to three DES keys, expanded; wiped at the end.
class DesSchedule {
 public:
  explicit DesSchedule(Bytes key) noexcept : triple_(key.size() > 8) {
    MPOS_ASSERT(key.size() == 8 || key.size() == 16 || key.size() == 24);
    set(0, key.first(8));
    if (triple_) {
      set(1, key.subspan(8, 8));
      if (key.size() == 24) {
        set(2, key.subspan(16, 8));
      } else {
        schedule_[2] = schedule_[0];
      }
    }
  }
  ~DesSchedule() { OPENSSL_cleanse(schedule_, sizeof schedule_); }
  DesSchedule(const DesSchedule&) = delete;
  DesSchedule& operator=(const DesSchedule&) = delete;

  void block(const std::uint8_t* in, std::uint8_t* out, int direction) noexcept {
    DES_LONG halves[2] = {load(in), load(in + 4)};
    if (!triple_) {
      DES_encrypt1(halves, &schedule_[0], direction);
    } else if (direction == DES_ENCRYPT) {
      DES_encrypt3(halves, &schedule_[0], &schedule_[1], &schedule_[2]);
    } else {
      DES_decrypt3(halves, &schedule_[0], &schedule_[1], &schedule_[2]);
    }
    store(halves[0], out);
    store(halves[1], out + 4);
  }

 private:
  static DES_LONG load(const std::uint8_t* p) noexcept {
    return p[0] | static_cast<DES_LONG>(p[1]) << 8 | static_cast<DES_LONG>(p[2]) << 16 |
           static_cast<DES_LONG>(p[3]) << 24;
  }
  static void store(DES_LONG value, std::uint8_t* p) noexcept {
    for (int i = 0; i < 4; ++i) p[i] = static_cast<std::uint8_t>(value >> (8 * i));
  }
  void set(std::size_t index, Bytes key) noexcept {
    DES_cblock block;
    copy_bytes(key, block);
    DES_set_key_unchecked(&block, &schedule_[index]);
    OPENSSL_cleanse(block, sizeof block);
  }

  bool triple_;
  DES_key_schedule schedule_[3];
};

void des_ecb(Bytes key, Bytes in, MutableBytes out, int direction) noexcept {
  DesSchedule schedule{key};
  for (std::size_t i = 0; i < in.size(); i += 8) schedule.block(&in[i], &out[i], direction);
}

void des_cbc(Bytes key, Bytes iv, Bytes in, MutableBytes out, int direction) noexcept {
  DesSchedule schedule{key};
  std::array<std::uint8_t, 8> chain{};
  copy_bytes(iv, chain);
  for (std::size_t i = 0; i < in.size(); i += 8) {
    std::array<std::uint8_t, 8> block{};
    copy_bytes(in.subspan(i, 8), block);
    if (direction == DES_ENCRYPT) {
      xor_bytes(block, chain, block);
      schedule.block(block.data(), chain.data(), direction);
      copy_bytes(chain, out.subspan(i, 8));
    } else {
      std::array<std::uint8_t, 8> clear{};
      schedule.block(block.data(), clear.data(), direction);
      xor_bytes(clear, chain, out.subspan(i, 8));
      chain = block;
    }
  }
}

bool is_des(Cipher cipher) noexcept {
  return cipher == Cipher::des || cipher == Cipher::tdes;
}

void check_lengths(Cipher cipher, Bytes key, Bytes in, MutableBytes out) noexcept {
  const std::size_t n = key.size();
  MPOS_ASSERT(in.size() % security::block_bytes(cipher) == 0 && out.size() >= in.size());
  switch (cipher) {
    case Cipher::des: MPOS_ASSERT(n == 8); break;
    case Cipher::tdes: MPOS_ASSERT(n == 8 || n == 16 || n == 24); break;
    case Cipher::aes: MPOS_ASSERT(n == 16 || n == 24 || n == 32); break;
    case Cipher::sm4: MPOS_ASSERT(n == 16); break;
  }
}

}  // namespace

struct OpenSslPrimitives::Contexts {
  struct Prepared {
    CipherPtr algorithm;
    CipherContext context;
  };
  // ECB then CBC of AES-128, AES-192, AES-256, SM4.
  std::array<Prepared, 8> ciphers;
  std::array<DigestPtr, 3> digests;
  DigestContext digest_context;
  KeyContext x25519_maker;
  std::unique_ptr<RsaPublicKeys> rsa;

  Prepared& prepare(Cipher cipher, std::size_t key_bytes, bool cbc) {
    static constexpr std::array<const char*, 8> names{"AES-128-ECB", "AES-192-ECB", "AES-256-ECB", "SM4-ECB",
                                                      "AES-128-CBC", "AES-192-CBC", "AES-256-CBC", "SM4-CBC"};
    const std::size_t index = (cipher == Cipher::sm4 ? 3 : (key_bytes - 16) / 8) + (cbc ? 4 : 0);
    Prepared& prepared = ciphers[index];
    if (!prepared.algorithm) {
      prepared.algorithm.reset(EVP_CIPHER_fetch(nullptr, names[index], nullptr));
      prepared.context.reset(EVP_CIPHER_CTX_new());
      MPOS_ASSERT(prepared.algorithm && prepared.context);
    }
    return prepared;
  }

  void run(Cipher cipher, Bytes key, const std::uint8_t* iv, Bytes in, MutableBytes out, int direction) {
    if (in.empty()) return;
    Prepared& prepared = prepare(cipher, key.size(), iv != nullptr);
    EVP_CIPHER_CTX* context = prepared.context.get();
    int written = 0;
    const bool done = EVP_CipherInit_ex2(context, prepared.algorithm.get(), key.data(), iv, direction, nullptr) == 1 &&
                      EVP_CIPHER_CTX_set_padding(context, 0) == 1 &&
                      EVP_CipherUpdate(context, out.data(), &written, in.data(), static_cast<int>(in.size())) == 1 &&
                      static_cast<std::size_t>(written) == in.size();
    MPOS_ASSERT(done);
  }

  /// A private key whose public half is `unused`: told one, OpenSSL does not work it out, which is half the cost of an
  /// agreement, and an agreement never looks at it.
  Key x25519_pair(Bytes scalar, Bytes unused) {
    if (!x25519_maker) {
      x25519_maker.reset(EVP_PKEY_CTX_new_from_name(nullptr, "X25519", nullptr));
      MPOS_ASSERT(x25519_maker && EVP_PKEY_fromdata_init(x25519_maker.get()) == 1);
    }
    // The interface takes no const; it only reads.
    const auto octets = [](const char* name, Bytes value) {
      return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(value.data()), value.size());
    };
    std::array<OSSL_PARAM, 3> parts{octets(OSSL_PKEY_PARAM_PRIV_KEY, scalar), octets(OSSL_PKEY_PARAM_PUB_KEY, unused),
                                    OSSL_PARAM_construct_end()};
    EVP_PKEY* made = nullptr;
    MPOS_ASSERT(EVP_PKEY_fromdata(x25519_maker.get(), &made, EVP_PKEY_KEYPAIR, parts.data()) == 1);
    return Key{made};
  }

  const EVP_MD* digest(Hash hash) {
    static constexpr std::array<const char*, 3> names{"SHA1", "SHA256", "SM3"};
    const auto index = static_cast<std::size_t>(hash);
    if (!digests[index]) digests[index].reset(EVP_MD_fetch(nullptr, names[index], nullptr));
    if (!digest_context) digest_context.reset(EVP_MD_CTX_new());
    MPOS_ASSERT(digests[index] && digest_context);
    return digests[index].get();
  }
};

OpenSslPrimitives::OpenSslPrimitives() : contexts_(std::make_unique<Contexts>()) {
  // Without the configuration file: it costs a millisecond of start-up and would let the machine decide what this world
  // computes.
  init_openssl();
}

OpenSslPrimitives::~OpenSslPrimitives() = default;

void OpenSslPrimitives::ecb_encrypt(Cipher cipher, Bytes key, Bytes in, MutableBytes out) {
  check_lengths(cipher, key, in, out);
  if (is_des(cipher)) {
    des_ecb(key, in, out, DES_ENCRYPT);
  } else {
    contexts_->run(cipher, key, nullptr, in, out, 1);
  }
}

void OpenSslPrimitives::ecb_decrypt(Cipher cipher, Bytes key, Bytes in, MutableBytes out) {
  check_lengths(cipher, key, in, out);
  if (is_des(cipher)) {
    des_ecb(key, in, out, DES_DECRYPT);
  } else {
    contexts_->run(cipher, key, nullptr, in, out, 0);
  }
}

void OpenSslPrimitives::cbc_encrypt(Cipher cipher, Bytes key, Bytes iv, Bytes in, MutableBytes out) {
  check_lengths(cipher, key, in, out);
  MPOS_ASSERT(iv.size() == security::block_bytes(cipher));
  if (is_des(cipher)) {
    des_cbc(key, iv, in, out, DES_ENCRYPT);
  } else {
    contexts_->run(cipher, key, iv.data(), in, out, 1);
  }
}

void OpenSslPrimitives::cbc_decrypt(Cipher cipher, Bytes key, Bytes iv, Bytes in, MutableBytes out) {
  check_lengths(cipher, key, in, out);
  MPOS_ASSERT(iv.size() == security::block_bytes(cipher));
  if (is_des(cipher)) {
    des_cbc(key, iv, in, out, DES_DECRYPT);
  } else {
    contexts_->run(cipher, key, iv.data(), in, out, 0);
  }
}

void OpenSslPrimitives::hash(Hash hash, Bytes in, MutableBytes out) {
  MPOS_ASSERT(out.size() == security::digest_bytes(hash));
  const EVP_MD* algorithm = contexts_->digest(hash);
  EVP_MD_CTX* context = contexts_->digest_context.get();
  const bool done = EVP_DigestInit_ex2(context, algorithm, nullptr) == 1 &&
                    EVP_DigestUpdate(context, in.data(), in.size()) == 1 &&
                    EVP_DigestFinal_ex(context, out.data(), nullptr) == 1;
  MPOS_ASSERT(done);
}

void OpenSslPrimitives::hmac_sha256(Bytes key, Bytes first, Bytes second, MutableBytes out) {
  MPOS_ASSERT(out.size() == 32);
  // By hand over SHA-256 (RFC 2104): a third of the cost of EVP_MAC, and the Noise handshake does dozens.
  std::array<std::uint8_t, 64> pad{};
  if (key.size() > pad.size()) {
    SHA256(key.data(), key.size(), pad.data());
  } else {
    copy_bytes(key, pad);
  }
  for (std::uint8_t& byte : pad) byte ^= 0x36;
  SHA256_CTX context;
  std::array<std::uint8_t, 32> inner{};
  SHA256_Init(&context);
  SHA256_Update(&context, pad.data(), pad.size());
  SHA256_Update(&context, first.data(), first.size());
  SHA256_Update(&context, second.data(), second.size());
  SHA256_Final(inner.data(), &context);
  for (std::uint8_t& byte : pad) byte ^= 0x36 ^ 0x5C;
  SHA256_Init(&context);
  SHA256_Update(&context, pad.data(), pad.size());
  SHA256_Update(&context, inner.data(), inner.size());
  SHA256_Final(out.data(), &context);
  OPENSSL_cleanse(&context, sizeof context);
  OPENSSL_cleanse(pad.data(), pad.size());
  OPENSSL_cleanse(inner.data(), inner.size());
}

bool OpenSslPrimitives::x25519(Bytes scalar, Bytes point, MutableBytes out) {
  MPOS_ASSERT(scalar.size() == 32 && point.size() == 32 && out.size() == 32);
  const Key own = contexts_->x25519_pair(scalar, point);
  const Key peer{EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, point.data(), 32)};
  MPOS_ASSERT(own && peer);
  const KeyContext context{EVP_PKEY_CTX_new(own.get(), nullptr)};
  std::size_t size = 32;
  // The last step fails on an all-zero result.
  return context && EVP_PKEY_derive_init(context.get()) == 1 &&
         EVP_PKEY_derive_set_peer_ex(context.get(), peer.get(), 0) == 1 &&
         EVP_PKEY_derive(context.get(), out.data(), &size) == 1;
}

void OpenSslPrimitives::x25519_public(Bytes scalar, MutableBytes out) {
  MPOS_ASSERT(scalar.size() == 32 && out.size() == 32);
  const Key own{EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, scalar.data(), 32)};
  std::size_t size = 32;
  const bool done = own && EVP_PKEY_get_raw_public_key(own.get(), out.data(), &size) == 1;
  MPOS_ASSERT(done);
}

bool OpenSslPrimitives::rsa_public(Bytes modulus, Bytes exponent, Bytes in, MutableBytes out) {
  if (!contexts_->rsa) contexts_->rsa = std::make_unique<RsaPublicKeys>();
  return contexts_->rsa->apply(modulus, exponent, in, out);
}

}  // namespace mpos::primitives

#pragma GCC diagnostic pop

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/bytes.hpp"

namespace mpos::host {

enum class KeyAlgorithm : std::uint8_t { tdes, aes, sm4 };

/// What a TDES DUKPT transaction key is used for. Source: ANSI X9.24-1:2009, A.4.1.
enum class DukptUse : std::uint8_t { pin, mac_request, mac_response, data_request };

class KeyOperations;

/// Names one key inside a KeyOperations; the key itself never comes out. Gives the key back when destroyed. Must not
/// outlive its KeyOperations.
class Key {
 public:
  Key() noexcept = default;
  Key(KeyOperations* owner, std::uint32_t slot) noexcept : owner_(owner), slot_(slot) {}
  ~Key() { release(); }
  Key(Key&& other) noexcept;
  Key& operator=(Key&& other) noexcept;
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;

  bool empty() const noexcept { return owner_ == nullptr; }
  std::uint32_t slot() const noexcept { return slot_; }
  void release() noexcept;

 private:
  KeyOperations* owner_ = nullptr;
  std::uint32_t slot_ = 0;
};

/// The port the security module reaches its keys through: a software implementation here, a PKCS#11 token elsewhere.
/// All sizes in bytes; block is 8 (TDES) or 16. A TDES key has 16 bytes; a single-length DES key is one whose halves
/// are equal.
class KeyOperations {
 public:
  virtual ~KeyOperations() = default;

  /// Loads a clear 16-byte key, as a key-loading ceremony does.
  virtual Key load(KeyAlgorithm algorithm, Bytes clear) = 0;
  /// Makes a random 16-byte key: odd parity and different halves for TDES. `single` makes both halves equal.
  virtual Key generate(KeyAlgorithm algorithm, bool single) = 0;
  /// PBOC diversification by an 8-byte factor: E(K, F) || E(K, not F), kept as a key of the same algorithm.
  virtual Key diversify(const Key& key, Bytes factor) = 0;
  /// E(K, 16 bytes) kept as a key of `algorithm`.
  virtual Key derive(const Key& key, Bytes block, KeyAlgorithm algorithm) = 0;
  /// The key of one DUKPT transaction for one use. `ksn` has 10 bytes.
  virtual Key dukpt(const Key& base, Bytes ksn, DukptUse use) = 0;
  /// The left half of a TDES key as a single-length key.
  virtual Key left_half(const Key& key) = 0;
  /// Xors the key's bytes from `from` on into `data`, which is to be enciphered before it goes anywhere (PBOC PIN
  /// change). A TDES key is taken with odd parity, as cards keep theirs.
  virtual void mix(const Key& key, std::size_t from, MutableBytes data) = 0;
  /// The key's first `out.size()` bytes (8 or 16) under `wrapping`, ECB.
  virtual void wrap(const Key& wrapping, const Key& key, MutableBytes out) = 0;

  /// ECB; whole blocks.
  virtual void encrypt(const Key& key, Bytes in, MutableBytes out) = 0;
  virtual void decrypt(const Key& key, Bytes in, MutableBytes out) = 0;
  /// CBC with a zero initial vector; whole blocks.
  virtual void decrypt_cbc(const Key& key, Bytes in, MutableBytes out) = 0;

  virtual std::size_t block_bytes(const Key& key) const = 0;

 private:
  friend class Key;
  virtual void release(std::uint32_t slot) noexcept = 0;
};

inline Key::Key(Key&& other) noexcept : owner_(other.owner_), slot_(other.slot_) {
  other.owner_ = nullptr;
}

inline Key& Key::operator=(Key&& other) noexcept {
  if (this != &other) {
    release();
    owner_ = other.owner_;
    slot_ = other.slot_;
    other.owner_ = nullptr;
  }
  return *this;
}

inline void Key::release() noexcept {
  if (owner_ != nullptr) owner_->release(slot_);
  owner_ = nullptr;
}

}  // namespace mpos::host

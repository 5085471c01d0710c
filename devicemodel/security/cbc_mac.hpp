// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/secret.hpp"
#include "devicemodel/security/ports.hpp"

namespace mpos::security {

enum class Padding : std::uint8_t {
  zeros = 1,  ///< ISO/IEC 9797-1 method 1: zero bytes to a full block, a whole block for an empty message
  bit = 2     ///< ISO/IEC 9797-1 method 2: 80, then zero bytes; always added
};

/// The chained last block over data that comes in pieces; what every CBC-MAC and CMAC is built from. It holds back the
/// last block, full or not, because its treatment differs. `key` is borrowed.
class CbcMac {
 public:
  /// `iv`: one block, or empty for zeros.
  CbcMac(Primitives& primitives, Cipher cipher, Bytes key, Bytes iv = {}) noexcept;
  ~CbcMac() { wipe(pending_); }
  CbcMac(const CbcMac&) = delete;
  CbcMac& operator=(const CbcMac&) = delete;

  void update(Bytes data) noexcept;
  /// Pads, takes the last block in and gives the chaining value. `out`: at most one block.
  void finish(Padding padding, MutableBytes out) noexcept;
  /// NIST SP 800-38B: the last block is masked with a subkey first.
  void finish_cmac(MutableBytes out) noexcept;

 private:
  void absorb(Bytes blocks) noexcept;

  Primitives& primitives_;
  Cipher cipher_;
  Bytes key_;
  std::size_t block_;
  std::array<std::uint8_t, 16> chain_{};
  std::array<std::uint8_t, 16> pending_{};
  std::size_t pending_size_ = 0;
};

/// CMAC of NIST SP 800-38B (RFC 4493 for AES), cut to out.size() (at most one block).
void cmac(Primitives& primitives, Cipher cipher, Bytes key, Bytes data, MutableBytes out) noexcept;

}  // namespace mpos::security

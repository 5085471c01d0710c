// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/secret.hpp"
#include "devicemodel/security/dukpt.hpp"

namespace mpos::security {

/// The DUKPT future key registers of one device: what it needs for the transactions to come and nothing that tells of
/// those gone by (ANSI X9.24-1:2009, A.2). The initial key is not kept.
class FutureKeys {
 public:
  static constexpr std::size_t register_count = 21;
  static constexpr std::size_t state_bytes = 1 + ksn_bytes + 16 * register_count;

  bool loaded() const noexcept { return loaded_; }
  /// The KSN of the last transaction, its counter zero before the first.
  Bytes ksn() const noexcept { return ksn_; }
  /// Starts from an initial key at the counter of `ksn`: that transaction counts as used.
  void load(Primitives& primitives, Bytes ipek, Bytes ksn) noexcept;
  /// Moves on to the next counter and gives its key (16 bytes). False at the end of life; nothing changes then.
  [[nodiscard]] bool next(Primitives& primitives, MutableBytes key) noexcept;
  /// Moves on to a later counter of the same device, whose key is then used up too. False when `ksn` is of another
  /// device or not later.
  [[nodiscard]] bool skip_to(Primitives& primitives, Bytes ksn) noexcept;
  void clear() noexcept;

  /// Plain state for the sealed store, `state_bytes` long.
  void save(MutableBytes out) const noexcept;
  void restore(Bytes in) noexcept;

 private:
  void walk(Primitives& primitives, MutableBytes key, int from_bit, std::uint32_t counter) noexcept;

  bool loaded_ = false;
  std::array<std::uint8_t, ksn_bytes> ksn_{};
  std::array<SecretBytes<16>, register_count> registers_;
};

}  // namespace mpos::security

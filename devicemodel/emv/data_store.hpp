// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/tlv.hpp"

namespace mpos::emv {

/// The data elements of one transaction: tag -> value, in fixed memory. Wiped by clear() and on destruction, because
/// account data lies here.
class DataStore {
 public:
  static constexpr std::size_t max_objects = 128;
  static constexpr std::size_t pool_bytes = 6656;

  DataStore() noexcept = default;
  ~DataStore() { clear(); }
  DataStore(const DataStore&) = delete;
  DataStore& operator=(const DataStore&) = delete;

  /// Sets or replaces. False, with the store as it was, when there is no room. `value` must not lie in this store.
  [[nodiscard]] bool put(Tag tag, Bytes value) noexcept;
  /// Points into the store until the next put(), erase() or clear().
  std::optional<Bytes> get(Tag tag) const noexcept;
  /// The value, or no bytes.
  Bytes get_or_empty(Tag tag) const noexcept;
  bool has(Tag tag) const noexcept { return find(tag) != nullptr; }
  void erase(Tag tag) noexcept;
  void clear() noexcept;
  std::size_t size() const noexcept { return entries_.size(); }

 private:
  struct Entry {
    Tag tag;
    std::uint16_t offset;
    std::uint16_t size;
  };
  const Entry* find(Tag tag) const noexcept;

  FixedVector<Entry, max_objects> entries_;
  std::array<std::uint8_t, pool_bytes> pool_{};
  std::size_t used_ = 0;
};

}  // namespace mpos::emv

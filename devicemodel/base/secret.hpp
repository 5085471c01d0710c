// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/bytes.hpp"

namespace mpos {

/// Up to N secret bytes. Cannot be copied, printed or compared with ==; wiped on move and on destruction.
/// `expose()` is the one word to search for when reviewing who reads secrets.
template <std::size_t N>
class SecretBytes {
 public:
  SecretBytes() noexcept = default;
  explicit SecretBytes(Bytes bytes) noexcept { assign(bytes); }
  ~SecretBytes() { clear(); }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  SecretBytes(SecretBytes&& other) noexcept { *this = static_cast<SecretBytes&&>(other); }
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
      assign(other.expose());
      other.clear();
    }
    return *this;
  }
  bool operator==(const SecretBytes&) const = delete;

  static constexpr std::size_t capacity() noexcept { return N; }
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  Bytes expose() const noexcept { return {bytes_.data(), size_}; }
  /// Room for exactly `size` bytes, to be written by the caller.
  MutableBytes fill(std::size_t size) noexcept {
    MPOS_ASSERT(size <= N);
    clear();
    size_ = size;
    return {bytes_.data(), size_};
  }
  void assign(Bytes bytes) noexcept { copy_bytes(bytes, fill(bytes.size())); }
  void clear() noexcept {
    wipe(bytes_);
    size_ = 0;
  }

 private:
  std::array<std::uint8_t, N> bytes_{};
  std::size_t size_ = 0;
};

}  // namespace mpos

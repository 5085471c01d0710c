// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/bytes.hpp"

namespace mpos::compat {

/// A reader holds one set of keys, and this is its number.
inline constexpr std::uint8_t key_index = 1;

/// Takes fields off the front; good() says whether there were as many bytes as asked for.
class Fields {
 public:
  explicit Fields(Bytes bytes) noexcept : rest_(bytes) {}
  Bytes take(std::size_t count) noexcept {
    if (count > rest_.size()) {
      good_ = false;
      rest_ = {};
      return {};
    }
    const Bytes taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }
  std::uint8_t byte() noexcept {
    const Bytes one = take(1);
    return one.empty() ? std::uint8_t{0} : one[0];
  }
  Bytes short_value() noexcept { return take(byte()); }
  Bytes long_value() noexcept {
    const Bytes length = take(2);
    return length.empty() ? Bytes{} : take(load_be16(length.data()));
  }
  std::size_t left() const noexcept { return rest_.size(); }
  bool good() const noexcept { return good_; }
  bool ended() const noexcept { return good_ && rest_.empty(); }

 private:
  Bytes rest_;
  bool good_ = true;
};

}  // namespace mpos::compat

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/hex.hpp"

namespace mpos::firmware {

/// Writes field 59: two-character tags, three-digit ASCII lengths, values as they are (iso8583.md section 8). Overflow is
/// remembered, not thrown: ask ok() at the end.
class Field59Writer {
 public:
  static constexpr std::size_t max_bytes = 600;

  /// Begins a group (A2, A6, ...); what follows until end() is inside it.
  void begin(std::string_view tag) noexcept {
    text(tag);
    group_ = value_.size();
    text("000");
  }
  void end() noexcept { patch(group_, value_.size() - group_ - 3); }
  void put(std::string_view tag, std::string_view value) noexcept {
    text(tag);
    length(value.size());
    text(value);
  }
  void put_hex(std::string_view tag, Bytes value) noexcept {
    text(tag);
    length(2 * value.size());
    for (const std::uint8_t byte : value) {
      const char pair[2] = {hex_digits_upper[byte >> 4], hex_digits_upper[byte & 15]};
      text({pair, 2});
    }
  }
  bool ok() const noexcept { return ok_; }
  std::string_view view() const noexcept { return {value_.data(), value_.size()}; }

 private:
  void text(std::string_view piece) noexcept {
    ok_ = value_.try_append(std::span<const char>{piece.data(), piece.size()}) && ok_;
  }
  void length(std::size_t count) noexcept {
    const std::size_t at = value_.size();
    text("000");
    patch(at, count);
  }
  void patch(std::size_t at, std::size_t count) noexcept {
    if (!ok_) return;
    value_[at] = static_cast<char>('0' + count / 100 % 10);
    value_[at + 1] = static_cast<char>('0' + count / 10 % 10);
    value_[at + 2] = static_cast<char>('0' + count % 10);
  }

  FixedVector<char, max_bytes> value_;
  std::size_t group_ = 0;
  bool ok_ = true;
};

/// The value of the first `tag` in a run of such elements, or nothing when it is absent or the run is malformed before it.
inline std::optional<std::string_view> find_element(std::string_view run, std::string_view tag) noexcept {
  while (run.size() >= 5) {
    std::size_t length = 0;
    for (std::size_t i = 2; i < 5; ++i) {
      if (run[i] < '0' || run[i] > '9') return std::nullopt;
      length = length * 10 + static_cast<std::size_t>(run[i] - '0');
    }
    if (length > run.size() - 5) return std::nullopt;
    if (run[0] == tag[0] && run[1] == tag[1]) return std::string_view{run.data() + 5, length};
    run.remove_prefix(5 + length);
  }
  return std::nullopt;
}

/// A sub-element of a group: find_element twice.
inline std::optional<std::string_view> find_element(std::string_view field59, std::string_view group, std::string_view tag) noexcept {
  const auto inside = find_element(field59, group);
  return inside ? find_element(*inside, tag) : std::nullopt;
}

}  // namespace mpos::firmware

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/result.hpp"

namespace mpos::iso8583 {

/// One element of field 59: a tag of two characters, a length of three ASCII digits, a value. The values of A2, A5, A6
/// and A7 are lists of the same form, with two-digit tags. Borrows from the bytes it was read from.
struct TlvItem {
  std::array<char, 2> tag{};
  Bytes value;
  std::string_view name() const noexcept { return {tag.data(), tag.size()}; }
  std::string_view text() const noexcept { return as_text(value); }
};

enum class TlvError : std::uint8_t {
  cut,         ///< the bytes end inside a tag or a length
  bad_tag,     ///< not two of 0-9, A-Z
  bad_length,  ///< not three digits
  overrun,     ///< the length reaches past the end
  duplicate,   ///< a tag comes twice
  too_many     ///< more elements than TlvList holds
};

struct TlvFailure {
  TlvError error = TlvError::cut;
  std::size_t offset = 0;
};

/// One level of elements, in the order they came.
class TlvList {
 public:
  static constexpr std::size_t max_items = 16;

  /// The element's value, or nothing.
  std::optional<Bytes> find(std::string_view tag) const noexcept;
  /// The element's value as text; empty when it is not there.
  std::string_view text(std::string_view tag) const noexcept;
  const FixedVector<TlvItem, max_items>& items() const noexcept { return items_; }

 private:
  friend Result<TlvList, TlvFailure> parse_tlv(Bytes bytes) noexcept;
  FixedVector<TlvItem, max_items> items_;
};

/// Reads one level. Every byte must belong to an element; empty input is an empty list.
Result<TlvList, TlvFailure> parse_tlv(Bytes bytes) noexcept;

/// Writes elements into `out`. After a failed call nothing more is written and good() stays false.
class TlvWriter {
 public:
  static constexpr std::size_t max_value = 999;
  static constexpr std::size_t max_depth = 2;

  explicit TlvWriter(MutableBytes out) noexcept : out_(out) {}

  TlvWriter& put(std::string_view tag, Bytes value) noexcept;
  TlvWriter& put(std::string_view tag, std::string_view value) noexcept { return put(tag, as_bytes(value)); }
  /// Writes the value as upper-case hexadecimal text.
  TlvWriter& put_hex(std::string_view tag, Bytes value) noexcept;
  /// Opens an element whose value is the elements written until end().
  TlvWriter& begin(std::string_view tag) noexcept;
  TlvWriter& end() noexcept;

  /// True when everything fitted and no element is left open.
  bool good() const noexcept { return good_ && depth_ == 0; }
  Bytes bytes() const noexcept { return out_.first(size_); }

 private:
  bool open(std::string_view tag, std::size_t value_bytes) noexcept;
  void write_length(std::size_t at, std::size_t length) noexcept;

  MutableBytes out_;
  std::size_t size_ = 0;
  std::array<std::size_t, max_depth> starts_{};  // Where the values of the open elements begin.
  std::size_t depth_ = 0;
  bool good_ = true;
};

}  // namespace mpos::iso8583

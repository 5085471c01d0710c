// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/result.hpp"

namespace mpos::iso8583 {

enum class FieldKind : std::uint8_t { numeric, track, text, binary };
enum class LengthKind : std::uint8_t { fixed, ll, lll };
enum class Justify : std::uint8_t { left, right };

struct FieldSpec {
  FieldKind kind;
  std::uint16_t max_length;  ///< digits (numeric, track) or bytes
  LengthKind length;
  Justify justify;
};
/// The row of iso8583.md section 2 for a field number, or nothing for a field this dialect does not use.
std::optional<FieldSpec> field_spec(int field) noexcept;

enum class IsoError : std::uint8_t {
  too_short, bad_mti, bitmap_bit1, unknown_field, bad_length, bad_digit, field_too_long, trailing_bytes, no_room
};
struct IsoFailure {
  IsoError error = IsoError::too_short;
  int field = 0;             ///< 0 for MTI and bitmap
  std::size_t offset = 0;    ///< byte in the message
};

/// One message as views into bytes that the caller keeps. Values are *logical*: digits as ASCII text, '=' for nibble D, text and
/// binary as they are.
class Message {
 public:
  static constexpr std::size_t max_bytes = 1200;

  FixedString<4> mti;

  bool has(int field) const noexcept { return field >= 2 && field <= 64 && ((bitmap_ >> (64 - field)) & 1U) != 0; }
  /// The value's bytes (ASCII digits for numeric and track fields), or empty.
  Bytes get(int field) const noexcept;
  std::string_view text(int field) const noexcept { return as_text(get(field)); }
  /// Sets a field to a copy of `value` held in this message's own pool (2 KiB). False when the pool is full or the field unknown.
  bool set(int field, Bytes value) noexcept;
  bool set(int field, std::string_view value) noexcept { return set(field, as_bytes(value)); }
  void clear(int field) noexcept;
  void clear() noexcept;

 private:
  struct Slice {
    std::uint16_t offset = 0;
    std::uint16_t length = 0;
  };
  std::uint64_t bitmap_ = 0;
  std::array<Slice, 65> slices_{};
  ByteVector<2048> pool_;
};

/// Packs MTI, bitmap and fields. With `mac_room`, bit 64 is set and 8 zero bytes stand for field 64: MAC over all but the last 8.
Result<std::size_t, IsoFailure> pack(const Message& message, MutableBytes out) noexcept;
/// Unpacks a whole message; every byte must be accounted for.
Result<void, IsoFailure> unpack(Bytes bytes, Message& message) noexcept;

}  // namespace mpos::iso8583

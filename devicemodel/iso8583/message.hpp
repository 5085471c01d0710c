// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <string_view>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/result.hpp"
#include "devicemodel/iso8583/fields.hpp"

namespace mpos::iso8583 {

/// The values of one message, kept in its own pool, so that it may outlive the bytes it came from. Values are
/// *logical*: digits as ASCII text, '=' for nibble D of a track, text and binary as they are.
///
/// About 2.3 KiB; nothing is zeroed when one is made, cleared or copied, so account data put into it lie there until
/// wipe().
class Message {
 public:
  static constexpr std::size_t max_bytes = 1200;   ///< Longest packed message of this product.
  static constexpr std::size_t pool_bytes = 2048;  ///< Sum of the values' lengths.

  FixedString<4> mti;

  Message() noexcept = default;
  Message(const Message& other) noexcept { *this = other; }
  Message& operator=(const Message& other) noexcept;

  bool has(int field) const noexcept { return field >= 2 && field <= 64 && ((bitmap_ >> (64 - field)) & 1U) != 0; }
  /// Field n is bit 64 - n, as on the wire.
  std::uint64_t bitmap() const noexcept { return bitmap_; }
  /// The value's bytes (ASCII digits for numeric and track fields), or empty. Valid until the message is changed.
  Bytes get(int field) const noexcept;
  std::string_view text(int field) const noexcept { return as_text(get(field)); }
  /// Sets a field to a copy of `value`. False when the pool is full or the field unknown. Lengths and digits are judged
  /// by pack().
  bool set(int field, Bytes value) noexcept;
  bool set(int field, std::string_view value) noexcept { return set(field, as_bytes(value)); }
  /// Room for a value of `size` bytes, to be written by the caller; empty when there is none (or the field unknown).
  [[nodiscard]] MutableBytes reserve(int field, std::size_t size) noexcept;
  void clear(int field) noexcept;
  void clear() noexcept;
  /// As clear(), and overwrites every value.
  void wipe() noexcept;

 private:
  struct Slice {
    std::uint16_t offset;
    std::uint16_t length;
  };
  std::uint64_t bitmap_ = 0;
  std::size_t used_ = 0;
  std::array<Slice, 65> slices_;               // Meaningful where the bitmap says so.
  std::array<std::uint8_t, pool_bytes> pool_;  // Meaningful up to used_.
};

/// The same MTI and the same fields with the same values.
bool operator==(const Message& a, const Message& b) noexcept;

enum class IsoError : std::uint8_t {
  too_short,       ///< the bytes end inside a field (or before MTI and bitmap are complete)
  bad_mti,         ///< the message type is not four digits
  bitmap_bit1,     ///< a second bitmap is announced; this dialect has none
  unknown_field,   ///< a field the table has no row for
  bad_length,      ///< a fixed field of another length, or a length prefix that is not decimal
  bad_digit,       ///< not a digit (numeric), not a nibble (track), or a free nibble that is not zero
  field_too_long,  ///< longer than the table allows
  trailing_bytes,  ///< bytes after the last field
  no_room          ///< the output or the message's pool is full
};

struct IsoFailure {
  IsoError error = IsoError::too_short;
  int field = 0;           ///< 0 for MTI and bitmap
  std::size_t offset = 0;  ///< byte in the packed message where it went wrong
};

enum class MacRoom : std::uint8_t { no, yes };

/// Bytes of field 64, which is always the last.
inline constexpr std::size_t mac_bytes = 8;

/// Packs MTI, bitmap and fields into `out`; short fixed text is filled with spaces at the right. With `MacRoom::yes`,
/// bit 64 is set and eight zero bytes stand for field 64, whatever the message holds there: the MAC is then made over
/// all but the last eight bytes and written over them.
///
///   returns  how many bytes were written
Result<std::size_t, IsoFailure> pack(const Message& message, MutableBytes out, MacRoom mac_room = MacRoom::no) noexcept;

/// Unpacks a whole message; every byte must be accounted for. After a failure `message` holds the fields read so far.
/// What it accepts, pack() gives back byte for byte.
Result<void, IsoFailure> unpack(Bytes bytes, Message& message) noexcept;

/// The part of a packed message the MAC of field 64 covers: MTI to the end of field 63. Empty when there is no
/// field 64.
Bytes mac_input(Bytes packed) noexcept;

}  // namespace mpos::iso8583

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/iso8583/message.hpp"

namespace mpos::iso8583 {
namespace {

constexpr std::uint8_t no_nibble = 0xFF;
constexpr std::size_t prefix_size = 10;  // MTI and bitmap
constexpr std::uint64_t bit1 = std::uint64_t{1} << 63;

/// ASCII to nibble: digits for both kinds; A to F and '=' (D) for tracks, whose cipher text may be any nibble.
constexpr std::array<std::uint8_t, 256> make_nibbles(bool track) noexcept {
  std::array<std::uint8_t, 256> t{};
  for (auto& v : t) v = no_nibble;
  for (std::size_t c = 0; c < 10; ++c) t['0' + c] = static_cast<std::uint8_t>(c);
  if (track) {
    for (std::size_t c = 0; c < 6; ++c) t['A' + c] = static_cast<std::uint8_t>(10 + c);
    t['='] = 0xD;
  }
  return t;
}
constexpr auto numeric_nibbles = make_nibbles(false);
constexpr auto track_nibbles = make_nibbles(true);

/// One byte to its two characters; a zero first character marks a byte that is not two digits.
struct Pair {
  char text[2];
};
constexpr std::array<Pair, 256> make_pairs(bool track) noexcept {
  constexpr char digits[] = "0123456789ABC=EF";
  std::array<Pair, 256> t{};
  for (std::size_t b = 0; b < 256; ++b) {
    const bool decimal = (b >> 4) < 10 && (b & 15) < 10;
    if (track || decimal) t[b] = {{digits[b >> 4], digits[b & 15]}};
  }
  return t;
}
constexpr auto numeric_pairs = make_pairs(false);
constexpr auto track_pairs = make_pairs(true);

Failure<IsoFailure> failed(IsoError error, int field, std::size_t offset) noexcept {
  return Failure{IsoFailure{error, field, offset}};
}

struct Cursor {
  std::uint8_t* at;
  std::uint8_t* end;
  std::size_t room() const noexcept { return static_cast<std::size_t>(end - at); }
};

/// Writes `count` as one or two BCD bytes. The caller has checked room.
void write_count(Cursor& out, LengthKind kind, std::size_t count) noexcept {
  if (kind == LengthKind::lll) *out.at++ = static_cast<std::uint8_t>(count / 100);
  const std::size_t low = count % 100;
  *out.at++ = static_cast<std::uint8_t>((low / 10) << 4 | low % 10);
}

constexpr std::size_t count_bytes(LengthKind kind) noexcept {
  return kind == LengthKind::fixed ? 0 : kind == LengthKind::ll ? 1 : 2;
}

/// Packs digits two to a byte. False when a character is none.
bool write_digits(Cursor& out, Bytes value, Justify justify, const std::array<std::uint8_t, 256>& nibbles) noexcept {
  const std::uint8_t* p = value.data();
  std::size_t pairs = value.size() / 2;
  unsigned bad = 0;
  const bool odd = value.size() % 2 != 0;
  if (odd && justify == Justify::right) {
    const unsigned low = nibbles[*p++];
    bad |= low;
    *out.at++ = static_cast<std::uint8_t>(low);
  }
  for (; pairs > 0; --pairs, p += 2) {
    const unsigned high = nibbles[p[0]];
    const unsigned low = nibbles[p[1]];
    bad |= high | low;
    *out.at++ = static_cast<std::uint8_t>(high << 4 | low);
  }
  if (odd && justify == Justify::left) {
    const unsigned high = nibbles[*p];
    bad |= high;
    *out.at++ = static_cast<std::uint8_t>(high << 4);
  }
  return (bad & 0xF0U) == 0;
}

/// Reads `count` packed digits into `to`.
bool read_digits(const std::uint8_t* p, std::size_t count, Justify justify, const std::array<Pair, 256>& pairs,
                 std::uint8_t* to) noexcept {
  bool good = true;
  const bool odd = count % 2 != 0;
  if (odd && justify == Justify::right) {
    const Pair pair = pairs[*p++];
    good = pair.text[0] == '0';
    *to++ = static_cast<std::uint8_t>(pair.text[1]);
  }
  for (std::size_t n = count / 2; n > 0; --n, to += 2) {
    const Pair pair = pairs[*p++];
    good = good && pair.text[0] != 0;
    std::memcpy(to, pair.text, 2);
  }
  if (odd && justify == Justify::left) {
    const Pair pair = pairs[*p];
    good = good && pair.text[0] != 0 && pair.text[1] == '0';
    *to = static_cast<std::uint8_t>(pair.text[0]);
  }
  return good;
}

/// A length prefix, or nothing when a nibble is not a digit.
std::optional<std::size_t> read_count(const std::uint8_t* p, LengthKind kind) noexcept {
  std::size_t count = 0;
  for (std::size_t i = 0; i < count_bytes(kind); ++i) {
    const Pair pair = numeric_pairs[p[i]];
    if (pair.text[0] == 0) return std::nullopt;
    count = count * 100 + static_cast<std::size_t>((p[i] >> 4) * 10 + (p[i] & 15));
  }
  return count;
}

std::optional<IsoError> write_field(Cursor& out, const FieldSpec& spec, Bytes value) noexcept {
  if (value.size() > spec.max_length) return IsoError::field_too_long;
  const bool digits = spec.kind == FieldKind::numeric || spec.kind == FieldKind::track;
  const bool filled = spec.kind == FieldKind::text && spec.length == LengthKind::fixed;
  if (spec.length == LengthKind::fixed && !filled && value.size() != spec.max_length) return IsoError::bad_length;
  const std::size_t body = digits ? (value.size() + 1) / 2 : filled ? spec.max_length : value.size();
  if (out.room() < count_bytes(spec.length) + body) return IsoError::no_room;
  if (spec.length != LengthKind::fixed) write_count(out, spec.length, value.size());
  if (digits) {
    const auto& nibbles = spec.kind == FieldKind::track ? track_nibbles : numeric_nibbles;
    if (!write_digits(out, value, spec.justify, nibbles)) return IsoError::bad_digit;
    return std::nullopt;
  }
  if (!value.empty()) std::memcpy(out.at, value.data(), value.size());
  if (body > value.size()) std::memset(out.at + value.size(), ' ', body - value.size());
  out.at += body;
  return std::nullopt;
}

}  // namespace

Result<std::size_t, IsoFailure> pack(const Message& message, MutableBytes out, MacRoom mac_room) noexcept {
  if (out.size() < prefix_size) return failed(IsoError::no_room, 0, 0);
  Cursor cursor{out.data(), out.data() + out.size()};
  if (message.mti.size() != 4 || !write_digits(cursor, as_bytes(message.mti), Justify::left, numeric_nibbles)) {
    return failed(IsoError::bad_mti, 0, 0);
  }
  constexpr std::uint64_t mac_bit = 1;
  const bool room_for_mac = mac_room == MacRoom::yes;
  store_be64(cursor.at, room_for_mac ? message.bitmap() | mac_bit : message.bitmap());
  cursor.at += 8;
  for (std::uint64_t left = room_for_mac ? message.bitmap() & ~mac_bit : message.bitmap(); left != 0;) {
    const int field = std::countl_zero(left) + 1;
    left &= ~(bit1 >> (field - 1));
    const auto offset = static_cast<std::size_t>(cursor.at - out.data());
    if (const auto error = write_field(cursor, field_row(field), message.get(field)))
      return failed(*error, field, offset);
  }
  if (room_for_mac) {
    if (cursor.room() < mac_bytes)
      return failed(IsoError::no_room, 64, static_cast<std::size_t>(cursor.at - out.data()));
    std::memset(cursor.at, 0, mac_bytes);
    cursor.at += mac_bytes;
  }
  return static_cast<std::size_t>(cursor.at - out.data());
}

Result<void, IsoFailure> unpack(Bytes bytes, Message& message) noexcept {
  message.clear();
  if (bytes.size() < prefix_size) return failed(IsoError::too_short, 0, bytes.size());
  std::uint8_t mti[4];
  if (!read_digits(bytes.data(), 4, Justify::left, numeric_pairs, mti)) return failed(IsoError::bad_mti, 0, 0);
  message.mti = as_text({mti, 4});
  const std::uint64_t bitmap = load_be64(bytes.data() + 2);
  if ((bitmap & bit1) != 0) return failed(IsoError::bitmap_bit1, 0, 2);

  std::size_t at = prefix_size;
  for (std::uint64_t left = bitmap; left != 0;) {
    const int field = std::countl_zero(left) + 1;
    left &= ~(bit1 >> (field - 1));
    const FieldSpec& spec = field_row(field);
    if (spec.max_length == 0) return failed(IsoError::unknown_field, field, at);
    std::size_t count = spec.max_length;
    if (spec.length != LengthKind::fixed) {
      if (bytes.size() - at < count_bytes(spec.length)) return failed(IsoError::too_short, field, at);
      const auto prefix = read_count(bytes.data() + at, spec.length);
      if (!prefix) return failed(IsoError::bad_length, field, at);
      if (*prefix > spec.max_length) return failed(IsoError::field_too_long, field, at);
      count = *prefix;
      at += count_bytes(spec.length);
    }
    const bool digits = spec.kind == FieldKind::numeric || spec.kind == FieldKind::track;
    const std::size_t body = digits ? (count + 1) / 2 : count;
    if (bytes.size() - at < body) return failed(IsoError::too_short, field, at);
    const MutableBytes to = message.reserve(field, count);
    if (to.size() != count || !message.has(field)) return failed(IsoError::no_room, field, at);
    if (digits) {
      const auto& pairs = spec.kind == FieldKind::track ? track_pairs : numeric_pairs;
      if (!read_digits(bytes.data() + at, count, spec.justify, pairs, to.data())) {
        message.clear(field);
        return failed(IsoError::bad_digit, field, at);
      }
    } else if (count != 0) {
      std::memcpy(to.data(), bytes.data() + at, count);
    }
    at += body;
  }
  if (at != bytes.size()) return failed(IsoError::trailing_bytes, 0, at);
  return {};
}

Bytes mac_input(Bytes packed) noexcept {
  if (packed.size() < prefix_size + mac_bytes || (packed[9] & 1) == 0) return {};
  return packed.first(packed.size() - mac_bytes);
}

}  // namespace mpos::iso8583

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstring>

#include "devicemodel/base/bytes.hpp"
#include "devicemodel/base/crc32.hpp"
#include "devicemodel/hal/hal.hpp"

/// The layout on flash, big-endian.
///
/// The sectors form a ring that a log walks round. A sector begins with
///   2 "MR"   1 format version   1 zero   4 sequence number   4 tail   4 CRC-32 of these 12 bytes
/// Sequence numbers rise by one; number q lives in sector q mod N. `tail` is the oldest number that still counts: what
/// is older has been copied forward and may be erased, and is never erased before a header that says so stands on
/// flash. These 16 bytes keep their meaning in every later format, so that an older firmware can tell that it is older.
///
/// Entries follow without gaps:
///   1 id   1 kind   2 length   2 check (low half of the CRC-32 of these 4 bytes)   4 CRC-32 of the value   value
/// An entry header whose check is wrong was being written when the power died; the next one follows at its end. A value
/// whose CRC is wrong was being written when the power died if nothing or a `torn` entry follows it; otherwise it was
/// damaged later.
namespace mpos::records::layout {

inline constexpr std::size_t sector_bytes = hal::Storage::sector_bytes;
inline constexpr std::size_t sector_header_bytes = 16;
inline constexpr std::size_t entry_header_bytes = 10;
inline constexpr std::uint8_t format_version = 1;
/// No flash lives long enough to count further.
inline constexpr std::uint32_t highest_sequence = 0xFFFF0000;

enum class Kind : std::uint8_t {
  value = 0x5A,
  erased = 0x3C,  ///< The record is gone.
  lost = 0x66,    ///< The record was found damaged when it should have been copied.
  torn = 0x99,    ///< The entry before this one was cut short; the older value of that record holds.
};

struct SectorHeader {
  std::uint8_t version = format_version;
  std::uint32_t sequence = 0;
  std::uint32_t tail = 0;
};

inline void store(const SectorHeader& header, std::uint8_t (&out)[sector_header_bytes]) noexcept {
  out[0] = 'M', out[1] = 'R', out[2] = header.version, out[3] = 0;
  store_be32(out + 4, header.sequence);
  store_be32(out + 8, header.tail);
  store_be32(out + 12, crc32(Bytes{out, 12}));
}

/// False when the bytes are no header.
inline bool load(const std::uint8_t (&in)[sector_header_bytes], SectorHeader& out) noexcept {
  if (in[0] != 'M' || in[1] != 'R' || crc32(Bytes{in, 12}) != load_be32(in + 12)) return false;
  out = {in[2], load_be32(in + 4), load_be32(in + 8)};
  return true;
}

struct EntryHeader {
  std::uint8_t id = 0;
  Kind kind = Kind::value;
  std::uint16_t length = 0;
  std::uint32_t value_crc = 0;
};

inline void store(const EntryHeader& header, std::uint8_t* out) noexcept {
  out[0] = header.id;
  out[1] = static_cast<std::uint8_t>(header.kind);
  store_be16(out + 2, header.length);
  store_be16(out + 4, static_cast<std::uint16_t>(crc32(Bytes{out, 4})));
  store_be32(out + 6, header.value_crc);
}

/// False when the check is wrong.
inline bool load(const std::uint8_t* in, EntryHeader& out) noexcept {
  if (static_cast<std::uint16_t>(crc32(Bytes{in, 4})) != load_be16(in + 4)) return false;
  out = {in[0], static_cast<Kind>(in[1]), load_be16(in + 2), load_be32(in + 6)};
  return true;
}

/// The CRC field of a value whose CRC-32 is `crc`. Never FFFFFFFF: that is what a field reads that was not programmed
/// yet, and it is also the CRC-32 of four blank bytes.
inline std::uint32_t crc_field(std::uint32_t crc) noexcept {
  return crc == 0xFFFFFFFF ? 0 : crc;
}

inline bool all_blank(Bytes bytes) noexcept {
  // All are equal to their neighbours, and the first is blank: the C library compares many bytes at a time.
  return bytes.empty() || (bytes[0] == 0xFF && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

}  // namespace mpos::records::layout

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "devicemodel/base/bytes.hpp"

namespace mpos::card {

/// Owned bytes.
using Blob = std::vector<std::uint8_t>;

inline void append(Blob& to, Bytes bytes) {
  // Grown first, then copied: GCC 12 takes the range insert of a freshly made vector for an overrun when it optimises.
  const std::size_t at = to.size();
  to.resize(at + bytes.size());
  copy_bytes(bytes, MutableBytes{to}.subspan(at));
}
/// Appends tag (one to three bytes, as written), BER length and value.
void append_tlv(Blob& to, std::uint32_t tag, Bytes value);
Blob tlv(std::uint32_t tag, Bytes value);
/// Hexadecimal digits to bytes; nothing when odd or not hexadecimal.
std::optional<Blob> parse_hex(std::string_view text);
std::string to_hex(Bytes bytes);
/// Digits packed two a byte, an F filled in at the right of an odd count (format cn). Only for digits and hex letters.
Blob pack_cn(std::string_view digits);
/// `value` as packed decimal digits, left-padded with zeros to `size` bytes (format n). Higher digits are cut off.
Blob pack_n(std::uint64_t value, std::size_t size);
/// The number that packed decimal digits say; nothing when a nibble is no digit or there are more than 18 digits.
std::optional<std::uint64_t> unpack_n(Bytes bytes);

}  // namespace mpos::card

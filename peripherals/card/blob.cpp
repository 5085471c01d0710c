// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/blob.hpp"

#include "devicemodel/base/hex.hpp"

namespace mpos::card {

void append_tlv(Blob& to, std::uint32_t tag, Bytes value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    if (shift == 0 || tag >> shift != 0) to.push_back(static_cast<std::uint8_t>(tag >> shift));
  }
  MPOS_ASSERT(value.size() <= 0xFFFF);
  if (value.size() > 0xFF) {
    to.push_back(0x82);
    to.push_back(static_cast<std::uint8_t>(value.size() >> 8));
  } else if (value.size() > 0x7F) {
    to.push_back(0x81);
  }
  to.push_back(static_cast<std::uint8_t>(value.size()));
  append(to, value);
}

Blob tlv(std::uint32_t tag, Bytes value) {
  Blob out;
  append_tlv(out, tag, value);
  return out;
}

std::optional<Blob> parse_hex(std::string_view text) {
  Blob out(text.size() / 2);
  if (!read_hex(text, out)) return std::nullopt;
  return out;
}

std::string to_hex(Bytes bytes) {
  std::string out(bytes.size() * 2, '0');
  write_hex(bytes, out);
  return out;
}

Blob pack_cn(std::string_view digits) {
  std::string padded{digits};
  if (padded.size() % 2 != 0) padded += 'F';
  auto packed = parse_hex(padded);
  MPOS_ASSERT(packed.has_value());
  return *std::move(packed);
}

Blob pack_n(std::uint64_t value, std::size_t size) {
  Blob out(size);
  for (std::size_t i = size; i-- > 0;) {
    const auto low = static_cast<std::uint8_t>(value % 10);
    const auto high = static_cast<std::uint8_t>(value / 10 % 10);
    out[i] = static_cast<std::uint8_t>(high << 4 | low);
    value /= 100;
  }
  return out;
}

std::optional<std::uint64_t> unpack_n(Bytes bytes) {
  if (bytes.size() > 9) return std::nullopt;
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) {
    if (byte >> 4 > 9 || (byte & 15) > 9) return std::nullopt;
    value = value * 100 + static_cast<std::uint64_t>((byte >> 4) * 10 + (byte & 15));
  }
  return value;
}

}  // namespace mpos::card

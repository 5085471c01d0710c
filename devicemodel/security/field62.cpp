// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/field62.hpp"

namespace mpos::security {
namespace {

constexpr std::size_t check_bytes = 4;

WrappedKey take(Bytes& rest, std::size_t key_bytes) noexcept {
  const WrappedKey key{rest.first(key_bytes), rest.subspan(key_bytes, check_bytes)};
  rest = rest.subspan(key_bytes + check_bytes);
  return key;
}

}  // namespace

std::optional<Field62> parse_field62(Bytes field) noexcept {
  std::size_t key_bytes = 0;
  std::size_t track_bytes = 0;
  switch (field.size()) {
    case 24: key_bytes = 8; break;
    case 40: key_bytes = 16; break;
    case 44: key_bytes = 8, track_bytes = 16; break;
    case 56: key_bytes = 24; break;
    case 60: key_bytes = 16, track_bytes = 16; break;
    case 84: key_bytes = 24, track_bytes = 24; break;
    default: return std::nullopt;
  }
  Bytes rest = field;
  Field62 parsed{take(rest, key_bytes), take(rest, key_bytes), std::nullopt};
  if (track_bytes != 0) parsed.track = take(rest, track_bytes);
  const std::array<std::uint8_t, 8> zeros{};
  if (key_bytes == 16 && equal(parsed.mac.cipher_text.last(8), zeros)) {
    parsed.mac.cipher_text = parsed.mac.cipher_text.first(8);
  }
  return parsed;
}

}  // namespace mpos::security

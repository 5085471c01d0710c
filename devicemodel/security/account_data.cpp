// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/account_data.hpp"

#include "devicemodel/base/bcd.hpp"

namespace mpos::security {
namespace {

constexpr std::size_t min_cup_digits = 20;
constexpr std::uint64_t amount_limit = 1'000'000'000'000;

/// 0 to 9, 13 for a separator, 16 for anything else.
unsigned nibble_of(char c) noexcept {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  return c == '=' || c == 'D' || c == 'd' ? 13U : 16U;
}

}  // namespace

Result<std::size_t, SealError> track_pack(std::string_view track, std::uint8_t odd_fill, MutableBytes out) noexcept {
  const std::size_t bytes = (track.size() + 1) / 2;
  if (bytes > out.size()) return Failure{SealError::too_long};
  for (std::size_t i = 0; i < track.size(); i += 2) {
    const unsigned high = nibble_of(track[i]);
    const unsigned low = i + 1 < track.size() ? nibble_of(track[i + 1]) : odd_fill;
    if (high > 15 || low > 15) return Failure{SealError::bad_track};
    out[i / 2] = static_cast<std::uint8_t>((high << 4) | low);
  }
  return bytes;
}

Result<std::size_t, SealError> track_encrypt_cup(Primitives& primitives, Cipher cipher, Bytes key,
                                                 std::string_view track, MutableBytes out) noexcept {
  const std::size_t block = block_bytes(cipher);
  const auto packed = track_pack(track, 0, out);
  if (!packed) return Failure{packed.error()};
  if (track.size() < min_cup_digits || *packed < block + 1) return Failure{SealError::bad_track};
  const MutableBytes middle = out.subspan(*packed - 1 - block, block);
  primitives.ecb_encrypt(cipher, key, middle, middle);
  return *packed;
}

Result<std::size_t, SealError> full_div_package(std::uint64_t amount_minor, std::string_view track2,
                                                std::string_view track3, std::size_t block, MutableBytes out) noexcept {
  if (amount_minor >= amount_limit || track2.size() > max_track2_digits || track3.size() > max_track3_digits) {
    return Failure{SealError::too_long};
  }
  const std::size_t used = 6 + 1 + (track2.size() + 1) / 2 + 1 + (track3.size() + 1) / 2;
  const std::size_t total = (used + block - 1) / block * block;
  if (total > out.size()) return Failure{SealError::too_long};
  copy_bytes(packed_bcd<6>(amount_minor), out);
  std::size_t at = 6;
  for (const std::string_view track : {track2, track3}) {
    out[at++] = static_cast<std::uint8_t>(track.size());
    const auto packed = track_pack(track, 15, out.subspan(at));
    if (!packed) return Failure{packed.error()};
    at += *packed;
  }
  while (at < total) out[at++] = 0xFF;
  return total;
}

}  // namespace mpos::security

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/result.hpp"
#include "devicemodel/security/errors.hpp"
#include "devicemodel/security/ports.hpp"

/// Track data on its way out of the reader (tracks.md section 4). A track is decimal digits and separators '=' (or
/// 'D').
namespace mpos::security {

inline constexpr std::size_t max_track2_digits = 37;
inline constexpr std::size_t max_track3_digits = 104;

/// Packs two digits a byte, '=' as nibble D, the last nibble of an odd count as `odd_fill` (0 to F). Answers the bytes
/// written; bad_track for another character, too_long when `out` is too small.
Result<std::size_t, SealError> track_pack(std::string_view track, std::uint8_t odd_fill, MutableBytes out) noexcept;

/// TRACK_CUP8: packed with zero fill; one cipher block that ends before the last byte is enciphered in place. bad_track
/// when the track is shorter than 20 digits or leaves no room for the block.
Result<std::size_t, SealError> track_encrypt_cup(Primitives& primitives, Cipher cipher, Bytes key,
                                                 std::string_view track, MutableBytes out) noexcept;

/// The clear FULL_DIV package: amount BCD 6 | digit count | track 2 | digit count or 00 | track 3, filled with FF to a
/// multiple of `block`. An empty track has count 00. `amount_minor` up to twelve digits.
Result<std::size_t, SealError> full_div_package(std::uint64_t amount_minor, std::string_view track2,
                                                std::string_view track3, std::size_t block, MutableBytes out) noexcept;

}  // namespace mpos::security

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "devicemodel/base/result.hpp"

namespace mpos::magstripe {

enum class EncodeError : std::uint8_t { no_such_track, bad_character, too_long };

/// A track as it is written: the characters from start sentinel to LRC, least significant bit first, parity last.
struct TrackBits {
  std::vector<std::string> characters;  ///< each 7 (track 1) or 5 (tracks 2, 3) of '0' and '1'; the LRC is the last
  char lrc = 0;                         ///< the LRC as the character its data bits stand for
};

/// Adds parity and LRC to `text`, which carries its sentinels (`%...?`, `;...?`).
///   track  1, 2 or 3
/// Errors: no such track; a character outside the track's code. The length is the card's matter (Card::make).
/// Source: ISO/IEC 7811-2 (7811-6): odd parity a character, LRC even over each column of data bits.
Result<TrackBits, EncodeError> track_bits(std::string_view text, int track);

/// `content` between the track's own sentinels.
std::string with_sentinels(std::string_view content, int track);

/// The contents, without sentinels, of the tracks an issuer writes from these fields (ISO/IEC 7813): format B on track
/// 1, with " /" for a card without a name, track 2, and no track 3. Nothing is cut; Card::make refuses what does not
/// fit.
///   expiry  YYMM;  name  SURNAME/FIRST;  discretionary  digits after the service code, the same on both tracks
std::array<std::string, 3> issuer_tracks(std::string_view pan, std::string_view expiry, std::string_view service_code,
                                         std::string_view name, std::string_view discretionary);

/// Sentinels and LRC included: 79, 40 or 107 (ISO/IEC 7811-2).
std::size_t max_characters(int track);

/// Where on the card the field reverses, in mm from the edge that meets the head first in a forward swipe, rising.
/// Clock zeros fill the stripe before (62 on tracks 1 and 3, 22 on track 2) and after the data. F2F: a transition at
/// every bit boundary and one more in the middle of a 1; 210, 75 and 210 bits an inch.
std::vector<double> flux_positions_mm(const TrackBits& bits, int track);

}  // namespace mpos::magstripe

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/result.hpp"

namespace mpos::stripe {

/// Why a track could not be read. no_signal is an empty track, not a bad one.
enum class TrackError : std::uint8_t {
  no_signal,
  no_start_sentinel,
  bad_parity,
  no_end_sentinel,
  bad_lrc,
  too_long,
  bad_content
};

/// The characters between the sentinels (neither they nor the LRC included), as ASCII.
using TrackText = FixedString<107>;

/// Decodes the flux transitions of one track, both directions (tracks.md section 1).
///
///   intervals_ns  times between transitions in the order the head met them
///   track         1, 2 or 3
///
/// A text is only given when clock zeros, parity, LRC and content were all right and no other way of reading the same
/// intervals gave another text. Any intervals are safe: fewer than 16 are no_signal, more than 1600 too_long; among the
/// rest the error is that of the reading that got furthest. Time is bounded by six passes over the intervals.
/// Source: ISO/IEC 7811-2, 7811-6; F2F (Aiken biphase).
Result<TrackText, TrackError> decode_track(std::span<const std::uint32_t> intervals_ns, int track) noexcept;

/// Track 2 taken apart (ISO/IEC 7813).
struct Track2 {
  FixedString<19> pan;
  FixedString<4> expiry;  ///< YYMM
  FixedString<3> service_code;
  FixedString<37> discretionary;
};
/// `text` is what decode_track gave for track 2. Errors: no_signal (empty), too_long (over 37), bad_content (no 8 to 19
/// digit PAN, expiry and service code, or anything but digits behind the separator). Luhn and dates are not judged.
Result<Track2, TrackError> parse_track2(std::string_view text) noexcept;

/// What the service code asks of the reader (tracks.md section 2).
struct ServiceCodeRules {
  bool chip_present = false;  ///< 2xx, 6xx
  bool pin_required = false;  ///< third digit 0, 3, 5
  bool pin_if_pad = false;    ///< third digit 6, 7
  bool cash_only = false;     ///< third digit 3 or 4: not for goods
};
/// A code that is not three digits asks for nothing.
ServiceCodeRules service_code_rules(std::string_view service_code) noexcept;

}  // namespace mpos::stripe

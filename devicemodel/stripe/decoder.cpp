// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/stripe/decoder.hpp"

#include "devicemodel/base/assert.hpp"
#include "devicemodel/stripe/bits.hpp"
#include "devicemodel/stripe/characters.hpp"

namespace mpos::stripe {
namespace {

constexpr std::size_t least_intervals = 16;  // fewer are clicks on an unwritten track

// With every interval off by at most 15 % a half is 0.425 to 0.575 of the true bit time and a whole 0.85 to 1.15, and a
// bit time averaged from such intervals is itself 0.85 to 1.15. Thresholds at 0.70 (0.595 to 0.805 of the true time)
// and 1.355 never misjudge them: what is left to the choice of tracker is how fast the hand may change its speed.
constexpr Tracker cheap{2, false, 330, 700, 1355};
constexpr Tracker costly[] = {
    {2, true, 330, 700, 1355},  {1, false, 330, 690, 1400}, {1, true, 330, 690, 1400},
    {3, false, 330, 700, 1355}, {3, true, 330, 700, 1355},
};

/// What all attempts together found. Two different texts make it worthless.
struct Verdict {
  bool found = false;
  bool contradiction = false;
  TrackText text;
  TrackError error = TrackError::no_start_sentinel;
  std::size_t characters = 0;

  void add(const Reading& reading) noexcept {
    if (!reading.right) {
      if (reading.characters > characters) {
        characters = reading.characters;
        error = reading.error;
      }
      return;
    }
    if (found && !(text == reading.text)) contradiction = true;
    found = true;
    text = reading.text;
  }
};

void attempt(std::span<const std::uint32_t> intervals_ns, int track, const Tracker& tracker,
             Verdict& verdict) noexcept {
  BitVector bits;
  split_bits(intervals_ns, tracker, bits);
  Reading reading;
  for (const bool reversed : {false, true}) {
    read_characters(bits.span(), track, reversed, reading);
    verdict.add(reading);
  }
}

}  // namespace

Result<TrackText, TrackError> decode_track(std::span<const std::uint32_t> intervals_ns, int track) noexcept {
  MPOS_ASSERT(track >= 1 && track <= 3);
  if (intervals_ns.size() < least_intervals) return Failure{TrackError::no_signal};
  if (intervals_ns.size() > max_track_intervals) return Failure{TrackError::too_long};

  Verdict verdict;
  attempt(intervals_ns, track, cheap, verdict);
  if (!verdict.found) {
    for (const Tracker& tracker : costly) attempt(intervals_ns, track, tracker, verdict);
  }
  if (verdict.contradiction) return Failure{TrackError::bad_content};
  if (!verdict.found) return Failure{verdict.error};
  return verdict.text;
}

}  // namespace mpos::stripe

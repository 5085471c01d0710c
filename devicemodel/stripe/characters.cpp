// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/stripe/characters.hpp"

namespace mpos::stripe {
namespace {

struct Code {
  std::size_t bits;         ///< a character, parity included
  unsigned first_code;      ///< ASCII of value 0
  unsigned start_sentinel;  ///< values, not ASCII
  unsigned end_sentinel;
  std::size_t longest_text;  ///< between the sentinels
  /// Zeros before the start sentinel. One more than can stand between two characters (100..0 then 0..01), so that a
  /// start in the middle of the data is never believed.
  std::size_t clock_zeros;
};
constexpr Code track1_code{7, 0x20, 0x05, 0x1F, 76, 13};
constexpr Code track2_code{5, 0x30, 0x0B, 0x0F, 37, 9};
constexpr Code track3_code{5, 0x30, 0x0B, 0x0F, 104, 9};

/// The bits in reading order.
class BitReader {
 public:
  BitReader(std::span<const Bit> bits, bool reversed) noexcept : bits_(bits), reversed_(reversed) {}
  std::size_t size() const noexcept { return bits_.size(); }
  Bit operator[](std::size_t i) const noexcept { return bits_[reversed_ ? bits_.size() - 1 - i : i]; }

  enum class Status : std::uint8_t { good, bad, ended };
  /// The data bits of the character that begins at bit `from`.
  Status character(std::size_t from, std::size_t width, unsigned& value) const noexcept {
    if (from + width > size()) return Status::ended;
    unsigned ones = 0;
    value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      const Bit bit = (*this)[from + i];
      if (bit == Bit::lost) return Status::bad;
      if (bit == Bit::zero) continue;
      ++ones;
      if (i + 1 < width) value |= 1U << i;
    }
    return ones % 2 == 1 ? Status::good : Status::bad;
  }

 private:
  std::span<const Bit> bits_;
  bool reversed_;
};

/// Tracks 2 and 3 carry digits and separators; the other codes are for hardware control. Track 1 may carry any of its
/// characters but a second start sentinel.
bool may_carry(int track, unsigned value) noexcept {
  if (track == 1) return value != track1_code.start_sentinel;
  return value <= 9 || value == 0x0D;
}

/// Reads on from the start sentinel at bit `from`.
void read_from(const BitReader& bits, std::size_t from, const Code& code, int track, Reading& reading) noexcept {
  const auto fail = [&](TrackError error) { reading.error = error; };
  reading.characters = 1;
  reading.text.clear();
  unsigned lrc = code.start_sentinel;
  bool content_right = true;
  unsigned value = 0;
  std::size_t at = from + code.bits;
  for (;; at += code.bits) {
    const auto status = bits.character(at, code.bits, value);
    if (status == BitReader::Status::ended) return fail(TrackError::no_end_sentinel);
    if (status == BitReader::Status::bad) return fail(TrackError::bad_parity);
    ++reading.characters;
    lrc ^= value;
    if (value == code.end_sentinel) break;
    const char c = static_cast<char>(code.first_code + value);
    if (reading.text.size() == code.longest_text) return fail(TrackError::too_long);
    reading.text.append(std::string_view{&c, 1});
    content_right = content_right && may_carry(track, value);
  }
  at += code.bits;
  if (bits.character(at, code.bits, value) != BitReader::Status::good || value != lrc) return fail(TrackError::bad_lrc);
  at += code.bits;
  for (std::size_t i = at; i < bits.size() && i < at + code.bits; ++i) {
    if (bits[i] == Bit::one) return fail(TrackError::bad_lrc);  // the data goes on where it should have ended
  }
  ++reading.characters;
  if (!content_right || reading.text.empty()) return fail(TrackError::bad_content);
  reading.right = true;
}

}  // namespace

void read_characters(std::span<const Bit> bits, int track, bool reversed, Reading& reading) noexcept {
  const Code& code = track == 1 ? track1_code : track == 2 ? track2_code : track3_code;
  const BitReader reader{bits, reversed};
  reading.right = false;
  reading.error = TrackError::no_start_sentinel;
  reading.characters = 0;
  std::size_t zeros = 0;
  for (std::size_t i = 0; i < reader.size(); ++i) {
    if (reader[i] == Bit::zero) {
      ++zeros;
      continue;
    }
    unsigned value = 0;
    if (reader[i] == Bit::one && zeros >= code.clock_zeros &&
        reader.character(i, code.bits, value) == BitReader::Status::good && value == code.start_sentinel) {
      return read_from(reader, i, code, track, reading);
    }
    zeros = 0;
  }
}

}  // namespace mpos::stripe

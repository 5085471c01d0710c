// SPDX-License-Identifier: Apache-2.0
#include "peripherals/magstripe/track_encoder.hpp"

#include "devicemodel/base/assert.hpp"
#include "peripherals/magstripe/card.hpp"

namespace mpos::magstripe {
namespace {

/// What distinguishes the tracks (ISO/IEC 7811-2).
struct Layout {
  int data_bits;
  char first_code;  ///< the character of value 0
  std::size_t max_characters;
  double bits_per_inch;
  int leading_zeros;
  char start_sentinel;
};
constexpr Layout layout_of(int track) {
  if (track == 1) return {6, ' ', 79, 210, 62, '%'};
  if (track == 2) return {4, '0', 40, 75, 22, ';'};
  return {4, '0', 107, 210, 62, ';'};
}

std::string character_bits(unsigned value, int data_bits) {
  std::string bits;
  unsigned parity = 1;
  for (int i = 0; i < data_bits; ++i) {
    const unsigned bit = (value >> i) & 1U;
    parity ^= bit;
    bits += static_cast<char>('0' + bit);
  }
  bits += static_cast<char>('0' + parity);
  return bits;
}

}  // namespace

Result<TrackBits, EncodeError> track_bits(std::string_view text, int track) {
  if (track < 1 || track > 3) return Failure{EncodeError::no_such_track};
  const Layout layout = layout_of(track);
  TrackBits result;
  unsigned lrc = 0;
  for (const char c : text) {
    const int value = c - layout.first_code;
    if (value < 0 || value >= (1 << layout.data_bits)) return Failure{EncodeError::bad_character};
    lrc ^= static_cast<unsigned>(value);
    result.characters.push_back(character_bits(static_cast<unsigned>(value), layout.data_bits));
  }
  result.characters.push_back(character_bits(lrc, layout.data_bits));
  result.lrc = static_cast<char>(layout.first_code + static_cast<int>(lrc));
  return result;
}

std::string with_sentinels(std::string_view content, int track) {
  MPOS_ASSERT(track >= 1 && track <= 3);
  std::string text(1, layout_of(track).start_sentinel);
  text += content;
  text += '?';
  return text;
}

std::array<std::string, 3> issuer_tracks(std::string_view pan, std::string_view expiry, std::string_view service_code,
                                         std::string_view name, std::string_view discretionary) {
  const std::string account{pan};
  const std::string after = std::string{expiry} + std::string{service_code} + std::string{discretionary};
  const std::string holder{name.empty() ? std::string_view{" /"} : name};
  return {"B" + account + "^" + holder + "^" + after, account + "=" + after, ""};
}

std::size_t max_characters(int track) {
  MPOS_ASSERT(track >= 1 && track <= 3);
  return layout_of(track).max_characters;
}

std::vector<double> flux_positions_mm(const TrackBits& bits, int track) {
  MPOS_ASSERT(track >= 1 && track <= 3);
  const Layout layout = layout_of(track);
  const double bit_mm = 25.4 / layout.bits_per_inch;
  std::vector<double> positions{Card::margin_mm};
  int written = 0;
  const auto write = [&](bool one) {
    const double start = Card::margin_mm + bit_mm * written++;
    if (one) positions.push_back(start + bit_mm / 2);
    positions.push_back(start + bit_mm);
  };
  for (int i = 0; i < layout.leading_zeros; ++i) write(false);
  for (const std::string& character : bits.characters) {
    for (const char bit : character) write(bit == '1');
  }
  while (Card::margin_mm + bit_mm * (written + 1) <= Card::length_mm - Card::margin_mm) write(false);
  return positions;
}

}  // namespace mpos::magstripe

// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "peripherals/magstripe/card.hpp"
#include "peripherals/magstripe/track_encoder.hpp"

namespace mpos::magstripe {
namespace {

struct Vector {
  int track;
  const char* text;
  const char* bits;
  char lrc;
};

// Worked out by two independent programs from ISO/IEC 7811-2.
const Vector vectors[] = {
    {2, ";6222021234567890128=30122201234567800000?",
     "11010 01101 01000 01000 01000 00001 01000 10000 01000 11001 00100 10101 01101 11100 00010 10011 00001 10000 "
     "01000 "
     "00010 10110 11001 00001 10000 01000 01000 01000 00001 10000 01000 11001 00100 10101 01101 11100 00010 00001 "
     "00001 "
     "00001 00001 00001 11111 10110",
     '='},
    {1, "%B6222021234567890128^LI/MING                   ^301222012345678?",
     "1010001 0100011 0110100 0100101 0100101 0100101 0000100 0100101 1000101 0100101 1100100 0010101 1010100 "
     "0110100 1110101 0001101 1001100 0000100 1000101 0100101 0001101 0111110 0011010 1001010 1111001 1011011 "
     "1001010 0111011 1110011 0000001 0000001 0000001 0000001 0000001 0000001 0000001 0000001 0000001 0000001 "
     "0000001 0000001 0000001 0000001 0000001 0000001 0000001 0000001 0000001 0111110 1100100 0000100 1000101 "
     "0100101 0100101 0100101 0000100 1000101 0100101 1100100 0010101 1010100 0110100 1110101 0001101 1111100 "
     "1101110",
     '['},
    {3, ";996222021234567890128=1561560000000000000003000000014000002300000000000?",
     "11010 10011 10011 01101 01000 01000 01000 00001 01000 10000 01000 11001 00100 10101 01101 11100 00010 10011 "
     "00001 "
     "10000 01000 00010 10110 10000 10101 01101 10000 10101 01101 00001 00001 00001 00001 00001 00001 00001 00001 "
     "00001 "
     "00001 00001 00001 00001 00001 00001 11001 00001 00001 00001 00001 00001 00001 00001 10000 00100 00001 00001 "
     "00001 "
     "00001 00001 01000 11001 00001 00001 00001 00001 00001 00001 00001 00001 00001 00001 00001 11111 01000",
     '2'},
    {2, ";4761739001010010=30122011758900000000?",
     "11010 00100 11100 01101 10000 11100 11001 10011 00001 00001 10000 00001 10000 00001 00001 10000 00001 10110 "
     "11001 "
     "00001 10000 01000 01000 00001 10000 10000 11100 10101 00010 10011 00001 00001 00001 00001 00001 00001 00001 "
     "00001 "
     "11111 00001",
     '0'},
};

std::string joined(const TrackBits& bits) {
  std::string all;
  for (const std::string& character : bits.characters) all += (all.empty() ? "" : " ") + character;
  return all;
}

TEST(TrackEncoder, AddsParityAndLrcAsTheVectorsSay) {
  for (const Vector& vector : vectors) {
    SCOPED_TRACE(vector.text);
    const auto bits = track_bits(vector.text, vector.track);
    ASSERT_TRUE(bits);
    EXPECT_EQ(joined(*bits), vector.bits);
    EXPECT_EQ(bits->lrc, vector.lrc);
  }
}

TEST(TrackEncoder, RefusesWhatATrackCannotCarry) {
  EXPECT_EQ(track_bits(";1?", 0).error(), EncodeError::no_such_track);
  EXPECT_EQ(track_bits(";1?", 4).error(), EncodeError::no_such_track);
  EXPECT_EQ(track_bits(";1A?", 2).error(), EncodeError::bad_character);
  EXPECT_EQ(track_bits("%Ba?", 1).error(), EncodeError::bad_character);
}

TEST(TrackEncoder, MakesTheTracksAnIssuerWrites) {
  const auto tracks = issuer_tracks("6222021234567890128", "3012", "220", "LI/MING", "1234567800");
  EXPECT_EQ(tracks[0], "B6222021234567890128^LI/MING^30122201234567800");
  EXPECT_EQ(tracks[1], "6222021234567890128=30122201234567800");
  EXPECT_EQ(tracks[2], "");
  EXPECT_TRUE(Card::make(tracks, Coercivity::high));
  EXPECT_EQ(issuer_tracks("4111111111111111", "3012", "101", "", "")[0], "B4111111111111111^ /^3012101");
}

TEST(Card, TakesTheLongestTracksAndNothingLonger) {
  const auto make = [](std::size_t one, std::size_t two, std::size_t three) {
    return Card::make({std::string(one, 'A'), std::string(two, '1'), std::string(three, '1')}, Coercivity::high);
  };
  EXPECT_TRUE(make(76, 37, 104));
  EXPECT_EQ(make(77, 37, 104).error(), EncodeError::too_long);
  EXPECT_EQ(make(76, 38, 104).error(), EncodeError::too_long);
  EXPECT_EQ(make(76, 37, 105).error(), EncodeError::too_long);
}

TEST(TrackEncoder, WritesTheLongestTracksWithinTheCard) {
  for (const auto& [track, content] :
       {std::pair{1, std::string(76, 'W')}, {2, std::string(37, '7')}, {3, std::string(104, '7')}}) {
    const auto bits = track_bits(with_sentinels(content, track), track);
    ASSERT_TRUE(bits);
    const auto flux = flux_positions_mm(*bits, track);
    EXPECT_TRUE(std::ranges::is_sorted(flux));
    EXPECT_LE(flux.back(), Card::length_mm - Card::margin_mm);
    EXPECT_GE(flux.front(), Card::margin_mm);
    const double bit_mm = 25.4 / (track == 2 ? 75 : 210);
    const auto zeros = static_cast<std::size_t>(track == 2 ? 22 : 62);
    EXPECT_NEAR(flux[zeros] - flux[0], static_cast<double>(zeros) * bit_mm, 1e-9);  // clock zeros: one transition a bit
    EXPECT_NEAR(flux[zeros + 1] - flux[zeros], bit_mm / 2, 1e-9);  // both start sentinels begin with a 1
  }
}

}  // namespace
}  // namespace mpos::magstripe

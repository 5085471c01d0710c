// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/stripe/decoder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "devicemodel/sim/random.hpp"
#include "peripherals/magstripe/track_encoder.hpp"

namespace mpos::stripe {
namespace {

constexpr std::uint32_t bit_ns = 400'000;
constexpr const char* track2_text = "6222021234567890128=30122201234567800";

/// Bits as an ideal head times them: one interval for a 0, two halves for a 1. Spaces are skipped.
std::vector<std::uint32_t> intervals_of(const std::string& bits) {
  std::vector<std::uint32_t> intervals;
  for (const char bit : bits) {
    if (bit == '0') intervals.push_back(bit_ns);
    if (bit == '1') intervals.insert(intervals.end(), 2, bit_ns / 2);
  }
  return intervals;
}

std::string joined(const magstripe::TrackBits& bits) {
  std::string all;
  for (const std::string& character : bits.characters) all += character;
  return all;
}

/// The data bits of a whole text, without clock zeros.
std::string data_bits(const std::string& text_with_sentinels, int track) {
  return joined(*magstripe::track_bits(text_with_sentinels, track));
}

const std::string zeros(25, '0');

Result<TrackText, TrackError> decode(const std::string& bits, int track) {
  return decode_track(intervals_of(bits), track);
}

TEST(Decoder, ReadsTheVectorOfTrackTwoInBothDirections) {
  // Worked out by two independent programs from ISO/IEC 7811-2.
  const std::string data =
      "11010 00100 11100 01101 10000 11100 11001 10011 00001 00001 10000 00001 10000 00001 00001 10000 00001 10110 "
      "11001 00001 10000 01000 01000 00001 10000 10000 11100 10101 00010 10011 00001 00001 00001 00001 00001 00001 "
      "00001 00001 11111 00001";
  std::string bits = zeros + data + zeros;
  EXPECT_EQ(*decode(bits, 2), std::string_view{"4761739001010010=30122011758900000000"});
  std::ranges::reverse(bits);
  EXPECT_EQ(*decode(bits, 2), std::string_view{"4761739001010010=30122011758900000000"});
}

TEST(Decoder, ReadsTheLongestTextOfEveryTrack) {
  EXPECT_EQ(decode(zeros + data_bits(magstripe::with_sentinels(std::string(76, 'Z'), 1), 1) + zeros, 1)->size(), 76U);
  EXPECT_EQ(decode(zeros + data_bits(magstripe::with_sentinels(std::string(37, '9'), 2), 2) + zeros, 2)->size(), 37U);
  EXPECT_EQ(decode(zeros + data_bits(magstripe::with_sentinels(std::string(104, '1'), 3), 3) + zeros, 3)->size(), 104U);
}

TEST(Decoder, NamesEveryReasonForARefusal) {
  const std::string good = data_bits(magstripe::with_sentinels(std::string(track2_text), 2), 2);
  EXPECT_EQ(decode_track({}, 2).error(), TrackError::no_signal);
  EXPECT_EQ(decode(std::string(10, '0'), 2).error(), TrackError::no_signal);
  EXPECT_EQ(decode(std::string(200, '0'), 2).error(), TrackError::no_start_sentinel);
  EXPECT_EQ(decode("000" + good + zeros, 2).error(), TrackError::no_start_sentinel);  // too few clock zeros to trust
  std::string flipped = good;
  flipped[42] = flipped[42] == '0' ? '1' : '0';
  EXPECT_EQ(decode(zeros + flipped + zeros, 2).error(), TrackError::bad_parity);
  EXPECT_EQ(decode(zeros + good.substr(0, 50), 2).error(), TrackError::no_end_sentinel);
  const std::string lrc_lost = good.substr(0, good.size() - 5) + "00001";
  ASSERT_NE(lrc_lost, good);
  EXPECT_EQ(decode(zeros + lrc_lost + zeros, 2).error(), TrackError::bad_lrc);
  EXPECT_EQ(decode(zeros + good + "00100" + zeros, 2).error(), TrackError::bad_lrc);  // data after the end
  EXPECT_EQ(decode(zeros + data_bits(magstripe::with_sentinels(std::string(38, '1'), 2), 2) + zeros, 2).error(),
            TrackError::too_long);
  EXPECT_EQ(decode(zeros + data_bits(magstripe::with_sentinels(std::string(77, 'A'), 1), 1) + zeros, 1).error(),
            TrackError::too_long);
  EXPECT_EQ(decode(zeros + data_bits(magstripe::with_sentinels(std::string(105, '1'), 3), 3) + zeros, 3).error(),
            TrackError::too_long);
  EXPECT_EQ(decode(zeros + data_bits(";12:4?", 2) + zeros, 2).error(), TrackError::bad_content);
  EXPECT_EQ(decode(zeros + data_bits(";12;4?", 2) + zeros, 2).error(), TrackError::bad_content);
  EXPECT_EQ(decode(zeros + data_bits("%B1%2?", 1) + zeros, 1).error(), TrackError::bad_content);
  EXPECT_EQ(decode(zeros + data_bits(";?", 2) + zeros, 2).error(), TrackError::bad_content);
}

TEST(Decoder, RefusesEverySingleFlippedBit) {
  for (const auto& [track, text] : {std::pair<int, std::string>{1, "%B6222021234567890128^LI/MING^301222012345678?"},
                                    {2, ";6222021234567890128=30122201234567800?"},
                                    {3, ";996222021234567890128=15615600000000000000030000000140?"}}) {
    const std::string bits = zeros + data_bits(text, track) + zeros;
    const std::string content = text.substr(1, text.size() - 2);
    int refused = 0;
    for (std::size_t i = 0; i < bits.size(); ++i) {
      std::string flipped = bits;
      flipped[i] = flipped[i] == '0' ? '1' : '0';
      const auto read = decode(flipped, track);
      if (read) {
        EXPECT_EQ(*read, std::string_view{content}) << i;  // only in the clock zeros
      } else {
        ++refused;
      }
    }
    EXPECT_GE(refused, static_cast<int>(bits.size() - 2 * zeros.size()));
  }
}

TEST(Decoder, RefusesEveryPairOfFlippedBits) {
  const std::string data = data_bits(";4761739001010010=3012201?", 2);
  const std::string good = zeros + data + zeros;
  for (std::size_t i = zeros.size(); i < zeros.size() + data.size(); ++i) {
    for (std::size_t k = i + 1; k < zeros.size() + data.size(); ++k) {
      std::string flipped = good;
      for (const std::size_t at : {i, k}) flipped[at] = flipped[at] == '0' ? '1' : '0';
      EXPECT_FALSE(decode(flipped, 2)) << i << " " << k;
    }
  }
}

TEST(Decoder, RefusesEveryLostAndEveryExtraTransitionInTheData) {
  const std::string data = data_bits(magstripe::with_sentinels(std::string(track2_text), 2), 2);
  const auto good = intervals_of(zeros + data + zeros);
  const std::size_t first = zeros.size();
  const std::size_t last = good.size() - zeros.size();
  for (std::size_t i = first; i + 1 < last; ++i) {
    auto merged = good;
    merged[i] += merged[i + 1];
    merged.erase(merged.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    EXPECT_FALSE(decode_track(merged, 2)) << i;
    auto split = good;
    split[i] /= 2;
    split.insert(split.begin() + static_cast<std::ptrdiff_t>(i), split[i]);
    EXPECT_FALSE(decode_track(split, 2)) << i;
  }
}

TEST(Decoder, StandsAnyIntervals) {
  constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
  for (const std::uint32_t value : {0U, 1U, 2U, most / 2, most}) {
    for (const std::size_t count : {1U, 15U, 16U, 200U, 1600U, 1601U, 100000U}) {
      const std::vector<std::uint32_t> intervals(count, value);
      for (int track = 1; track <= 3; ++track) EXPECT_FALSE(decode_track(intervals, track)) << value << " " << count;
    }
  }
  EXPECT_EQ(decode_track(std::vector<std::uint32_t>(100000, bit_ns), 2).error(), TrackError::too_long);
  sim::Random random{9};
  for (int run = 0; run < 3000; ++run) {
    std::vector<std::uint32_t> intervals(random.below(1700));
    const std::uint64_t bound = 1ULL << (1 + random.below(32));
    for (auto& interval : intervals) interval = static_cast<std::uint32_t>(random.below(bound));
    EXPECT_FALSE(decode_track(intervals, 1 + static_cast<int>(random.below(3))));
  }
}

}  // namespace
}  // namespace mpos::stripe

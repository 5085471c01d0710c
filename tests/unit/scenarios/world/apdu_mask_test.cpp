// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/apdu_mask.hpp"

#include <gtest/gtest.h>

#include "devicemodel/base/hex.hpp"

namespace mpos::world {
namespace {

std::vector<std::uint8_t> bytes(std::string_view hex) {
  std::vector<std::uint8_t> out(hex.size() / 2);
  EXPECT_TRUE(read_hex(hex, out));
  return out;
}

TEST(ApduMask, commands_stand_as_they_are) {
  EXPECT_EQ(ApduMask{}.command(bytes("00A4040007A0000003330101")), "00A4040007A0000003330101");
}

TEST(ApduMask, a_pin_block_is_stars) {
  EXPECT_EQ(ApduMask{}.command(bytes("0020008008241234FFFFFFFFFF")), "0020008008****************");
}

TEST(ApduMask, what_a_psam_enciphers_is_stars) {
  EXPECT_EQ(ApduMask{}.command(bytes("80FA000008112233445566778800")), "80FA000008****************00");
}

TEST(ApduMask, account_number_and_track_2_keep_first_six_and_last_four) {
  ApduMask mask;
  EXPECT_EQ(mask.response(bytes("701D5A0A6222021234567890128F570F6222021234567890128D30122201009000")),
            "701D5A0A622202*********0128F570F622202*********0128D**********9000");
}

TEST(ApduMask, a_number_once_seen_is_masked_wherever_it_turns_up) {
  ApduMask mask;
  mask.know("6228480000003019");
  EXPECT_EQ(mask.command(bytes("80AE8000106228480000003019D30122010000")), "80AE800010622848******3019D***********");
  EXPECT_EQ(mask.response(bytes("7099622848000000301990")), "7099622848******301990");
}

TEST(ApduMask, names_of_tracks_are_stars) {
  EXPECT_EQ(ApduMask{}.response(bytes("70079F2004123456789000")), "70079F2004********9000");
}

}  // namespace
}  // namespace mpos::world

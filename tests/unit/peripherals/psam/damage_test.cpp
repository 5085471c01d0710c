// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "devicemodel/sim/random.hpp"
#include "tests/unit/peripherals/psam/support.hpp"

namespace mpos::psam::test {
namespace {

const std::vector<std::string> commands{
    "00A4040009A00000000386980701",
    "00B0970019",
    "0084000008",
    "0088000108A1A2A3A4A5A6A7A8",
    "801A2701083132333435363738",
    "80FA0000080102030405060708",
    "801A2601103132333435363738A0B1C2D3E4F50617",
    "80FA0500130102030405060708112233445566778899AABB",
    "807000001CA1B2C3D4001200000064062024091710153001006222021234567890",
    "80720000048F3638D8",
    "0020000003123456",
    "805E010006123456FF4321",
    "84D4070128"
    "F4640A2F8DB303CF77BBCA3228764266F4640A2F8DB303CF77BBCA3228764266F4640A2F8DB303CF",
    "8418000004AABBCCDD",
    "8416000004AABBCCDD",
    "04D697000AAABBCCDDEEFF00112233",
    "00820001080102030405060708"};

TEST(Damage, ACutCommandIsRefusedAndChangesNothing) {
  for (const std::string& one : commands) {
    Bench bench;
    bench.select_application();
    const Blob whole = hex(one);
    if (whole.size() == 5) continue;  // nothing but Le to lose
    const PsamState before = bench.psam->state();
    for (std::size_t size = 0; size < whole.size(); ++size) {
      if (size == 4 || size == 5) continue;  // a command of its own
      EXPECT_EQ(bench.psam->transmit(Bytes{whole}.first(size)).status(), sw::wrong_length) << one << " " << size;
    }
    EXPECT_EQ(bench.psam->state(), before);
  }
}

TEST(Damage, ChangedBytesAndNoiseNeverCrash) {
  sim::Random random(5);
  for (const char* name : {"default", "public_os"}) {
    for (int life = 0; life < 40; ++life) {
      Bench bench(name);
      bench.select_application();
      for (int i = 0; i < 100; ++i) {
        Blob command = hex(commands[random.below(commands.size())]);
        for (std::uint64_t hits = random.below(3); hits > 0; --hits) {
          command[random.below(command.size())] = static_cast<std::uint8_t>(random.next());
        }
        const card::ApduReply reply = bench.psam->transmit(command);
        ASSERT_FALSE(reply.mute());
        ASSERT_LE(reply.bytes.size(), 258U);
        ASSERT_TRUE(load(save(bench.psam->state())).has_value());
      }
    }
  }
}

TEST(Damage, WithoutPowerItIsMute) {
  Bench bench;
  bench.psam->power_off();
  EXPECT_TRUE(bench.send("00B095000E").mute());
  EXPECT_EQ(bench.psam->reset(card::Interface::contactless, card::Reset::cold), Blob{});
  EXPECT_EQ(bench.psam->reset(card::Interface::contact, card::Reset::cold)[0], 0x3B);
}

}  // namespace
}  // namespace mpos::psam::test

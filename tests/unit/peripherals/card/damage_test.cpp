// SPDX-License-Identifier: Apache-2.0
// Every command cut and changed: no crash, a status word or silence, and a refusal leaves the card as it was.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "devicemodel/sim/random.hpp"
#include "tests/unit/peripherals/card/support.hpp"

namespace mpos::card::test {
namespace {

std::vector<Blob> conversation() {
  std::ifstream file(std::string(VMPOS_SOURCE_DIR) + "/tests/vectors/virtual_card.json");
  std::vector<Blob> out;
  const nlohmann::json card = nlohmann::json::parse(file);
  for (const auto& exchange : card.at("transcript")) {
    out.push_back(hex(exchange.at("c_apdu").get<std::string>()));
  }
  return out;
}

TEST(Damage, ACutCommandIsRefusedAndChangesNothing) {
  const auto commands = conversation();
  ASSERT_EQ(commands.size(), 17U);
  for (std::size_t step = 0; step < commands.size(); ++step) {
    Bench bench("virtual_card");
    for (std::size_t before = 0; before < step; ++before) bench.send(commands[before]);
    const CardState state = bench.card->state();
    // Without its last byte a command with Le is still a command.
    const std::size_t whole = commands[step].size() > 5 ? 5 + commands[step][4] : 4;
    for (std::size_t size = 0; size < whole; ++size) {
      if (size == 4 || size == 5) continue;
      const ApduReply reply = bench.send(Bytes{commands[step]}.first(size));
      EXPECT_EQ(reply.status(), sw::wrong_length) << step << " " << size;
      EXPECT_EQ(bench.card->state(), state);
    }
  }
}

TEST(Damage, AChangedByteNeverCrashesAndARefusalKeepsTheState) {
  const auto commands = conversation();
  sim::Random random(7);
  std::unique_ptr<Bench> bench;
  for (int round = 0; round < 3000; ++round) {
    if (round % 50 == 0) bench = std::make_unique<Bench>("virtual_card");
    Blob command = commands[random.below(commands.size())];
    const std::size_t hits = random.below(3);
    for (std::size_t i = 0; i < hits; ++i)
      command[random.below(command.size())] = static_cast<std::uint8_t>(random.next());
    const CardState before = bench->card->state();
    const ApduReply reply = bench->send(command);
    ASSERT_FALSE(reply.mute());
    ASSERT_LE(reply.bytes.size(), 258U);
    const bool counts = command[1] == 0x20 || (command[0] & 4) != 0;  // PIN tries and the script flag may change
    if (reply.status() != sw::ok && !counts) {
      ASSERT_EQ(bench->card->state(), before) << to_hex(command) << " -> " << to_hex(reply.bytes);
    }
  }
}

TEST(Damage, NoiseNeverCrashesAnyCard) {
  sim::Random random(11);
  for (const std::string& name : card_names()) {
    Bench bench(name);
    const std::uint8_t instructions[] = {0xA4, 0xB2, 0xA8, 0xAE, 0x88, 0x82, 0x20, 0x84, 0xCA, 0x50, 0x54, 0x5C, 0x1E};
    const std::uint8_t classes[] = {0x00, 0x80, 0x84, 0x04};
    for (int i = 0; i < 200; ++i) {
      if (i % 40 == 0 && !bench.personalisation->applications.empty()) bench.start();
      Blob command(4 + random.below(40));
      random.fill(command);
      command[0] = classes[random.below(4)];
      command[1] = instructions[random.below(std::size(instructions))];
      if (command.size() > 5) command[4] = static_cast<std::uint8_t>(command.size() - 5);
      const ApduReply reply = bench.send(command);
      ASSERT_LE(reply.bytes.size(), 258U);
    }
  }
}

}  // namespace
}  // namespace mpos::card::test

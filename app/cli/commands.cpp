// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.hpp"

namespace mpos::cli {

std::span<const Command> commands() {
  static constexpr Command table[] = {
      {"demo", "Show a whole sale in this terminal", demo_command},
      {"serve", "Serve virtual readers over TCP", serve_command},
      {"host", "Run the acquirer alone", host_command},
      {"phone", "Run the reference phone alone", phone_command},
      {"run", "Run scenario files and report", run_command},
      {"card", "Make or show a chip card, or put it into a PC/SC reader", card_command},
      {"replay", "Play a recorded session again", replay_command},
      {"record", "Make a scenario file of a recorded session", record_command},
      {"decode", "Tell what bytes mean", decode_command},
      {"vectors", "Check test vectors against the product's own code", vectors_command},
      {"profile", "List or print reader profiles, cards and hosts", profile_command},
      {"schema", "Print the JSON Schema of a file format", schema_command},
      {"reset", "Remove what earlier runs kept", reset_command},
  };
  return table;
}

}  // namespace mpos::cli

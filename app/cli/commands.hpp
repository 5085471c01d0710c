// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace mpos::cli {

/// One subcommand. `run` gets the arguments after its name and answers the exit code of the program.
struct Command {
  const char* name;
  const char* summary;
  int (*run)(std::span<char* const> arguments);
};

/// All of them, in the order in which `vmpos --help` lists them.
std::span<const Command> commands();

int card_command(std::span<char* const> arguments);
int decode_command(std::span<char* const> arguments);
int demo_command(std::span<char* const> arguments);
int host_command(std::span<char* const> arguments);
int phone_command(std::span<char* const> arguments);
int profile_command(std::span<char* const> arguments);
int record_command(std::span<char* const> arguments);
int replay_command(std::span<char* const> arguments);
int reset_command(std::span<char* const> arguments);
int run_command(std::span<char* const> arguments);
int schema_command(std::span<char* const> arguments);
int serve_command(std::span<char* const> arguments);
int vectors_command(std::span<char* const> arguments);

}  // namespace mpos::cli

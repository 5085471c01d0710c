// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/commands.hpp"
#include "app/cli/option_parser.hpp"
#include "app/cli/standard_output.hpp"
#include "scenarios/load/words.hpp"

namespace {

using namespace mpos;

void print_help() {
  std::printf("vmpos " VMPOS_VERSION
              ", a virtual mPOS card reader. SIMULATOR: test keys and test cards only.\n\n"
              "Usage: vmpos COMMAND [OPTION]...\n\nCommands:\n");
  for (const cli::Command& command : cli::commands()) std::printf("  %-10s %s\n", command.name, command.summary);
  std::printf(
      "\n'vmpos COMMAND --help' says more of each.\n\nExample:\n  vmpos run "
      "scenarios/suite/sale/approved_with_pin.yaml\n");
}

int run(std::span<char* const> arguments) {
  if (arguments.size() < 2) {
    print_help();
    return cli::exit_usage;
  }
  const std::string_view name = arguments[1];
  if (name == "--help" || name == "-h" || name == "help") {
    print_help();
    return cli::exit_good;
  }
  if (name == "--version") {
    std::printf("vmpos " VMPOS_VERSION " (simulator)\n");
    return cli::exit_good;
  }
  std::vector<std::string> names;
  for (const cli::Command& command : cli::commands()) {
    if (name == command.name) return command.run(arguments.subspan(2));
    names.emplace_back(command.name);
  }
  const std::string near = load::suggestion(name, names);
  std::fprintf(stderr, "vmpos: unknown command '%s'%s\nTry 'vmpos --help'.\n", std::string(name).c_str(), near.c_str());
  return cli::exit_usage;
}

}  // namespace

int main(int argc, char** argv) {
  cli::hold_standard_places();
  const int code = run({argv, static_cast<std::size_t>(argc)});
  // Whoever asked for it has not got it, whatever the answer was.
  if (const auto told = cli::flush_output(); !told) {
    std::fprintf(stderr, "vmpos: %s\n", told.error().c_str());
    return cli::exit_usage;
  }
  return code;
}

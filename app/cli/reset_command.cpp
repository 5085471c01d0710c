// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "app/cli/commands.hpp"
#include "app/cli/option_parser.hpp"
#include "scenarios/world/load_options.hpp"
#include "scenarios/world/state_directory.hpp"

namespace mpos::cli {

int reset_command(std::span<char* const> arguments) {
  OptionParser parser("reset", "",
                      "Removes what earlier runs kept: readers' memories, the phone's name, the ledger. Other files "
                      "stay, and a folder in\n"
                      "which vmpos kept nothing is refused.",
                      "vmpos reset --state ./state");
  std::optional<std::string> state;
  parser.value("--state", "DIR", state, "The state directory; the usual one when left out");
  switch (parser.parse(arguments)) {
    case OptionParser::Next::help_printed: return exit_good;
    case OptionParser::Next::wrong: return exit_usage;
    case OptionParser::Next::run: break;
  }
  if (state && state->empty()) {
    std::fprintf(stderr, "vmpos reset: --state needs a directory\n");
    return exit_usage;
  }
  const std::filesystem::path path = state ? std::filesystem::path{*state} : world::default_state_directory();
  if (path.empty()) {
    std::fprintf(stderr, "vmpos reset: neither XDG_STATE_HOME nor HOME is set; name the directory with --state\n");
    return exit_usage;
  }
  const auto removed = world::StateDirectory::reset(path);
  if (!removed) {
    std::fprintf(stderr, "vmpos reset: %s\n", removed.error().c_str());
    return exit_usage;
  }
  for (const auto& file : *removed) std::printf("removed %s\n", file.c_str());
  if (removed->empty()) std::printf("nothing was kept in %s\n", path.c_str());
  return exit_good;
}

}  // namespace mpos::cli

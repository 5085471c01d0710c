// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "app/cli/commands.hpp"
#include "app/cli/option_parser.hpp"
#include "scenarios/vectors/vectors.hpp"

namespace mpos::cli {

int vectors_command(std::span<char* const> arguments) {
  OptionParser parser("vectors", "PATH...",
                      "Runs test vectors, or all *.json below a folder, through the product's own code.\n"
                      "Exit code: 0 all passed, 1 one failed, 2 the usage is wrong, a path is missing or no vector "
                      "file.",
                      "vmpos vectors tests/vectors");
  parser.operand_count(1, 100'000);
  switch (parser.parse(arguments)) {
    case OptionParser::Next::help_printed: return exit_good;
    case OptionParser::Next::wrong: return exit_usage;
    case OptionParser::Next::run: break;
  }
  const std::vector<std::filesystem::path> paths(parser.operands().begin(), parser.operands().end());
  const auto report = vectors::run_vectors(paths, std::cout);
  if (report.unusable != 0) return exit_usage;
  return report.failed == 0 ? exit_good : exit_failed;
}

}  // namespace mpos::cli

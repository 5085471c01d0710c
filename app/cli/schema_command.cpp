// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "app/cli/commands.hpp"
#include "app/cli/option_parser.hpp"
#include "mpos/bus/v1/bus.pb.h"
#include "mpos/config/v1/config.pb.h"
#include "mpos/scenario/v1/scenario.pb.h"
#include "scenarios/load/schema.hpp"
#include "scenarios/load/words.hpp"

namespace mpos::cli {

int schema_command(std::span<char* const> arguments) {
  OptionParser parser("schema", "scenario|profile|card|made-card|host|command",
                      "Prints the JSON Schema of a file format, for editors and checkers; `command` is a line of "
                      "`vmpos serve`'s input.",
                      "vmpos schema scenario > scenario.json");
  parser.operand_count(1, 1);
  switch (parser.parse(arguments)) {
    case OptionParser::Next::help_printed: return exit_good;
    case OptionParser::Next::wrong: return exit_usage;
    case OptionParser::Next::run: break;
  }
  struct Format {
    const char* name;
    const google::protobuf::Descriptor* type;
  };
  const Format formats[] = {
      {"scenario", scenario::v1::Scenario::descriptor()}, {"profile", config::v1::ReaderProfile::descriptor()},
      {"card", config::v1::CardFile::descriptor()},       {"made-card", config::v1::MadeCard::descriptor()},
      {"host", config::v1::HostProfile::descriptor()},    {"command", bus::v1::Command::descriptor()}};
  const std::string& asked = parser.operands().front();
  std::vector<std::string> names;
  for (const Format& format : formats) {
    if (asked == format.name) {
      std::fputs(load::schema_for(*format.type).c_str(), stdout);
      return exit_good;
    }
    names.emplace_back(format.name);
  }
  std::fprintf(stderr, "vmpos schema: expected %s, not '%s'%s\n", load::join_words(names).c_str(), asked.c_str(),
               load::suggestion(asked, names).c_str());
  return exit_usage;
}

}  // namespace mpos::cli

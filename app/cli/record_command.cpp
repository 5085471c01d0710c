// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <iostream>

#include "app/cli/commands.hpp"
#include "app/cli/distinct_files.hpp"
#include "app/cli/option_parser.hpp"
#include "app/cli/outcome_file.hpp"
#include "app/cli/scratch.hpp"
#include "app/cli/session_log.hpp"
#include "scenarios/bus/player.hpp"
#include "scenarios/load/catalogue.hpp"
#include "scenarios/runner/report_console.hpp"
#include "scenarios/runner/runner.hpp"

namespace mpos::cli {
namespace {

namespace fs = std::filesystem;

int complain(const std::string& what) {
  std::fprintf(stderr, "vmpos record: %s\n", what.c_str());
  return exit_usage;
}

/// Whether programs outside took part, which a scenario has none of.
bool has_outside_phone(const bus::Recording& recording) {
  return std::any_of(recording.entries.begin(), recording.entries.end(),
                     [](const auto& taken) { return taken.entry.has_attached() || taken.entry.has_dialled(); });
}

class NoJournal final : public sim::JournalSink {
 public:
  void append(std::string_view) override {}
};

}  // namespace

int record_command(std::span<char* const> arguments) {
  OptionParser parser("record", "LOG",
                      "Makes a scenario file of a command log ('vmpos run --log', 'vmpos serve --log'): every act at "
                      "its own time, and what "
                      "was\nseen as expectations. The file is run at once, and it says whether it passes.\n"
                      "Exit code: 0 it passes, 1 it does not, 2 the file or the usage is wrong.",
                      "vmpos record session.log -o session.yaml");
  std::string output, title, assets;
  bool lab = false;
  parser.value("-o", "FILE", output, "Where to write the scenario");
  parser.value("--title", "TEXT", title, "Title of the scenario");
  parser.value("--assets", "DIR", assets, "Folder with readers/, cards/ and hosts/");
  parser.flag("--lab", lab, "Let in account numbers that are no known test numbers");
  parser.operand_count(1, 1);
  switch (parser.parse(arguments)) {
    case OptionParser::Next::help_printed: return exit_good;
    case OptionParser::Next::wrong: return exit_usage;
    case OptionParser::Next::run: break;
  }
  const std::string& path = parser.operands().front();
  if (output.empty()) return complain("-o FILE names where the scenario goes");
  if (const auto distinct = check_distinct({{"", path}}, {{"-o", output}}); !distinct) {
    return complain(distinct.error());
  }
  const auto log = read_session_log(path, assets, lab);
  if (!log) return complain(log.error());
  if (has_outside_phone(log->recording)) {
    return complain(path + ": a program outside took part; a scenario has the built-in phone and acquirer only");
  }
  if (const auto fine = check_writable(output); !fine) return complain(fine.error());

  const Scratch scratch;
  if (scratch.path().empty()) return complain("no temporary folder can be made");
  NoJournal journal;
  const auto scenario =
      bus::play_to_scenario(log->recording, journal, scratch.path(), log->admits,
                            title.empty() ? "Recorded from " + fs::path{path}.filename().string() : title);
  if (!scenario) return complain(path + ": " + scenario.error());
  const auto written = write_whole(output, "# SPDX-License-Identifier: Apache-2.0\n" + *scenario);
  if (!written) return complain(written.error());
  load::Catalogue catalogue{assets.empty() ? load::Catalogue::find_root() : fs::path{assets},
                            lab ? load::Catalogue::Lab::yes : load::Catalogue::Lab::no};
  runner::Options options;
  options.lab = lab;
  const runner::ScenarioResult result = runner::run_scenario(output, catalogue, options);
  runner::print_result(result, std::cout);
  return result.passed() ? exit_good : exit_failed;
}

}  // namespace mpos::cli

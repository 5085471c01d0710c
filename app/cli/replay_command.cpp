// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>

#include "app/cli/commands.hpp"
#include "app/cli/distinct_files.hpp"
#include "app/cli/option_parser.hpp"
#include "app/cli/outcome_file.hpp"
#include "app/cli/scratch.hpp"
#include "app/cli/session_log.hpp"
#include "scenarios/bus/player.hpp"

namespace mpos::cli {
namespace {

int complain(const std::string& what) {
  std::fprintf(stderr, "vmpos replay: %s\n", what.c_str());
  return exit_usage;
}

}  // namespace

int replay_command(std::span<char* const> arguments) {
  OptionParser parser(
      "replay", "FILE",
      "Plays a command log of 'vmpos run --log' or 'vmpos serve --log' again and compares the journals.\n"
      "All that came from outside is in the log: commands, and what phones sent over TCP.\n"
      "Exit code: 0 the same journal byte for byte, 1 another one, 2 the file or the usage is wrong.",
      "vmpos replay session.log --journal session.journal");
  std::string journal, assets;
  bool lab = false;
  LogLevel level = LogLevel::info;
  parser.value("--journal", "FILE", journal, "Write the masked journal");
  parser.value("--assets", "DIR", assets, "Folder with test_pans.yaml; profiles and cards come from the log");
  parser.flag("--lab", lab, "Let in account numbers that are no known test numbers");
  parser.log_level(level);
  parser.operand_count(1, 1);
  switch (parser.parse(arguments)) {
    case OptionParser::Next::help_printed: return exit_good;
    case OptionParser::Next::wrong: return exit_usage;
    case OptionParser::Next::run: break;
  }
  const std::string& path = parser.operands().front();
  if (const auto distinct = check_distinct({{"", path}}, {{"--journal", journal}}); !distinct) {
    return complain(distinct.error());
  }
  const auto log = read_session_log(path, assets, lab);
  if (!log) return complain(log.error());
  const auto& setup = log->recording.setup;
  if (setup.program_version() != VMPOS_VERSION && level >= LogLevel::warning) {
    std::fprintf(stderr, "vmpos replay: %s was recorded by version %s, this is " VMPOS_VERSION "\n", path.c_str(),
                 setup.program_version().c_str());
  }

  if (!journal.empty()) {
    if (const auto fine = check_writable(journal); !fine) return complain(fine.error());
  }
  sim::MemoryJournal lines;
  bus::JournalSpeaker speaker{level};
  BothJournals sink{journal.empty() ? nullptr : &lines, speaker.wants_lines() ? &speaker : nullptr};
  const Scratch scratch;
  if (scratch.path().empty()) return complain("no temporary folder can be made");
  const auto played = bus::play(log->recording, sink, scratch.path(), log->admits);
  if (!played) return complain(path + ": " + played.error());
  if (!journal.empty()) {
    const auto written = write_whole(journal, journal_head(setup.heading()) + lines.text());
    if (!written) return complain(written.error());
  }

  std::printf("%s: %llu commands, %llu things from outside, %llu journal lines, %.3f s of virtual time\n",
              setup.heading().c_str(), static_cast<unsigned long long>(played->commands),
              static_cast<unsigned long long>(played->outside), static_cast<unsigned long long>(played->journal.lines),
              std::chrono::duration<double>(played->virtual_time).count());
  if (!played->ended) {
    std::printf("the recording has no end: the program was killed; played up to its last command\n");
    return exit_good;
  }
  std::printf("the journal is %s\n", played->same ? "the same, byte for byte" : "NOT the recorded one");
  return played->same ? exit_good : exit_failed;
}

}  // namespace mpos::cli

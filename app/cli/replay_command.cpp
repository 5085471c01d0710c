// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "app/cli/commands.hpp"
#include "app/cli/distinct_files.hpp"
#include "app/cli/option_parser.hpp"
#include "app/cli/outcome_file.hpp"
#include "app/cli/scratch.hpp"
#include "devicemodel/base/pan.hpp"
#include "scenarios/bus/player.hpp"
#include "scenarios/load/catalogue.hpp"

namespace mpos::cli {
namespace {

namespace fs = std::filesystem;

int complain(const std::string& what) {
  std::fprintf(stderr, "vmpos replay: %s\n", what.c_str());
  return exit_usage;
}

Result<std::string, std::string> read_whole(const std::string& path) {
  std::error_code error;
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path, error)) return Failure{path + ": cannot be read"};
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

/// The guard of the loader, over what the recording brings along. Empty when all is well.
std::string unknown_number(const record::v1::Setup& setup, const load::TestPans& known) {
  const auto check = [&](const std::string& pan) {
    return known.contains(pan)
               ? std::string{}
               : std::string{mask_pan(pan).view()} +
                     " is not a known test number; list it in your test_pans file, or allow any with --lab";
  };
  for (const auto& card : setup.cards()) {
    if (auto wrong = check(card.card().pan()); !wrong.empty()) return wrong;
  }
  for (const auto& account : setup.host().accounts()) {
    if (auto wrong = check(account.pan()); !wrong.empty()) return wrong;
  }
  return {};
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
  const auto bytes = read_whole(path);
  if (!bytes) return complain(bytes.error());
  const auto recording = bus::read_recording(as_bytes(*bytes));
  if (!recording) return complain(path + ": " + recording.error());
  const auto& setup = recording->setup;

  load::Catalogue catalogue{assets.empty() ? load::Catalogue::find_root() : fs::path{assets},
                            lab ? load::Catalogue::Lab::yes : load::Catalogue::Lab::no};
  auto pans = catalogue.admitted_pans();
  if (!pans) return complain(pans.error().to_string());
  std::function<bool(std::string_view)> admits;
  if (*pans) {
    if (setup.lab()) return complain(path + ": it was recorded with --lab; play it with --lab");
    if (const std::string wrong = unknown_number(setup, **pans); !wrong.empty()) return complain(path + ": " + wrong);
    // Recorded with the guard on, a command that was refused then is refused now.
    admits = [known = std::move(**pans)](std::string_view pan) { return known.contains(pan); };
  }
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
  const auto played = bus::play(*recording, sink, scratch.path(), admits);
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

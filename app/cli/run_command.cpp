// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <iostream>
#include <sstream>
#include <thread>

#include "app/cli/commands.hpp"
#include "app/cli/distinct_files.hpp"
#include "app/cli/option_parser.hpp"
#include "app/cli/outcome_file.hpp"
#include "app/cli/outside_acquirer.hpp"
#include "app/cli/tcp_link.hpp"
#include "devicemodel/sim/pacer.hpp"
#include "scenarios/load/catalogue.hpp"
#include "scenarios/load/values.hpp"
#include "scenarios/runner/report_console.hpp"
#include "scenarios/runner/report_html.hpp"
#include "scenarios/runner/report_junit.hpp"
#include "scenarios/runner/runner.hpp"

namespace mpos::cli {
namespace {

namespace fs = std::filesystem;

/// Holds a scenario to a multiple of real time: sleeps until the wall clock has come to where virtual time is about to
/// go.
std::function<void(Instant)> pace_by(double factor) {
  using Clock = std::chrono::steady_clock;
  return [factor, began = Clock::now(), last = Instant{}](Instant to) mutable {
    // Virtual time at the start again: the next scenario.
    if (to < last) began = Clock::now();
    last = to;
    const auto wall =
        std::chrono::duration<double, std::nano>(static_cast<double>(to.time_since_epoch().count()) / factor);
    std::this_thread::sleep_until(began + std::chrono::duration_cast<Clock::duration>(wall));
  };
}

int complain(const std::string& what) {
  std::cerr << "vmpos run: " << what << "\n";
  return exit_usage;
}

/// An output left out has no path.
bool write_file(const std::string& path, const std::string& text) {
  if (path.empty()) return true;
  const auto done = write_whole(path, text);
  if (!done) (void)complain(done.error());
  return static_cast<bool>(done);
}

}  // namespace

int run_command(std::span<char* const> arguments) {
  OptionParser parser(
      "run", "PATH...",
      "Runs scenario files, or all *.yaml below a folder, each in a world of its own, as fast as it goes.\n"
      "Exit code: 0 all passed, 1 an expectation failed, 2 a file or the usage is wrong.",
      "vmpos run scenarios/suite --junit results.xml --report report");
  std::string junit, journal, report, speed, assets, log, link;
  std::optional<std::uint64_t> seed;
  bool lab = false;
  bool shuffle = false;
  LogLevel level = LogLevel::info;
  parser.value("--junit", "FILE", junit, "Write the results as JUnit XML");
  parser.value("--journal", "FILE", journal, "Write the masked journals of all scenarios, one after the other");
  parser.value("--log", "FILE", log, "Write the command log of one scenario, for 'vmpos replay'");
  parser.value("--report", "DIR", report,
               "Write index.html with pictures of the display, and a folder for each scenario");
  parser.value("--seed", "N", seed, "Use this seed in place of the files' own");
  parser.value("--speed", "N", speed, "Run at N times real time in place of as fast as it goes");
  parser.value(
      "--link", "KIND", link,
      "How phones reach their readers: loopback, in memory (when left out), or tcp, through this machine's sockets");
  parser.value("--assets", "DIR", assets, "Folder with readers/, cards/ and hosts/");
  parser.flag("--shuffle", shuffle, "Shuffle events of equal time, from the seed");
  parser.flag("--lab", lab, "Let in account numbers that are no known test numbers");
  parser.log_level(level);
  parser.operand_count(1, 100'000);
  switch (parser.parse(arguments)) {
    case OptionParser::Next::help_printed: return exit_good;
    case OptionParser::Next::wrong: return exit_usage;
    case OptionParser::Next::run: break;
  }

  runner::Options options;
  options.seed = seed;
  options.lab = lab;
  options.shuffle = shuffle;
  options.keep_journal = !journal.empty() || !report.empty() || level >= LogLevel::debug;
  options.keep_screens = !report.empty();
  if (!speed.empty()) {
    const auto factor = load::parse_real(speed);
    if (!factor || *factor < sim::Pacer::slowest || *factor > sim::Pacer::fastest) {
      return complain("option '--speed': expected a factor from 0.001 to 100000, not '" + speed + "'");
    }
    options.before_advance = pace_by(*factor);
  }

  if (!link.empty() && link != "loopback" && link != "tcp") {
    return complain("option '--link': expected loopback or tcp, not '" + link + "'");
  }
  // What is played again has no sockets.
  if (link == "tcp" && !log.empty()) return complain("--log goes with the loopback, not with --link tcp");
  net::Context context;
  TcpLink tcp_link{context};
  if (link == "tcp") options.command_options = " --link tcp";
  options.reach_acquirer = [&](world::Options& world) {
    auto reached = reach_acquirer(context, world);
    if (link == "tcp") tcp_link.use_in(world);
    return reached;
  };

  load::Problems problems;
  const std::vector<fs::path> paths(parser.operands().begin(), parser.operands().end());
  const auto files = runner::find_scenarios(paths, problems);
  if (!problems.empty()) {
    std::cerr << problems.to_string();
    return exit_usage;
  }
  if (!log.empty() && files.size() != 1) {
    return complain("--log takes one scenario; here are " + std::to_string(files.size()));
  }
  std::vector<NamedFile> read;
  for (const fs::path& file : files) read.push_back({"", file});
  const fs::path page = report.empty() ? fs::path{} : fs::path{report} / "index.html";
  if (const auto distinct =
          check_distinct(read, {{"--junit", junit}, {"--journal", journal}, {"--log", log}, {"--report", page}});
      !distinct) {
    return complain(distinct.error());
  }
  // Found now, and not when all is done.
  for (const std::string& file : {junit, journal, log}) {
    if (file.empty()) continue;
    if (const auto fine = check_writable(file); !fine) return complain(fine.error());
  }
  if (!report.empty()) {
    if (const auto fine = check_writable_folder(report); !fine) return complain(fine.error());
  }
  std::ostringstream recording;
  if (!log.empty()) {
    options.command_log = &recording;
    options.program_version = VMPOS_VERSION;
  }
  load::Catalogue catalogue(assets.empty() ? load::Catalogue::find_root() : fs::path{assets},
                            lab ? load::Catalogue::Lab::yes : load::Catalogue::Lab::no);
  std::vector<runner::ScenarioResult> results;
  std::string journals;
  for (const fs::path& file : files) {
    results.push_back(runner::run_scenario(file, catalogue, options));
    const runner::ScenarioResult& result = results.back();
    if (level >= LogLevel::debug) {
      std::istringstream lines(result.journal);
      for (std::string line; std::getline(lines, line);) {
        if (bus::is_said(line, level)) std::cerr << line << "\n";
      }
    }
    if (!result.passed() || level >= LogLevel::info) runner::print_result(result, std::cout);
    if (!journal.empty()) journals += journal_head(runner::journal_heading(file, result.seed)) + result.journal;
  }
  runner::print_summary(results, std::cout);
  std::cout.flush();

  bool written = true;
  if (!junit.empty()) written = write_file(junit, runner::junit_xml(results)) && written;
  written = write_file(journal, journals) && written;
  written = write_file(log, recording.str()) && written;
  if (!report.empty()) {
    if (const auto done = runner::write_report(report, results); !done) {
      (void)complain(done.error());
      written = false;
    }
  }
  return written ? runner::exit_code(results) : exit_usage;
}

}  // namespace mpos::cli

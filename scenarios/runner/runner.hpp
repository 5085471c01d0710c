// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <vector>

#include "devicemodel/base/time.hpp"
#include "scenarios/bus/bus.hpp"
#include "scenarios/load/catalogue.hpp"
#include "scenarios/runner/result.hpp"

namespace mpos::runner {

struct Options {
  std::optional<std::uint64_t> seed;  ///< In place of the file's own.
  bool lab = false;
  bool shuffle = false;                 ///< Events of equal time run in shuffled order.
  bool keep_journal = false;            ///< Fills ScenarioResult::journal.
  bool keep_screens = false;            ///< Fills ScenarioResult::screens.
  std::ostream* command_log = nullptr;  ///< Gets what is needed to play the run again.
  std::string program_version;          ///< Named in the command log.
  /// Called before virtual time moves to this instant; may sleep. Nothing: as fast as it goes.
  std::function<void(Instant)> before_advance;
  std::string command_options;  ///< What else a command line must say to repeat the run: " --link tcp".
  /// Fills in how a world reaches the acquirer its reader profile names. Nothing: such a profile is a broken scenario.
  std::function<Result<void, std::string>(bus::WorldOptions&)> reach_acquirer;
};

/// Every scenario file under `paths`, in order of their names: a file stands for itself, a folder for all *.yaml below
/// it. What does not exist, and a folder without one, is a problem.
std::vector<std::filesystem::path> find_scenarios(const std::vector<std::filesystem::path>& paths,
                                                  load::Problems& problems);

/// First line of a scenario's journal file, without the `# `.
std::string journal_heading(const std::filesystem::path& path, std::uint64_t seed);

/// Loads one file and runs it in a world of its own. Never throws; what went wrong is in the result.
ScenarioResult run_scenario(const std::filesystem::path& path, load::Catalogue& catalogue, const Options& options);

}  // namespace mpos::runner

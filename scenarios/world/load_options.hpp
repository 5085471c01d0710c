// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "devicemodel/base/result.hpp"
#include "scenarios/world/options.hpp"

namespace mpos::world {

/// Which data files make a world.
struct Files {
  std::string assets;              ///< folder; found by itself when empty
  std::string reader = "default";  ///< profile name or path
  std::string host = "default";
  bool lab = false;
  /// Card files that do not load are left out and told in Options::beside instead of ending everything; the profiles
  /// there are stand there too.
  bool keep_going = false;
  bool every_card = true;  ///< read all cards now; otherwise each when it is first named
};

/// Loads profiles and host, and cards as `every_card` says. The failure lists every problem with file, line and column.
Result<Options, std::string> load_options(const Files& files);
/// The reader's profile alone, for a program that is the phone of a reader elsewhere.
Result<config::v1::ReaderProfile, std::string> load_reader(const Files& files);
/// The host's profile alone.
Result<config::v1::HostProfile, std::string> load_host(const Files& files);

/// What somebody who starts a world for longer said about chance and memory, with the options of these names.
struct Start {
  std::optional<std::uint64_t> seed;  ///< deterministic mode; keeps state only where `state` says so
  std::optional<std::string> state;   ///< directory; the usual one when left out
  bool no_state = false;
  bool fresh = false;
};

/// Puts seed, clock and state directory into `options`. Without a seed the seed is drawn and the readers' clocks show
/// local time. The failure is a sentence that names the option.
Result<void, std::string> set_start(const Start& start, Options& options);

/// $XDG_STATE_HOME/vmpos, or ~/.local/state/vmpos; empty when neither is known.
std::filesystem::path default_state_directory();
/// 64 bits from the operating system.
std::uint64_t draw_seed();
/// The local wall-clock time as YYYY-MM-DD hh:mm:ss, for readers that are not seeded.
std::string local_time_text();

}  // namespace mpos::world

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "devicemodel/base/result.hpp"
#include "scenarios/world/options.hpp"

namespace mpos::cli {

/// Which data files make a world.
struct Files {
  std::string assets;              ///< folder; found by itself when empty
  std::string reader = "default";  ///< profile name or path
  std::string host = "default";
  bool lab = false;
};

/// Loads profiles, cards and host. The failure lists every problem with file, line and column.
Result<world::Options, std::string> load_options(const Files& files);

/// $XDG_STATE_HOME/vmpos, or ~/.local/state/vmpos; empty when neither is known.
std::filesystem::path default_state_directory();
/// 64 bits from the operating system.
std::uint64_t draw_seed();
/// The local wall-clock time as YYYY-MM-DD hh:mm:ss, for readers that are not seeded.
std::string local_time_text();

}  // namespace mpos::cli

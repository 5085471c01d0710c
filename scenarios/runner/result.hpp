// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "devicemodel/base/time.hpp"
#include "mpos/bus/v1/bus.pb.h"
#include "scenarios/load/problem.hpp"

namespace mpos::runner {

/// Why a scenario failed.
struct StepFailure {
  int step = 0;  ///< From 1; 0 for the setting up before the first.
  load::Place place;
  std::string expected;
  std::string actual;
  bus::v1::Screen screen;                 ///< What stood on the display of the step's reader.
  std::vector<std::string> last_journal;  ///< Masked, oldest first.
};

/// One display, after one step.
struct StepScreen {
  int step = 0;
  std::string caption;
  std::string reader;
  Duration time{};
  bus::v1::Screen screen;
};

/// What came of one scenario.
struct ScenarioResult {
  std::filesystem::path path;
  std::string title;
  std::uint64_t seed = 1;
  int steps = 0;
  std::optional<StepFailure> failure;
  /// The scenario could not be run at all: a file is wrong.
  std::optional<std::string> broken;
  Duration virtual_time{};
  Duration wall_time{};
  std::string journal;              ///< When asked for.
  std::vector<StepScreen> screens;  ///< When asked for.
  std::string repeat;               ///< The command that runs this once more.

  bool passed() const noexcept { return !failure && !broken; }
};

}  // namespace mpos::runner

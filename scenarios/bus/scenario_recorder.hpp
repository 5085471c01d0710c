// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "devicemodel/base/time.hpp"
#include "mpos/bus/v1/bus.pb.h"
#include "mpos/scenario/v1/scenario.pb.h"
#include "scenarios/world/options.hpp"
#include "scenarios/world/world.hpp"

namespace mpos::bus {

/// Makes a scenario of what is done to a world and what it shows then. Each act stands at its own virtual time after
/// the one before; each new text on a display, each outcome, link state, refusal and audit entry becomes an
/// expectation. What differs from one run to the next (numbers, times of day) is not asked for.
class ScenarioRecorder {
 public:
  /// `head`: everything of the scenario but its steps; `first_reader` needs no name in the file; `now`: where it
  /// begins.
  ScenarioRecorder(scenario::v1::Scenario head, std::string first_reader, Instant now);

  /// What stands on a display when the recording begins.
  void stands(const std::string& reader, const v1::Screen& screen);
  /// A step before the first, for a world that is not as a scenario finds it.
  void begin_with(scenario::v1::Step step);
  /// Before the command is carried out. Those that drive the world (pace, step, snapshot) are left out.
  /// `steps`: how many events of the scheduler had run.
  void command(const v1::Command& command, Instant now, std::uint64_t steps);
  void event(const v1::Event& event, std::uint64_t steps);

  int steps() const noexcept { return scenario_.steps_size(); }
  const scenario::v1::Scenario& scenario() const noexcept { return scenario_; }

  /// A line of a display an expectation may name, the most telling first; empty when it has none.
  static std::string telling_line(const v1::Screen& screen, const std::vector<std::string>& known);

 private:
  struct Reader {
    std::vector<std::string> lines;  ///< on the display now and since the last act
    std::set<int> links;             ///< states since the last act, and the one that stands
    int link = 0;
    bool compared = false;  ///< the six digits were there once
  };
  bool merge_key_up(const v1::Command& command, Instant now);
  void see(const v1::Event& event);
  void settle(Instant now);
  void expect(const v1::Event& event, scenario::v1::Expect expect);
  void on_link(const v1::Event& event);
  std::string name_of(const std::string& reader) const { return reader == first_reader_ ? std::string{} : reader; }

  scenario::v1::Scenario scenario_;
  std::string first_reader_;
  Instant at_;                       ///< where the steps so far have brought the world
  std::uint64_t seen_at_steps_ = 0;  ///< when the last expectation was seen
  int last_act_ = -1;                ///< index of its step
  Instant last_act_at_{};            ///< when it was
  std::map<std::string, Reader> readers_;
  std::set<std::string> told_;  ///< expectations since the last act, each but once
};

/// What a scenario says of a world made with these options: its seed, files and readers. The title is missing.
scenario::v1::Scenario scenario_heading(const world::Options& options);
/// Begins in the midst of a world's life; the failure says that no scenario can begin where it stands. `heading` is
/// that of its options, with a title.
Result<ScenarioRecorder, std::string> begin_scenario(world::World& world, scenario::v1::Scenario heading);

}  // namespace mpos::bus

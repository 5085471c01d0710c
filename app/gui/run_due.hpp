// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "devicemodel/sim/pacer.hpp"
#include "devicemodel/sim/scheduler.hpp"

namespace mpos::gui {

/// For how much wall time run_due() goes on while something always is due.
inline constexpr Duration longest_run = std::chrono::milliseconds{20};

/// Runs what is due and answers how much wall time nothing will be, zero for more at once; nothing: until a command
/// comes. At the pace `fast`, or one the machine cannot keep, something always is due: then it comes back after
/// longest_run, so that commands, and the end, get their turn.
std::optional<Duration> run_due(sim::Pacer& pacer, sim::Scheduler& scheduler,
                                const std::function<sim::Pacer::Wall()>& wall_now);

}  // namespace mpos::gui

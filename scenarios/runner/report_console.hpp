// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <vector>

#include "scenarios/runner/result.hpp"

namespace mpos::runner {

/// One line for a scenario that passed; for one that failed also step, place, expected, actual, display, journal, seed
/// and the command that repeats it.
void print_result(const ScenarioResult& result, std::ostream& out);
/// `N passed, N failed`, with `, N not run` when a file was wrong.
void print_summary(const std::vector<ScenarioResult>& results, std::ostream& out);

/// 0 all passed, 1 an expectation failed, 2 a file was wrong.
int exit_code(const std::vector<ScenarioResult>& results);

}  // namespace mpos::runner

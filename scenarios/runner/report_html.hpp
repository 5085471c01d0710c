// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "scenarios/runner/result.hpp"

namespace mpos::runner {

/// The whole report as one page: a table of scenarios, then each with the display after every step and, where it
/// failed, what was expected, what there was and the last journal lines. Needs no network and no script.
std::string report_html(const std::vector<ScenarioResult>& results);

/// Writes `folder`/index.html and, for each scenario, `folder`/NAME/journal.txt and step_NN.pbm. The failure is a
/// sentence.
Result<void, std::string> write_report(const std::filesystem::path& folder, const std::vector<ScenarioResult>& results);

}  // namespace mpos::runner

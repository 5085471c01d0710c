// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/runner/result.hpp"

namespace mpos::runner {

/// Text as XML 1.0 content or attribute: markup escaped, characters XML cannot hold replaced by U+FFFD.
std::string xml_escape(std::string_view text);

/// One <testcase> a scenario: `time` is wall time in seconds, the property `virtual_time_s` virtual time.
std::string junit_xml(const std::vector<ScenarioResult>& results);

}  // namespace mpos::runner

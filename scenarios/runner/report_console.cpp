// SPDX-License-Identifier: Apache-2.0
#include "scenarios/runner/report_console.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "scenarios/runner/picture.hpp"

namespace mpos::runner {
namespace {

std::string seconds(Duration time, int decimals) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.*f s", decimals, std::chrono::duration<double>(time).count());
  return text.data();
}

}  // namespace

void print_result(const ScenarioResult& result, std::ostream& out) {
  if (result.broken) {
    out << "not run  " << result.path.string() << "\n" << *result.broken;
    return;
  }
  if (!result.failure) {
    out << "passed   " << result.path.string() << "  " << result.title << "  (virtual "
        << seconds(result.virtual_time, 3) << ", wall " << seconds(result.wall_time, 3) << ")\n";
    return;
  }
  const StepFailure& failure = *result.failure;
  out << "FAILED   " << result.path.string() << "  " << result.title << "\n";
  if (failure.step == 0) {
    out << "  before step 1, " << result.path.string() << "\n";
  } else {
    out << "  step " << failure.step << " of " << result.steps << ", " << result.path.string() << ":"
        << failure.place.line << "\n";
  }
  out << "  expected  " << failure.expected << "\n  actual    " << failure.actual << "\n  screen    "
      << failure.screen.number();
  for (const auto& line : failure.screen.lines()) out << (line.empty() ? "" : " | ") << line;
  out << "\n" << draw_blocks(failure.screen);
  out << "  last journal lines (virtual time in nanoseconds)\n";
  for (const std::string& line : failure.last_journal) out << "    " << line << "\n";
  out << "  seed " << result.seed << ", at " << seconds(result.virtual_time, 9) << " of virtual time; to repeat:\n    "
      << result.repeat << "\n";
}

void print_summary(const std::vector<ScenarioResult>& results, std::ostream& out) {
  const auto count = [&](auto is) { return std::count_if(results.begin(), results.end(), is); };
  const auto broken = count([](const ScenarioResult& r) { return r.broken.has_value(); });
  out << count([](const ScenarioResult& r) { return r.passed(); }) << " passed, "
      << count([](const ScenarioResult& r) { return r.failure.has_value(); }) << " failed";
  if (broken > 0) out << ", " << broken << " not run";
  out << "\n";
}

int exit_code(const std::vector<ScenarioResult>& results) {
  const auto any = [&](auto is) { return std::any_of(results.begin(), results.end(), is); };
  if (any([](const ScenarioResult& r) { return r.broken.has_value(); })) return 2;
  return any([](const ScenarioResult& r) { return r.failure.has_value(); }) ? 1 : 0;
}

}  // namespace mpos::runner

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/bus/log_level.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace mpos::bus {

std::optional<LogLevel> log_level_from(std::string_view word) {
  constexpr std::array<std::string_view, 5> words = {"error", "warning", "info", "debug", "trace"};
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return std::nullopt;
  return static_cast<LogLevel>(found - words.begin());
}

bool is_said(std::string_view line, LogLevel level) noexcept {
  if (level >= LogLevel::trace) return true;
  if (level < LogLevel::debug) return false;
  for (int word = 0; word < 3; ++word) line.remove_prefix(std::min(line.find(' ') + 1, line.size()));
  constexpr std::array<std::string_view, 6> small = {"key", "lights", "beep", "flash", "frame", "accepted"};
  return std::none_of(small.begin(), small.end(), [&](std::string_view kind) {
    return line.starts_with(kind) && line.size() > kind.size() && (line[kind.size()] == ' ');
  });
}

void JournalSpeaker::append(std::string_view line) {
  if (is_said(line, level_)) std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace mpos::bus

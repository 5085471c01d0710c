// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "devicemodel/sim/journal.hpp"

namespace mpos::bus {

/// How much a program says on standard error:
///
///   error    why it cannot go on, or what it did wrong
///   warning  and what was refused or lost on the way
///   info     and what it begins and ends
///   debug    and every masked journal line that tells of the sale: screens, link, phone, host, ledger, refusals
///   trace    and all other journal lines: keys, lights, sounds, flash, frames, commands accepted
///
/// Results (events, reports, receipts) are on standard output at every level.
enum class LogLevel : std::uint8_t { error, warning, info, debug, trace };

inline constexpr std::string_view log_level_words = "error, warning, info, debug or trace";
std::optional<LogLevel> log_level_from(std::string_view word);

/// Whether a journal line (`number time reader kind ...`) is said at this level.
bool is_said(std::string_view journal_line, LogLevel level) noexcept;

/// Says the journal lines of its level on standard error.
class JournalSpeaker final : public sim::JournalSink {
 public:
  explicit JournalSpeaker(LogLevel level) noexcept : level_(level) {}
  /// Without it nobody needs to make journal lines for this sink.
  bool wants_lines() const noexcept { return level_ >= LogLevel::debug; }
  void append(std::string_view line) override;

 private:
  LogLevel level_;
};

}  // namespace mpos::bus

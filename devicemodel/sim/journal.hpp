// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "devicemodel/base/time.hpp"

namespace mpos::sim {

/// Where finished journal lines go. `line` ends with a newline and lives only for the call.
class JournalSink {
 public:
  virtual void append(std::string_view line) = 0;

 protected:
  ~JournalSink() = default;
};

/// Keeps all lines in one text.
class MemoryJournal final : public JournalSink {
 public:
  void append(std::string_view line) override { text_ += line; }
  const std::string& text() const noexcept { return text_; }

 private:
  std::string text_;
};

/// Writes to a stream the caller keeps open.
class StreamJournal final : public JournalSink {
 public:
  explicit StreamJournal(std::ostream& out) : out_(out) {}
  void append(std::string_view line) override;

 private:
  std::ostream& out_;
};

/// Masks whatever could be a clear account number: each run of 13 to 19 digits keeps its first six and last four. A
/// second fence: what is written here should be masked already.
std::string mask_digit_runs(std::string_view text);

/// The append-only record of what happened, one line an event: `number seconds.nanoseconds reader text`. Times are
/// virtual. Without a sink nothing is formatted at all.
class Journal {
 public:
  Journal() = default;
  explicit Journal(JournalSink& sink) : sink_(&sink) {}

  bool wanted() const noexcept { return sink_ != nullptr; }
  /// `reader` empty stands for the world and is written `-`. Line breaks in `text` become spaces.
  void write(std::uint64_t number, Instant time, std::string_view reader, std::string_view text);

 private:
  JournalSink* sink_ = nullptr;
  std::string line_;
};

}  // namespace mpos::sim

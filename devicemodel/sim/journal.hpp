// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

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

/// Masks whatever could be a clear account number: each run of 13 digits or more, and digits in the groups cards print
/// (4 4 4 4, 4 4 4 4 3, 4 6 5, with spaces, hyphens or dots), keep their first six and last four. Runs are taken whole,
/// so a number cannot hide in a longer one.
std::string mask_digit_runs(std::string_view text);

/// What happened, piece by piece. Everything is text, in which account numbers are masked whoever wrote it, but for
/// hexadecimal values, whose digits mean other things, and merchants' numbers: AIDs, certificates, cryptograms look
/// like account numbers and are none. Who gives a hexadecimal value has masked what is secret in it, by its tags.
class JournalText {
 public:
  JournalText& text(std::string_view piece) {
    text_ += piece;
    return *this;
  }
  /// Whole bytes in hexadecimal, a star for each digit that was masked. Anything else is taken for text.
  JournalText& hex(std::string_view value);
  /// A merchant's number (ISO 8583 field 42): 15 characters, as long as some account numbers. One that could be an
  /// account number of that length (American Express, JCB) is text all the same.
  JournalText& merchant(std::string_view value);
  /// All of it, with nothing masked here; see Journal::write().
  std::string_view view() const noexcept { return text_; }
  /// All of it, masked.
  std::string masked() const;

 private:
  struct Span {
    std::size_t from;
    std::size_t to;
  };
  std::string text_;
  std::vector<Span> spared_;  ///< in order
};

/// The append-only record of what happened, one line an event: `number seconds.nanoseconds reader text`. Times are
/// virtual. Without a sink nothing is formatted at all.
class Journal {
 public:
  Journal() = default;
  explicit Journal(JournalSink& sink) : sink_(&sink) {}

  bool wanted() const noexcept { return sink_ != nullptr; }
  /// `reader` empty stands for the world and is written `-`. Line breaks in `text` become spaces.
  void write(std::uint64_t number, Instant time, std::string_view reader, const JournalText& text);

 private:
  JournalSink* sink_ = nullptr;
  std::string line_;
};

}  // namespace mpos::sim

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include "devicemodel/base/result.hpp"
#include "devicemodel/sim/journal.hpp"

namespace mpos::cli {

/// Finds out, before the work, that a file cannot be written. Leaves everything as it is.
Result<void, std::string> check_writable(const std::filesystem::path& file);
/// The same for a folder that is to be filled; makes it where it is missing.
Result<void, std::string> check_writable_folder(const std::filesystem::path& folder);

/// Writes a file as a whole: beside it first, then in its place, so that whoever ends the program finds the old file or
/// the new one. Pipes, devices and what standard output goes to are written to where they are.
Result<void, std::string> write_whole(const std::filesystem::path& file, std::string_view text);

/// What a journal file begins with. It is the same when a session is played again.
inline std::string journal_head(const std::string& heading) {
  return "# " + heading + "\n";
}

/// A file that is written while the program runs, for sessions whose end nobody knows: flushed by whole lines, so what
/// is left of a killed program can be read.
class OutcomeFile {
 public:
  /// Empties the file.
  Result<void, std::string> open(const std::filesystem::path& file);
  bool is_open() const { return out_.is_open(); }
  std::ostream& stream() { return out_; }
  /// Whether everything went into the file.
  Result<void, std::string> close();

 private:
  std::filesystem::path path_;
  std::ofstream out_;
};

/// A journal file: `# heading`, then the lines.
class JournalFile final : public sim::JournalSink {
 public:
  Result<void, std::string> open(const std::filesystem::path& file, const std::string& heading);
  void append(std::string_view line) override { file_.stream() << line; }
  void flush() { file_.stream().flush(); }
  Result<void, std::string> close() { return file_.close(); }

 private:
  OutcomeFile file_;
};

/// Hands every line to two others, either of which may be missing.
class BothJournals final : public sim::JournalSink {
 public:
  BothJournals(sim::JournalSink* one, sim::JournalSink* other) : one_(one), other_(other) {}
  bool wanted() const noexcept { return one_ != nullptr || other_ != nullptr; }
  void append(std::string_view line) override {
    if (one_ != nullptr) one_->append(line);
    if (other_ != nullptr) other_->append(line);
  }

 private:
  sim::JournalSink* one_;
  sim::JournalSink* other_;
};

}  // namespace mpos::cli

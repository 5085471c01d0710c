// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "devicemodel/base/bytes.hpp"
#include "devicemodel/base/result.hpp"

namespace mpos::world {

/// The directory in which what outlives a run is kept: NAME/reader.state for each reader, ledger.sqlite for the
/// acquirer, and a lock that keeps a second process out. Nothing outside it is ever touched, and in it only these
/// files.
class StateDirectory {
 public:
  /// Makes the directory where it is missing and locks it. With `fresh`, known files in it are removed first; where
  /// they are somebody else's, nothing is touched and the failure says so.
  static Result<std::unique_ptr<StateDirectory>, std::string> open(const std::filesystem::path& path, bool fresh);
  ~StateDirectory();
  StateDirectory(const StateDirectory&) = delete;
  StateDirectory& operator=(const StateDirectory&) = delete;

  /// A reader's file, or nothing when there is none yet.
  Result<std::optional<std::vector<std::uint8_t>>, std::string> load(const std::string& reader) const;
  /// Replaces a reader's file as a whole: after a crash the old or the new one is there.
  Result<void, std::string> store(const std::string& reader, Bytes bytes) const;
  std::filesystem::path reader_file(const std::string& reader) const { return path_ / reader / "reader.state"; }
  /// What one chip card remembers; loaded and stored as a reader's file is.
  Result<std::optional<std::vector<std::uint8_t>>, std::string> load_card(const std::string& card) const;
  Result<void, std::string> store_card(const std::string& card, Bytes bytes) const;
  std::filesystem::path card_file(const std::string& card) const { return path_ / "cards" / (card + ".card"); }
  /// A file of this directory, as it is kept in a command log: its path below the directory, and its bytes.
  struct Image {
    std::string name;
    std::vector<std::uint8_t> bytes;
  };
  /// Everything these readers and the ledger begin with.
  Result<std::vector<Image>, std::string> images(const std::vector<std::string>& readers) const;
  /// Puts files into an empty directory. Names that are no known file of it are refused.
  static Result<void, std::string> place(const std::filesystem::path& path, const std::vector<Image>& images);
  std::filesystem::path ledger_file() const { return path_ / "ledger.sqlite"; }

  /// Removes the known files, and directories that are empty then. Answers what was removed. A directory somebody uses
  /// is refused, and one in which vmpos kept nothing; that one stays as it is.
  static Result<std::vector<std::filesystem::path>, std::string> reset(const std::filesystem::path& path);
  /// Names that may become part of a path: 1 to 32 letters, digits, `-`, `_`, `.`, not beginning with a dot.
  static bool is_good_name(std::string_view name) noexcept;

 private:
  StateDirectory(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::filesystem::path path_;
  int lock_ = -1;
};

}  // namespace mpos::world

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/state_marks.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>

namespace mpos::world {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view database_mark = "SQLite format 3";
constexpr std::size_t database_owner_at = 68;         // application id, https://www.sqlite.org/fileformat.html, 1.3.13
constexpr std::string_view ledger_mark = "VMPL";      // host::Ledger
constexpr std::string_view reader_mark = "VMPOS-ST";  // encode_state()
constexpr std::string_view card_mark = "MPCS";        // card::save()
constexpr std::string_view module_mark = "MPSM";      // psam::save()

/// What a file begins with; empty when it cannot be read.
std::string head_of(const fs::path& file) {
  constexpr std::size_t enough = database_owner_at + 4;
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return {};
  std::ifstream in{file, std::ios::binary};
  std::string head(enough, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  return head;
}

bool is_ledger(const std::string& head) {
  return head.starts_with(database_mark) && head.ends_with(ledger_mark) &&
         head.size() == database_owner_at + ledger_mark.size();
}

}  // namespace

std::vector<fs::path> state_files(const fs::path& directory) {
  std::vector<fs::path> found;
  std::error_code error;
  const auto add = [&](const fs::path& file) {
    if (fs::exists(fs::symlink_status(file, error)) && !fs::is_directory(file, error)) found.push_back(file);
  };
  for (const char* name : {"ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "ledger.sqlite-journal"}) {
    add(directory / name);
  }
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    if (entry.is_directory(error) && !entry.is_symlink(error)) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  for (const fs::path& folder : folders) {
    if (folder.filename() == "cards") {
      std::vector<fs::path> cards;
      for (const auto& entry : fs::directory_iterator(folder, error)) {
        const fs::path& file = entry.path();
        if (file.extension() == ".card" || file.string().ends_with(".card.new")) cards.push_back(file);
      }
      std::sort(cards.begin(), cards.end());
      for (const fs::path& file : cards) add(file);
    }
    add(folder / "reader.state");
    add(folder / "reader.state.new");
  }
  return found;
}

bool holds_state(const fs::path& directory) {
  if (head_of(directory / "lock") == lock_mark) return true;
  const auto files = state_files(directory);
  return std::any_of(files.begin(), files.end(), [](const fs::path& file) {
    const std::string head = head_of(file);
    return is_ledger(head) || head.starts_with(reader_mark) || head.starts_with(card_mark) ||
           head.starts_with(module_mark);
  });
}

bool is_foreign_ledger(const fs::path& file) {
  const std::string head = head_of(file);
  if (!head.starts_with(database_mark) || is_ledger(head)) return false;
  // What a killed program wrote last may not be in the database itself yet.
  std::error_code error;
  return !fs::exists(file.string() + "-wal", error) && !fs::exists(file.string() + "-journal", error);
}

bool is_own_lock(const fs::path& file) {
  std::error_code error;
  return fs::is_regular_file(file, error) && (fs::is_empty(file, error) || head_of(file) == lock_mark);
}

}  // namespace mpos::world

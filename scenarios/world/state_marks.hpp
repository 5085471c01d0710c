// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace mpos::world {

/// What a state directory's own `lock` holds; that of another program looks different.
inline constexpr std::string_view lock_mark = "vmpos state\n";

/// The files of a state directory by their names: ledger, memories of readers, phones, cards and PSAMs. The lock is not
/// among them.
std::vector<std::filesystem::path> state_files(const std::filesystem::path& directory);

/// Whether one of ours wrote here: the lock carries the mark, or a file with one of those names begins as ours do.
bool holds_state(const std::filesystem::path& directory);

/// A database that is no ledger of ours, though it has the name of one.
bool is_foreign_ledger(const std::filesystem::path& file);

/// The lock is empty or carries the mark.
bool is_own_lock(const std::filesystem::path& file);

}  // namespace mpos::world

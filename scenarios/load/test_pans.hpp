// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/load/problem.hpp"

namespace mpos::load {

/// The account numbers a simulator may meet. Anything else could be somebody's card, and is refused outside the lab.
class TestPans {
 public:
  /// Reads `assets/test_pans.yaml`: a list of whole numbers and of prefixes such as `6228480000*` (at least 10 digits).
  bool load_yaml(const std::filesystem::path& path, Problems& problems);
  /// Reads the user's own list: one entry a line in the same form, `#` begins a comment. A missing file is an empty
  /// list.
  bool load_lines(const std::filesystem::path& path, Problems& problems);
  /// $XDG_CONFIG_HOME/vmpos/test_pans, or ~/.config/vmpos/test_pans; empty when neither variable is set.
  static std::filesystem::path own_list();

  bool contains(std::string_view pan) const noexcept;
  std::size_t size() const noexcept { return numbers_.size() + prefixes_.size(); }

 private:
  void add(std::string_view entry, Place place, Problems& problems);
  std::vector<std::string> numbers_;
  std::vector<std::string> prefixes_;
};

}  // namespace mpos::load

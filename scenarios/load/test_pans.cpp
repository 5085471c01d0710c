// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/test_pans.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "devicemodel/base/pan.hpp"
#include "scenarios/load/document.hpp"
#include "scenarios/load/values.hpp"
#include "scenarios/load/yaml_reader.hpp"

namespace mpos::load {

bool TestPans::load_yaml(const std::filesystem::path& path, Problems& problems) {
  const std::size_t before = problems.items().size();
  const auto text = read_file(path, problems);
  const auto root = text ? read_document(*text, problems) : std::nullopt;
  if (root && root->kind != Node::Kind::list) problems.add(root->place, "expected a list of account numbers");
  if (root) {
    for (const Node& item : root->items) {
      if (item.kind == Node::Kind::scalar) {
        add(item.text, item.place, problems);
      } else {
        problems.add(item.place, std::string("expected an account number, not ") + item.kind_name());
      }
    }
  }
  return problems.items().size() == before;
}

bool TestPans::load_lines(const std::filesystem::path& path, Problems& problems) {
  std::error_code unreadable;  // a home this user may not look into has none
  if (path.empty() || !std::filesystem::exists(path, unreadable)) return true;
  const std::size_t before = problems.items().size();
  const auto text = read_file(path, problems);
  if (!text) return false;
  std::istringstream lines(*text);
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    line.resize(std::min(line.size(), line.find('#')));
    const auto from = line.find_first_not_of(" \t\r");
    if (from == std::string::npos) continue;
    const auto to = line.find_last_not_of(" \t\r");
    add(std::string_view(line).substr(from, to - from + 1), {number, static_cast<int>(from) + 1}, problems);
  }
  return problems.items().size() == before;
}

std::filesystem::path TestPans::own_list() {
  if (const char* config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && *config != '\0') {
    return std::filesystem::path(config) / "vmpos" / "test_pans";
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    return std::filesystem::path(home) / ".config" / "vmpos" / "test_pans";
  }
  return {};
}

void TestPans::add(std::string_view entry, Place place, Problems& problems) {
  const bool prefix = entry.ends_with('*');
  if (prefix) entry.remove_suffix(1);
  if (!all_digits(entry) || entry.size() > Pan::max_digits || entry.size() < (prefix ? 10U : Pan::min_digits)) {
    return problems.add(place, "expected 8 to 19 digits, or 10 to 19 digits and '*'");
  }
  (prefix ? prefixes_ : numbers_).emplace_back(entry);
}

bool TestPans::contains(std::string_view pan) const noexcept {
  const auto begins = [&](const std::string& prefix) { return pan.starts_with(prefix); };
  return std::find(numbers_.begin(), numbers_.end(), pan) != numbers_.end() ||
         std::any_of(prefixes_.begin(), prefixes_.end(), begins);
}

}  // namespace mpos::load

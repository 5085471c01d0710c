// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/problem.hpp"

#include <algorithm>
#include <tuple>

namespace mpos::load {

std::string Problem::to_string() const {
  std::string out = file;
  if (place.line > 0) out += ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
  return out + ": " + text;
}

void Problems::add(Place place, std::string text) {
  add(Problem{file_, place, std::move(text)});
}

void Problems::add(const Problem& problem) {
  if (!full()) items_.push_back(problem);
}

void Problems::sort() {
  std::stable_sort(items_.begin(), items_.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.file, a.place) < std::tie(b.file, b.place);
  });
}

std::string Problems::to_string() const {
  Problems sorted = *this;
  sorted.sort();
  std::string out;
  for (const Problem& problem : sorted.items_) out += problem.to_string() + "\n";
  return out;
}

Place Places::find(std::string_view path) const {
  for (;;) {
    if (const auto found = at_.find(path); found != at_.end()) return found->second;
    const auto cut = path.find_last_of(".[");
    if (cut == std::string_view::npos) break;
    path = path.substr(0, cut);
  }
  const auto root = at_.find(std::string_view{});
  return root == at_.end() ? Place{} : root->second;
}

}  // namespace mpos::load

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mpos::load {

/// A place in a file. Lines and columns count from 1; a column is one code point. 0 when only the file is known.
struct Place {
  int line = 0;
  int column = 0;
  friend auto operator<=>(const Place&, const Place&) = default;
};

/// One thing wrong with a file: what it is, and what was expected.
struct Problem {
  std::string file;
  Place place;
  std::string text;

  /// `file:line:column: text`, or `file: text` when no place is known.
  std::string to_string() const;
};

/// What is wrong with one or more files. At most `limit` are kept, so that a broken file stays readable.
class Problems {
 public:
  static constexpr std::size_t limit = 20;

  Problems() = default;
  explicit Problems(std::string file) : file_(std::move(file)) {}

  void add(Place place, std::string text);
  void add(const Problem& problem);
  bool empty() const noexcept { return items_.empty(); }
  bool full() const noexcept { return items_.size() >= limit; }
  const std::string& file() const noexcept { return file_; }
  /// In order of file, line and column.
  const std::vector<Problem>& items() const noexcept { return items_; }
  void sort();
  /// One line each, sorted, with a newline after each.
  std::string to_string() const;

 private:
  std::string file_;
  std::vector<Problem> items_;
};

/// Where each value of a loaded file stands, by path: `steps[2].swipe.card`.
class Places {
 public:
  bool has(std::string_view path) const { return at_.contains(path); }
  void set(const std::string& path, Place place) { at_[path] = place; }
  /// The place of `path`, or of the nearest thing that holds it.
  Place find(std::string_view path) const;

 private:
  std::map<std::string, Place, std::less<>> at_;
};

}  // namespace mpos::load

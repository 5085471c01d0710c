// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/load/problem.hpp"

namespace mpos::load {

/// One node of a YAML document.
struct Node {
  enum class Kind : unsigned char { scalar, list, map };
  Kind kind = Kind::scalar;
  Place place;
  std::string text;         ///< A scalar's value.
  bool plain = false;       ///< Written without quotes.
  std::vector<Node> items;  ///< A list's items; a map's keys and values in turn.

  /// Nothing was written, or `~` or `null`.
  bool is_null() const noexcept {
    return kind == Kind::scalar && plain && (text.empty() || text == "~" || text == "null");
  }
  const char* kind_name() const noexcept;
};

/// Largest text read, in bytes.
inline constexpr std::size_t max_text_bytes = 1U << 20;
/// Deepest nesting of lists and maps.
inline constexpr int max_depth = 32;

/// Reads one YAML document: one only, no anchors, aliases or tags, no key twice, UTF-8 without NUL. Adds what is wrong
/// to `problems` and answers nothing when the text cannot be read at all; duplicate keys alone leave a document to
/// check on.
std::optional<Node> read_document(std::string_view text, Problems& problems);

}  // namespace mpos::load

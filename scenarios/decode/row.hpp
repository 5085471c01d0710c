// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mpos::decode {

/// How a reader's eye is drawn to a row.
enum class Tone : std::uint8_t { plain, notable, wrong };

/// One line of a decoding. `at` and `size` are the bytes of the specimen it speaks of; both 0 for all of them or none.
struct Row {
  std::string key;    ///< "9F26", "39", "INS": as a standard names it; may be empty
  std::string name;   ///< "Application Cryptogram"
  std::string value;  ///< masked where the house masks
  std::string note;   ///< what the value means
  std::size_t at = 0;
  std::size_t size = 0;
  Tone tone = Tone::plain;
  std::vector<Row> rows{};  ///< what it is made of
};

using Rows = std::vector<Row>;

/// No decoding goes deeper, whatever the bytes say.
inline constexpr int max_depth = 8;

}  // namespace mpos::decode

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/decode/row_text.hpp"

#include <algorithm>

namespace mpos::decode {

std::string count_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " byte" : " bytes");
}

std::string money_text(std::string_view digits) {
  // At least one digit before the point.
  std::string text(digits.size() < 3 ? 3 - digits.size() : 0, '0');
  text += digits;
  const std::size_t point = text.size() - 2;
  text.insert(point, 1, '.');
  return text.substr(std::min(text.find_first_not_of('0'), point - 1));
}

Row wrong_row(const Specimen& specimen, std::size_t at, std::size_t size, std::string why, std::string note) {
  return {{}, std::move(why), specimen.hex(at, std::min(size, shown_bytes)), std::move(note), at, size, Tone::wrong};
}

}  // namespace mpos::decode

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "devicemodel/base/bytes.hpp"
#include "devicemodel/base/result.hpp"

namespace mpos::decode {

/// Bytes to be looked at, of which some hexadecimal digits are hidden: a star stands for each. A hidden digit counts as
/// F where the bytes are read.
class Specimen {
 public:
  Specimen() = default;
  explicit Specimen(Bytes bytes) : bytes_(bytes.begin(), bytes.end()), hidden_(2 * bytes.size(), false) {}
  /// Reads hexadecimal digits and stars; white space between them is skipped. The failure is the place of the first
  /// character that is neither, or the length of the text when a digit is missing at the end.
  static Result<Specimen, std::size_t> from_hex(std::string_view text);

  Bytes bytes() const noexcept { return bytes_; }
  std::size_t size() const noexcept { return bytes_.size(); }
  Bytes part(std::size_t at, std::size_t size) const { return Bytes{bytes_}.subspan(at, size); }

  void hide(std::size_t at, std::size_t size) { hide_digits(2 * at, 2 * size); }
  /// `first`: number of a hexadecimal digit, from 0.
  void hide_digits(std::size_t first, std::size_t count);
  /// Whether any digit of these bytes is hidden.
  bool hides(std::size_t at, std::size_t size) const;
  /// The hexadecimal digit of that number: '0' to 'F', or a star.
  char digit(std::size_t number) const;
  /// Upper-case digits and stars, without spaces.
  std::string hex(std::size_t at, std::size_t size) const;
  /// Printable ASCII; a dot for any other byte, a star for a hidden one.
  std::string ascii(std::size_t at, std::size_t size) const;
  /// Whether all of these bytes are printable ASCII and none is hidden.
  bool is_text(std::size_t at, std::size_t size) const;

  /// Hides the middle of a number of `digits` digits: all but the first six and last four. Short ones wholly.
  void hide_number(std::size_t first, std::size_t digits);

 private:
  std::vector<std::uint8_t> bytes_;
  std::vector<bool> hidden_;  ///< for each digit
};

}  // namespace mpos::decode

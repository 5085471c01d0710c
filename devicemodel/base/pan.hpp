// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "devicemodel/base/fixed_vector.hpp"

namespace mpos {

/// A primary account number: 8 to 19 digits (ISO/IEC 7812-1). Never printed whole; masked() is for people.
class Pan {
 public:
  static constexpr std::size_t min_digits = 8;
  static constexpr std::size_t max_digits = 19;

  /// Nothing when the text is not 8 to 19 decimal digits. Luhn is not asked for (a known test number fails it).
  static std::optional<Pan> parse(std::string_view digits) noexcept;

  /// All digits, check digit included.
  std::string_view digits() const noexcept { return digits_.view(); }
  /// First six, asterisks, last four: 622202*********0128 (PCI DSS 3.4). Short numbers keep only the last four.
  FixedString<max_digits> masked() const noexcept;
  /// The right 12 digits without the check digit, zero-filled at the left (ISO 9564-1 format 0).
  std::array<char, 12> right12() const noexcept;
  bool luhn_valid() const noexcept;
  void clear() noexcept;
  friend bool operator==(const Pan& a, const Pan& b) noexcept { return a.digits_ == b.digits_; }

 private:
  FixedString<max_digits> digits_;
};

/// The mask of Pan::masked() for any digit text.
FixedString<Pan::max_digits> mask_pan(std::string_view digits) noexcept;
/// ISO/IEC 7812-1 annex B.
bool luhn_valid(std::string_view digits) noexcept;

}  // namespace mpos

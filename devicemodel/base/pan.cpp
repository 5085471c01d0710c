// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/base/pan.hpp"

#include <algorithm>

namespace mpos {

std::optional<Pan> Pan::parse(std::string_view digits) noexcept {
  if (digits.size() < min_digits || digits.size() > max_digits) return std::nullopt;
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  Pan pan;
  pan.digits_ = digits;
  return pan;
}

FixedString<Pan::max_digits> Pan::masked() const noexcept {
  return mask_pan(digits());
}

std::array<char, 12> Pan::right12() const noexcept {
  std::array<char, 12> out;
  out.fill('0');
  const std::string_view all = digits();
  if (all.empty()) return out;
  const std::size_t without_check = all.size() - 1;
  const std::size_t count = std::min<std::size_t>(12, without_check);
  for (std::size_t i = 0; i < count; ++i) out[12 - count + i] = all[without_check - count + i];
  return out;
}

bool Pan::luhn_valid() const noexcept {
  return mpos::luhn_valid(digits());
}

void Pan::clear() noexcept {
  wipe({reinterpret_cast<std::uint8_t*>(const_cast<char*>(digits_.view().data())), digits_.size()});
  digits_.clear();
}

FixedString<Pan::max_digits> mask_pan(std::string_view digits) noexcept {
  FixedString<Pan::max_digits> out;
  const std::size_t shown_first = digits.size() > 10 ? 6 : 0;
  for (std::size_t i = 0; i < digits.size() && i < Pan::max_digits; ++i) {
    const bool shown = i < shown_first || i + 4 >= digits.size();
    const char c = shown ? digits[i] : '*';
    out.append({&c, 1});
  }
  return out;
}

bool luhn_valid(std::string_view digits) noexcept {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const char c = digits[digits.size() - 1 - i];
    if (c < '0' || c > '9') return false;
    int value = c - '0';
    if (i % 2 == 1) value = value > 4 ? 2 * value - 9 : 2 * value;
    sum += value;
  }
  return !digits.empty() && sum % 10 == 0;
}

}  // namespace mpos

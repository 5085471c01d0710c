// SPDX-License-Identifier: Apache-2.0
#include "scenarios/decode/specimen.hpp"

#include <algorithm>

#include "devicemodel/base/hex.hpp"

namespace mpos::decode {
namespace {

constexpr std::size_t shown_first = 6;
constexpr std::size_t shown_last = 4;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_printable(std::uint8_t byte) {
  return byte >= 0x20 && byte < 0x7F;
}

}  // namespace

Result<Specimen, std::size_t> Specimen::from_hex(std::string_view text) {
  Specimen specimen;
  std::uint8_t high = 0;
  bool half = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_space(text[i])) continue;
    const bool hidden = text[i] == '*';
    const auto value = hidden ? std::optional<std::uint8_t>{15} : hex_value(text[i]);
    if (!value) return Failure{i};
    specimen.hidden_.push_back(hidden);
    if (half) {
      specimen.bytes_.push_back(static_cast<std::uint8_t>(high << 4 | *value));
    } else {
      high = *value;
    }
    half = !half;
  }
  if (half) return Failure{text.size()};
  return specimen;
}

void Specimen::hide_digits(std::size_t first, std::size_t count) {
  const std::size_t end = std::min(hidden_.size(), first + count);
  for (std::size_t i = first; i < end; ++i) hidden_[i] = true;
}

bool Specimen::hides(std::size_t at, std::size_t size) const {
  const auto from = hidden_.begin() + static_cast<std::ptrdiff_t>(2 * at);
  return std::find(from, from + static_cast<std::ptrdiff_t>(2 * size), true) !=
         from + static_cast<std::ptrdiff_t>(2 * size);
}

char Specimen::digit(std::size_t number) const {
  if (hidden_[number]) return '*';
  const std::uint8_t byte = bytes_[number / 2];
  return hex_digits_upper[number % 2 == 0 ? byte >> 4 : byte & 0x0F];
}

std::string Specimen::hex(std::size_t at, std::size_t size) const {
  std::string out;
  out.reserve(2 * size);
  for (std::size_t i = 2 * at; i < 2 * (at + size); ++i) out += digit(i);
  return out;
}

std::string Specimen::ascii(std::size_t at, std::size_t size) const {
  std::string out;
  out.reserve(size);
  for (std::size_t i = at; i < at + size; ++i) {
    const std::uint8_t byte = bytes_[i];
    out += hides(i, 1) ? '*' : is_printable(byte) ? static_cast<char>(byte) : '.';
  }
  return out;
}

bool Specimen::is_text(std::size_t at, std::size_t size) const {
  const Bytes bytes = part(at, size);
  return size > 0 && !hides(at, size) && std::all_of(bytes.begin(), bytes.end(), is_printable);
}

void Specimen::hide_number(std::size_t first, std::size_t digits) {
  if (digits <= shown_first + shown_last) return hide_digits(first, digits);
  hide_digits(first + shown_first, digits - shown_first - shown_last);
}

}  // namespace mpos::decode

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/phone/message_edit.hpp"

namespace mpos::phone {
namespace {

struct Format {
  int field;
  int length_bytes;  ///< 0 fixed, 1 LL, 2 LLL: BCD
  bool digits;       ///< length counts digits, two a byte
  std::size_t size;  ///< bytes, when fixed
};

constexpr Format formats[] = {
    {2, 1, true, 0},  {3, 0, true, 3},  {4, 0, true, 6},  {11, 0, true, 3},   {12, 0, true, 3},  {13, 0, true, 2},
    {14, 0, true, 2}, {15, 0, true, 2}, {22, 0, true, 2}, {23, 0, true, 2},   {25, 0, true, 1},  {26, 0, true, 1},
    {32, 1, true, 0}, {35, 1, true, 0}, {36, 2, true, 0}, {37, 0, false, 12}, {38, 0, false, 6}, {39, 0, false, 2}};

const Format* format_of(int field) noexcept {
  for (const Format& format : formats) {
    if (format.field == field) return &format;
  }
  return nullptr;
}

bool has_field(Bytes message, int field) noexcept {
  const auto bit = static_cast<std::size_t>(field - 1);
  return ((message[2 + bit / 8] >> (7 - bit % 8)) & 1) != 0;
}

}  // namespace

std::optional<std::size_t> field_offset(Bytes message, int field) noexcept {
  if (message.size() < 10 || field < 2 || field > 39 || !has_field(message, field)) return std::nullopt;
  std::size_t at = 10;
  for (int number = 2; number <= field; ++number) {
    if (!has_field(message, number)) continue;
    const Format* format = format_of(number);
    if (format == nullptr) return std::nullopt;
    std::size_t size = format->size;
    if (number == field) return at + size <= message.size() ? std::optional{at} : std::nullopt;
    for (int i = 0; i < format->length_bytes; ++i) {
      if (at >= message.size()) return std::nullopt;
      size = size * 100 + std::size_t{message[at]} / 16 * 10 + message[at] % 16;
      ++at;
    }
    if (format->length_bytes > 0 && format->digits) size = (size + 1) / 2;
    at += size;
  }
  return std::nullopt;
}

void flip_a_bit(std::vector<std::uint8_t>& message) noexcept {
  if (message.empty()) return;
  const auto amount = field_offset(message, 4);
  const std::size_t at = amount ? *amount + 5 : message.size() / 2;
  message[at] = static_cast<std::uint8_t>(message[at] ^ 1U);
}

bool forge_approval(std::vector<std::uint8_t>& message) noexcept {
  constexpr std::size_t block = 8;
  const auto code = field_offset(message, 39);
  const auto reference = field_offset(message, 37);
  if (!code || !reference || *code < *reference + block || *code + 2 > *reference + block + 12) return false;
  for (const std::size_t at : {*code, *code + 1}) {
    const int change = message[at] ^ '0';
    message[at] = '0';
    message[at - block] = static_cast<std::uint8_t>(message[at - block] ^ change);
  }
  return true;
}

}  // namespace mpos::phone

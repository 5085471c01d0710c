// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/apdu_mask.hpp"

#include <algorithm>

#include "devicemodel/emv/apdu.hpp"
#include "devicemodel/emv/dictionary.hpp"
#include "peripherals/card/blob.hpp"

namespace mpos::world {
namespace {

constexpr std::size_t shown_first = 6;
constexpr std::size_t shown_last = 4;
constexpr std::size_t least_digits = 13;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void star(std::string& hex, std::size_t from, std::size_t count) {
  for (std::size_t i = from; i < from + count && i < hex.size(); ++i) hex[i] = '*';
}

void mask_number(std::string& hex, std::size_t from, std::size_t digits) {
  if (digits <= shown_first + shown_last) return star(hex, from, digits);
  star(hex, from + shown_first, digits - shown_first - shown_last);
}

}  // namespace

void ApduMask::know(std::string_view pan) {
  if (pan.size() < least_digits) return;
  if (std::find(numbers_.begin(), numbers_.end(), pan) == numbers_.end()) numbers_.emplace_back(pan);
}

void ApduMask::hide_known(std::string& hex) const {
  for (const std::string& number : numbers_) {
    for (std::size_t at = hex.find(number); at != std::string::npos; at = hex.find(number, at + 1)) {
      mask_number(hex, at, number.size());
      // What follows a separator is track data.
      std::size_t end = at + number.size();
      if (end >= hex.size() || hex[end] != 'D') continue;
      for (++end; end < hex.size() && is_digit(hex[end]); ++end) hex[end] = '*';
    }
  }
}

std::string ApduMask::command(Bytes apdu) const {
  std::string hex = card::to_hex(apdu);
  if (apdu.size() > 5 && emv::carries_secret(apdu[1])) star(hex, 10, 2 * std::size_t{apdu[4]});
  hide_known(hex);
  return hex;
}

void ApduMask::hide_objects(Bytes list, std::string& hex, std::size_t at) {
  emv::TlvReader reader{list};
  while (true) {
    const auto object = reader.next();
    if (!object || !object->has_value()) return;
    const emv::Tlv& tlv = **object;
    const std::size_t value_at = at + static_cast<std::size_t>(tlv.value.data() - list.data());
    if (emv::is_constructed(tlv.tag)) {
      hide_objects(tlv.value, hex, value_at);
      continue;
    }
    const std::size_t from = 2 * value_at;
    const std::size_t count = 2 * tlv.value.size();
    const emv::Cover cover = emv::cover_of(tlv.tag);
    switch (cover) {
      case emv::Cover::none: break;
      case emv::Cover::all: star(hex, from, count); break;
      case emv::Cover::number:
      case emv::Cover::track: {
        std::size_t digits = 0;
        while (digits < count && is_digit(hex[from + digits])) ++digits;
        know(std::string_view{hex}.substr(from, digits));
        mask_number(hex, from, digits);
        if (cover == emv::Cover::track) star(hex, from + digits + 1, count - std::min(count, digits + 1));
        break;
      }
    }
  }
}

std::string ApduMask::response(Bytes response) {
  std::string hex = card::to_hex(response);
  if (response.size() > 2) hide_objects(response.first(response.size() - 2), hex, 0);
  hide_known(hex);
  return hex;
}

}  // namespace mpos::world

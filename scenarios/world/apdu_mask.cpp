// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/apdu_mask.hpp"

#include <algorithm>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/emv/apdu.hpp"
#include "devicemodel/emv/dictionary.hpp"
#include "peripherals/card/blob.hpp"

namespace mpos::world {
namespace {

constexpr std::size_t shown_first = 6;
constexpr std::size_t shown_last = 4;
constexpr std::size_t least_digits = 13;
constexpr std::size_t most_digits = 19;

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

std::size_t count_digits(std::string_view hex, std::size_t from) {
  std::size_t end = from;
  while (end < hex.size() && is_digit(hex[end])) ++end;
  return end - from;
}

/// ISO/IEC 7812-1, annex B.
bool passes_luhn(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (std::size_t i = digits.size(); i-- > 0; twice = !twice) {
    const int value = (digits[i] - '0') * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

/// Track 2 as it is packed (ISO/IEC 7813): number, separator, YYMM.
bool is_track2(std::string_view hex, std::size_t from, std::size_t digits) {
  const std::size_t month = from + digits + 3;
  if (digits < least_digits || digits > most_digits || month + 2 > hex.size() || hex[from + digits] != 'D')
    return false;
  if (count_digits(hex, from + digits + 1) < 4) return false;
  const int number = (hex[month] - '0') * 10 + (hex[month + 1] - '0');
  return number >= 1 && number <= 12 && passes_luhn(hex.substr(from, digits));
}

/// Each digit as the character it is: 36 32 32.
std::string as_characters(std::string_view digits) {
  std::string out;
  for (const char digit : digits) {
    out += '3';
    out += digit;
  }
  return out;
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
    const std::string text = as_characters(number);
    for (std::size_t at = hex.find(text); at != std::string::npos; at = hex.find(text, at + 1)) {
      star(hex, at + 2 * shown_first, text.size() - 2 * (shown_first + shown_last));
    }
  }
}

/// What no tag led to, at byte borders: 5A or 57, a length and that many digits, or any length and a number that passes
/// its own check; or track 2 without any tag. By chance a certificate has such a place about once in ten thousand.
void ApduMask::hide_loose(std::string& hex) {
  const std::string_view all{hex};
  for (std::size_t at = 0; at + least_digits <= hex.size(); at += 2) {
    const std::size_t bare = count_digits(all, at);
    if (is_track2(all, at, bare)) know(all.substr(at, bare));
    const std::string_view tag = all.substr(at, 2);
    const std::size_t from = at + 4;
    if ((tag != "5A" && tag != "57") || from >= hex.size()) continue;
    const std::size_t nibbles =
        2 * std::size_t{hex_value(hex[at + 2]).value_or(0) * 16U + hex_value(hex[at + 3]).value_or(0)};
    const std::size_t digits = count_digits(all, from);
    const std::size_t held = std::min(digits, nibbles);
    const std::string_view rest = all.substr(from + held, nibbles - held);
    const bool fills = from + nibbles <= hex.size() &&
                       (tag == "5A" ? rest.find_first_not_of('F') == std::string_view::npos : rest.starts_with('D'));
    if (fills && held >= least_digits && held <= most_digits) {
      know(all.substr(from, held));
    } else if (digits >= least_digits && digits <= most_digits && passes_luhn(all.substr(from, digits))) {
      know(all.substr(from, digits));
    }
  }
}

std::string ApduMask::command(Bytes apdu) {
  std::string hex = card::to_hex(apdu);
  if (apdu.size() > 5 && emv::carries_secret(apdu[1])) star(hex, 10, 2 * std::size_t{apdu[4]});
  hide_loose(hex);
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
        const bool track = cover == emv::Cover::track;
        if (track && digits == count) {  // without a separator nobody can say where the number ends
          star(hex, from + shown_first, count - std::min(count, shown_first));
          break;
        }
        know(std::string_view{hex}.substr(from, digits));
        mask_number(hex, from, digits);
        if (track) star(hex, from + digits + 1, count - digits - 1);
        break;
      }
    }
  }
}

std::string ApduMask::response(Bytes response) {
  std::string hex = card::to_hex(response);
  if (response.size() > 2) hide_objects(response.first(response.size() - 2), hex, 0);
  hide_loose(hex);
  hide_known(hex);
  return hex;
}

}  // namespace mpos::world

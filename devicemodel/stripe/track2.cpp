// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/base/pan.hpp"
#include "devicemodel/stripe/decoder.hpp"

namespace mpos::stripe {
namespace {

bool all_digits(std::string_view text) noexcept {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return true;
}

/// substr() without its exception; the caller knows that the part lies inside.
std::string_view part(std::string_view text, std::size_t from, std::size_t count) noexcept {
  MPOS_ASSERT(from <= text.size() && count <= text.size() - from);
  return {text.data() + from, count};
}

}  // namespace

Result<Track2, TrackError> parse_track2(std::string_view text) noexcept {
  constexpr std::size_t longest = 37;
  constexpr std::size_t expiry_digits = 4;
  constexpr std::size_t service_digits = 3;
  if (text.empty()) return Failure{TrackError::no_signal};
  if (text.size() > longest) return Failure{TrackError::too_long};

  std::size_t separator = 0;
  while (separator < text.size() && text[separator] != '=') ++separator;
  const std::size_t fixed_end = separator + 1 + expiry_digits + service_digits;
  if (separator < Pan::min_digits || separator > Pan::max_digits || fixed_end > text.size()) {
    return Failure{TrackError::bad_content};
  }
  const std::string_view pan = part(text, 0, separator);
  const std::string_view rest = part(text, separator + 1, text.size() - separator - 1);
  if (!all_digits(pan) || !all_digits(rest)) return Failure{TrackError::bad_content};

  Track2 result;
  result.pan = pan;
  result.expiry = part(rest, 0, expiry_digits);
  result.service_code = part(rest, expiry_digits, service_digits);
  result.discretionary = part(text, fixed_end, text.size() - fixed_end);
  return result;
}

ServiceCodeRules service_code_rules(std::string_view service_code) noexcept {
  ServiceCodeRules rules;
  if (service_code.size() != 3 || !all_digits(service_code)) return rules;
  const char interchange = service_code[0];
  const char services = service_code[2];
  rules.chip_present = interchange == '2' || interchange == '6';
  rules.pin_required = services == '0' || services == '3' || services == '5';
  rules.pin_if_pad = services == '6' || services == '7';
  rules.cash_only = services == '3' || services == '4';
  return rules;
}

}  // namespace mpos::stripe

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/rules.hpp"

#include <algorithm>
#include <charconv>

#include "devicemodel/iso8583/fields.hpp"
#include "scenarios/host/frontend/chip_scripts.hpp"

namespace mpos::host {
namespace {

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) noexcept {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_settable(std::string_view text) noexcept {
  const std::size_t sign = text.find('=');
  int field = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + std::min(sign, text.size()), field);
  return sign != std::string_view::npos && error == std::errc{} && end == text.data() + sign && field < 64 &&
         iso8583::field_spec(field).has_value();
}

}  // namespace

std::string trouble_of(const bus::v1::HostRule& rule) {
  const std::string& code = rule.response_code();
  const auto capital = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
  if (!rule.on().empty() &&
      !one_of(rule.on(), {"0100", "0200", "0220", "0320", "0400", "0500", "0620", "0800", "0820"})) {
    return "on is the type of a request, 0100, 0200, 0220, 0320, 0400, 0500, 0620, 0800 or 0820, not \"" + rule.on() +
           "\"";
  }
  if (!code.empty() && (code.size() != 2 || !std::all_of(code.begin(), code.end(), capital))) {
    return "response_code is two digits or capitals, as 51 or A0, not \"" + code + "\"";
  }
  if (!rule.wrong_kcv().empty() && !one_of(rule.wrong_kcv(), {"pik", "mak", "tdk"})) {
    return "wrong_kcv is pik, mak or tdk, not \"" + rule.wrong_kcv() + "\"";
  }
  if (!rule.alter_field().empty() && !is_settable(rule.alter_field())) {
    return "alter_field is a field number from 2 to 63 and a value, as 38=123456, not \"" + rule.alter_field() + "\"";
  }
  if (rule.delay_ns() < 0) return "delay is not negative";
  return script_trouble_of(rule);
}

}  // namespace mpos::host

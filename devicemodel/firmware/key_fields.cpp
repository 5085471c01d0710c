// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/key_fields.hpp"

#include "devicemodel/firmware/text.hpp"

namespace mpos::firmware {

bool equal_padded(std::string_view field, std::string_view own) noexcept {
  if (field.size() < own.size()) return false;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != (i < own.size() ? own[i] : ' ')) return false;
  }
  return true;
}

const char* first_mismatch(const iso8583::Message& message, const KeyFields& expected) noexcept {
  const auto differs = [&](int field, std::string_view own) {
    return !message.has(field) || !equal_padded(message.text(field), own);
  };
  if (!(message.mti == expected.mti)) return "MTI";
  if (differs(3, expected.processing)) return "3";
  if (expected.amount.empty() ? message.has(4) : differs(4, expected.amount)) return "4";
  if (differs(11, expected.trace)) return "11";
  if (differs(41, expected.terminal)) return "41";
  if (differs(42, expected.merchant)) return "42";
  if (differs(49, expected.currency)) return "49";
  return "";
}

FixedString<4> answer_mti(const FixedString<4>& request) noexcept {
  FixedString<4> out{part(request.view(), 0, 2)};
  const char third = static_cast<char>(request.view()[2] + 1);
  out.append({&third, 1});
  out.append("0");
  return out;
}

bool answers(const iso8583::Message& answer, const KeyFields& request, Echo echo) noexcept {
  if (!(answer.mti == answer_mti(request.mti))) return false;
  const auto matches = [&](int field, std::string_view own) {
    return answer.has(field) ? equal_padded(answer.text(field), own) : echo == Echo::if_present;
  };
  if (request.amount.empty() ? false : !matches(4, request.amount)) return false;
  return matches(3, request.processing) && matches(11, request.trace) && matches(41, request.terminal) &&
         matches(42, request.merchant);
}

}  // namespace mpos::firmware

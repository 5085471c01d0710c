// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "devicemodel/iso8583/message.hpp"
#include "devicemodel/iso8583/tlv59.hpp"
#include "mpos/bus/v1/bus.pb.h"
#include "scenarios/host/frontend/terminal.hpp"

namespace mpos::host {

/// An answer's field 39.
using Code = FixedString<2>;

inline bool is_approval(std::string_view code) noexcept {
  return code == "00" || code == "10" || code == "11" || code == "16";
}

/// At most `count` characters from `start`; empty past the end.
inline std::string_view part(std::string_view text, std::size_t start, std::size_t count) noexcept {
  return start < text.size() ? text.substr(start, count) : std::string_view{};
}

/// One request on its way through the front end. `field59` borrows from `request`.
struct Exchange {
  const iso8583::Message& request;
  iso8583::Message& answer;
  FixedString<14> now{};  ///< YYYYMMDDhhmmss
  const bus::v1::HostRule* rule = nullptr;
  Terminal* terminal = nullptr;
  iso8583::TlvList field59{};
  bool has_mac = false;  ///< the request's MAC was right: the answer carries one, too
  std::string remark{};  ///< why it was refused, for people

  /// Field 60.1, 60.2, 60.3.
  std::string_view type() const noexcept { return part(request.text(60), 0, 2); }
  std::string_view batch() const noexcept { return part(request.text(60), 2, 6); }
  std::string_view network() const noexcept { return part(request.text(60), 8, 3); }
};

/// Decimal text as a number; the caller knows that it is decimal and short.
inline std::int64_t number(std::string_view digits) noexcept {
  std::int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

/// `value` with leading zeros, exactly N digits.
template <std::size_t N>
FixedString<N> zero_filled(std::int64_t value) noexcept {
  char digits[N];
  for (std::size_t i = N; i > 0; --i, value /= 10) digits[i - 1] = static_cast<char>('0' + value % 10);
  return std::string_view{digits, N};
}

}  // namespace mpos::host

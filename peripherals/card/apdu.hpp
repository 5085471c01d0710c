// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "peripherals/card/blob.hpp"

namespace mpos::card {

/// Status words (ISO/IEC 7816-4, PBOC).
namespace sw {
inline constexpr std::uint16_t ok = 0x9000;
inline constexpr std::uint16_t end_of_file = 0x6282;
inline constexpr std::uint16_t invalidated = 0x6283;
inline constexpr std::uint16_t authentication_failed = 0x6300;
inline constexpr std::uint16_t tries_left = 0x63C0;  ///< plus the tries, 0 to 15
inline constexpr std::uint16_t wrong_length = 0x6700;
inline constexpr std::uint16_t not_authorised = 0x6982;
inline constexpr std::uint16_t blocked = 0x6983;
inline constexpr std::uint16_t not_usable = 0x6984;
inline constexpr std::uint16_t conditions = 0x6985;
inline constexpr std::uint16_t not_allowed = 0x6986;
inline constexpr std::uint16_t secure_messaging = 0x6988;
inline constexpr std::uint16_t wrong_data = 0x6A80;
inline constexpr std::uint16_t not_supported = 0x6A81;
inline constexpr std::uint16_t file_not_found = 0x6A82;
inline constexpr std::uint16_t record_not_found = 0x6A83;
inline constexpr std::uint16_t wrong_p1p2 = 0x6A86;
inline constexpr std::uint16_t data_not_found = 0x6A88;
inline constexpr std::uint16_t wrong_offset = 0x6B00;
inline constexpr std::uint16_t wrong_instruction = 0x6D00;
inline constexpr std::uint16_t wrong_class = 0x6E00;
inline constexpr std::uint16_t mac_invalid = 0x9302;
inline constexpr std::uint16_t blocked_for_good = 0x9303;
inline constexpr std::uint16_t insufficient = 0x9401;
inline constexpr std::uint16_t counter_limit = 0x9402;
inline constexpr std::uint16_t key_not_found = 0x9403;
}  // namespace sw

/// A short command APDU, taken apart. `data` borrows from the command.
struct Apdu {
  std::uint8_t cla = 0;
  std::uint8_t ins = 0;
  std::uint8_t p1 = 0;
  std::uint8_t p2 = 0;
  Bytes data;
  std::optional<std::size_t> le;  ///< 1 to 256

  /// Cases 1 to 4 (ISO/IEC 7816-3); nothing when the lengths do not fit.
  static std::optional<Apdu> parse(Bytes command) noexcept;
};

/// Data and status of a reply while it is made.
struct Answer {
  std::uint16_t status = sw::ok;
  Blob data{};
};

}  // namespace mpos::card

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/result.hpp"

namespace mpos::emv {

enum class AtrError : std::uint8_t {
  truncated,
  too_long,   ///< more than 33 bytes, or bytes behind the end
  bad_start,  ///< TS is neither 3B nor 3F
  bad_checksum,
  not_emv,  ///< well formed, but not one EMV lets a terminal use
};

/// What an answer to reset says (ISO/IEC 7816-3 section 8).
struct Atr {
  bool inverse = false;
  std::uint8_t protocol = 0;             ///< the first offered
  std::uint16_t protocols = 1;           ///< bit set of all offered
  std::uint8_t fi_di = 0x11;             ///< TA1
  std::uint8_t programming_voltage = 0;  ///< TB1
  std::uint8_t extra_guard = 0;          ///< TC1
  bool specific_mode = false;            ///< TA2 present: no PPS
  std::uint8_t waiting_integer = 10;     ///< TC2
  std::uint8_t information_size = 32;    ///< TA3, IFSC
  std::uint8_t waiting_indices = 0x4D;   ///< TB3: BWI, CWI
  bool crc = false;                      ///< TC3
  ByteVector<15> historical;
};

/// Reads `bytes` exactly.
Result<Atr, AtrError> parse_atr(Bytes bytes) noexcept;
/// As parse_atr(), and what EMV book 1 section 8.3 asks on top of it: TB1 00 when present, T=0 or T=1 first, BWI up to
/// 4, CWI up to 5, IFSC 10 to FE, LRC.
Result<Atr, AtrError> parse_emv_atr(Bytes bytes) noexcept;

/// F and D of a TA1 nibble pair; 0 for values reserved by the standard.
struct ClockRate {
  std::uint16_t f = 372;
  std::uint8_t d = 1;
};
ClockRate clock_rate(std::uint8_t fi_di) noexcept;

/// PPS request FF 1T PPS1 PCK for the rate an ATR offers.
ByteVector<4> pps_request(const Atr& atr) noexcept;
/// True when the card's answer accepts the request: the same bytes.
bool pps_accepted(Bytes request, Bytes answer) noexcept;

}  // namespace mpos::emv

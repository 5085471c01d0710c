// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/iso7816_atr.hpp"

namespace mpos::emv {

Result<Atr, AtrError> parse_atr(Bytes bytes) noexcept {
  if (bytes.size() > 33) return Failure{AtrError::too_long};
  if (bytes.size() < 2) return Failure{AtrError::truncated};
  Atr out;
  if (bytes[0] != 0x3B && bytes[0] != 0x3F) return Failure{AtrError::bad_start};
  out.inverse = bytes[0] == 0x3F;
  const std::size_t historical = bytes[1] & 15;
  std::size_t at = 2;
  unsigned present = bytes[1] >> 4U;
  unsigned protocol = 0;
  bool only_t0 = true;
  bool t1_seen = false;
  out.protocols = 0;
  for (unsigned level = 1; present != 0; ++level) {
    unsigned next = 0;
    const bool t1_level = level >= 3 && protocol == 1 && !t1_seen;
    for (unsigned kind = 0; kind < 4; ++kind) {  // TA, TB, TC, TD
      if ((present & (1U << kind)) == 0) continue;
      if (at == bytes.size()) return Failure{AtrError::truncated};
      const std::uint8_t value = bytes[at++];
      if (level == 1 && kind == 0) out.fi_di = value;
      if (level == 1 && kind == 1) out.programming_voltage = value;
      if (level == 1 && kind == 2) out.extra_guard = value;
      if (level == 2 && kind == 0) out.specific_mode = true;
      if (level == 2 && kind == 2) out.waiting_integer = value;
      if (t1_level && kind == 0) out.information_size = value;
      if (t1_level && kind == 1) out.waiting_indices = value;
      if (t1_level && kind == 2) out.crc = (value & 1U) != 0;
      if (kind != 3) continue;
      next = value >> 4U;
      if (out.protocols == 0) out.protocol = static_cast<std::uint8_t>(value & 15U);
      if (t1_level) t1_seen = true;
      protocol = value & 15U;
      only_t0 = only_t0 && protocol == 0;
      out.protocols = static_cast<std::uint16_t>(out.protocols | 1U << protocol);
    }
    present = next;
  }
  if (out.protocols == 0) out.protocols = 1;
  if (bytes.size() - at < historical) return Failure{AtrError::truncated};
  out.historical.append(bytes.subspan(at, historical));
  at += historical;
  if (!only_t0) {
    if (at == bytes.size()) return Failure{AtrError::truncated};
    std::uint8_t sum = 0;
    for (std::size_t i = 1; i <= at; ++i) sum = static_cast<std::uint8_t>(sum ^ bytes[i]);
    if (sum != 0) return Failure{AtrError::bad_checksum};
    ++at;
  }
  if (at != bytes.size()) return Failure{AtrError::too_long};
  return out;
}

Result<Atr, AtrError> parse_emv_atr(Bytes bytes) noexcept {
  auto atr = parse_atr(bytes);
  if (!atr) return atr;
  bool good = atr->protocol <= 1 && atr->programming_voltage == 0 && clock_rate(atr->fi_di).f != 0;
  if (atr->protocol == 1) {
    good = good && !atr->crc && (atr->waiting_indices >> 4U) <= 4 && (atr->waiting_indices & 15U) <= 5 &&
           atr->information_size >= 0x10 && atr->information_size <= 0xFE;
  } else {
    good = good && atr->waiting_integer == 10;
  }
  if (!good) return Failure{AtrError::not_emv};
  return atr;
}

ClockRate clock_rate(std::uint8_t fi_di) noexcept {
  constexpr std::array<std::uint16_t, 16> f{372, 372, 558, 744,  1116, 1488, 1860, 0,
                                            0,   512, 768, 1024, 1536, 2048, 0,    0};
  constexpr std::array<std::uint8_t, 16> d{0, 1, 2, 4, 8, 16, 32, 64, 12, 20, 0, 0, 0, 0, 0, 0};
  const ClockRate rate{f[fi_di >> 4U], d[fi_di & 15U]};
  return rate.f == 0 || rate.d == 0 ? ClockRate{0, 0} : rate;
}

ByteVector<4> pps_request(const Atr& atr) noexcept {
  const auto protocol = static_cast<std::uint8_t>(0x10 | atr.protocol);
  return {0xFF, protocol, atr.fi_di, static_cast<std::uint8_t>(0xFF ^ protocol ^ atr.fi_di)};
}

bool pps_accepted(Bytes request, Bytes answer) noexcept {
  return equal(request, answer);
}

}  // namespace mpos::emv

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/fixed_vector.hpp"

namespace mpos::emv {

/// A short command: header, Lc and data, Le (ISO/IEC 7816-4).
using Apdu = ByteVector<4 + 1 + 255 + 1>;

struct Header {
  std::uint8_t cla;
  std::uint8_t ins;
  std::uint8_t p1;
  std::uint8_t p2;
};

enum class Le : std::uint8_t { none, all };

/// `data` at most 255 bytes; no data: no Lc.
inline void build_apdu(const Header& header, Bytes data, Le le, Apdu& out) noexcept {
  wipe(out.span());
  out.clear();
  for (const std::uint8_t byte : {header.cla, header.ins, header.p1, header.p2}) out.push_back(byte);
  if (!data.empty()) {
    MPOS_ASSERT(data.size() <= 255);
    out.push_back(static_cast<std::uint8_t>(data.size()));
    out.append(data);
  }
  if (le == Le::all) out.push_back(0);
}

/// Whether the data of this instruction, and what answers it, are never shown, whatever the class: VERIFY (20) and PIN
/// CHANGE/UNBLOCK (24) bring a PIN, what a PSAM enciphers and deciphers (CIPHER DATA, FA) may be keys.
constexpr bool carries_secret(std::uint8_t ins) noexcept {
  return ins == 0x20 || ins == 0x24 || ins == 0xFA;
}

/// A response taken apart; `sw` 0 when it is shorter than a status.
struct Reply {
  Bytes data;
  std::uint16_t sw = 0;
  explicit Reply(Bytes response) noexcept {
    if (response.size() < 2) return;
    data = response.first(response.size() - 2);
    sw = load_be16(response.data() + data.size());
  }
  bool ok() const noexcept { return sw == 0x9000; }
};

}  // namespace mpos::emv

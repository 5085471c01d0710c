// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/pan.hpp"
#include "scenarios/host/hsm/key_operations.hpp"

/// What the security module builds from single key operations. Pure: keys stay behind the port.
namespace mpos::host {

/// Check value: the left four bytes of a zero block under the key. Source: UnionPay field 62.
std::array<std::uint8_t, 4> check_value(KeyOperations& keys, const Key& key);

/// CMAC of `data`; 8 bytes for TDES, 16 for AES and SM4. Answers how many were written. Source: NIST SP 800-38B, RFC
/// 4493.
std::size_t cmac(KeyOperations& keys, const Key& key, Bytes data, MutableBytes out);

/// The CMAC of `data` under an AES key, kept as an AES key that never comes out.
Key cmac_key(KeyOperations& keys, const Key& key, Bytes data);

/// The UnionPay terminal "ECB" MAC: xor-fold, hexadecimal, two encryptions; the first eight characters of the result.
std::array<std::uint8_t, 8> terminal_mac(KeyOperations& keys, const Key& key, Bytes data);

/// The MAC of chip cards, 8 bytes: ISO/IEC 9797-1 algorithm 3 for TDES, the left half of a CBC-MAC for SM4, both with
/// padding 2. `left` is the left half of a TDES key (KeyOperations::left_half) and empty for SM4.
std::array<std::uint8_t, 8> card_mac(KeyOperations& keys, const Key& key, const Key& left, Bytes data);

/// The PIN of a clear ISO 9564-1 format 0 block, or nothing when a nibble is wrong.
std::optional<FixedString<12>> decode_pin_block(Bytes clear, const Pan& pan) noexcept;

/// What lies in the clear package of field 59 A6/03.
struct AccountPackage {
  std::uint64_t amount_minor = 0;
  FixedString<37> track2;   ///< '=' as separator
  FixedString<104> track3;  ///< may be empty
};

/// amount(6 BCD) | digit count | track 2 | digit count or 00 | track 3 | FF fill; odd counts end in nibble F.
std::optional<AccountPackage> parse_account_package(Bytes clear) noexcept;

/// Account number, expiry and service code of track 2 text, or nothing. Source: ISO/IEC 7813.
struct TrackTwo {
  Pan pan;
  FixedString<4> expiry;   ///< YYMM
  FixedString<3> service;  ///< may be short

  /// Service code 2xx or 6xx: the card has a chip.
  bool has_chip() const noexcept { return service.view().starts_with('2') || service.view().starts_with('6'); }
};
std::optional<TrackTwo> parse_track2(std::string_view track) noexcept;

}  // namespace mpos::host

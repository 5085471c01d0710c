// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/iso8583/fields.hpp"

#include <array>

#include "devicemodel/base/assert.hpp"

namespace mpos::iso8583 {
namespace {

constexpr std::array<FieldSpec, 65> make_table() noexcept {
  using enum FieldKind;
  using enum LengthKind;
  using enum Justify;
  std::array<FieldSpec, 65> t{};
  t[2] = {numeric, 19, ll, left};       // PAN
  t[3] = {numeric, 6, fixed, right};    // processing code
  t[4] = {numeric, 12, fixed, right};   // amount, minor units
  t[5] = {numeric, 12, fixed, right};   // settlement amount
  t[6] = {numeric, 12, fixed, right};   // cardholder amount
  t[10] = {numeric, 8, fixed, right};   // conversion rate
  t[11] = {numeric, 6, fixed, right};   // trace number
  t[12] = {numeric, 6, fixed, right};   // time hhmmss
  t[13] = {numeric, 4, fixed, right};   // date MMDD
  t[14] = {numeric, 4, fixed, right};   // expiry YYMM
  t[15] = {numeric, 4, fixed, right};   // settlement date MMDD
  t[22] = {numeric, 3, fixed, left};    // entry mode
  t[23] = {numeric, 3, fixed, right};   // card sequence
  t[25] = {numeric, 2, fixed, right};   // condition code
  t[26] = {numeric, 2, fixed, right};   // longest PIN
  t[32] = {numeric, 11, ll, left};      // acquirer
  t[33] = {numeric, 11, ll, left};      // forwarder
  t[35] = {track, 37, ll, left};        // track 2
  t[36] = {track, 104, lll, left};      // track 3
  t[37] = {text, 12, fixed, left};      // retrieval reference
  t[38] = {text, 6, fixed, left};       // authorisation code
  t[39] = {text, 2, fixed, left};       // response code
  t[40] = {text, 999, lll, left};       // private
  t[41] = {text, 8, fixed, left};       // terminal
  t[42] = {text, 15, fixed, left};      // merchant
  t[43] = {text, 40, fixed, left};      // merchant name
  t[44] = {text, 25, ll, left};         // additional response
  t[45] = {text, 79, ll, left};         // track 1
  t[46] = {text, 999, lll, left};       // private
  t[47] = {text, 999, lll, left};       // private
  t[48] = {numeric, 322, lll, left};    // additional data
  t[49] = {text, 3, fixed, left};       // currency
  t[52] = {binary, 8, fixed, left};     // PIN block
  t[53] = {numeric, 16, fixed, right};  // security control
  t[54] = {text, 40, lll, left};        // balance, tip
  t[55] = {binary, 255, lll, left};     // chip data
  t[56] = {text, 512, lll, left};       // private
  t[57] = {text, 512, lll, left};       // additional transaction data
  t[58] = {text, 100, lll, left};       // wallet data
  t[59] = {binary, 600, lll, left};     // custom TLV (tlv59.hpp)
  t[60] = {numeric, 17, lll, left};     // control: type, batch, network management
  t[61] = {numeric, 29, lll, left};     // original data
  t[62] = {binary, 512, lll, left};     // keys, parameters, serial
  t[63] = {text, 163, lll, left};       // operator
  t[64] = {binary, 8, fixed, left};     // MAC
  return t;
}

constexpr std::array<FieldSpec, 65> table = make_table();

}  // namespace

const FieldSpec& field_row(int field) noexcept {
  MPOS_ASSERT(field >= 2 && field <= 64);
  return table[static_cast<std::size_t>(field)];
}

std::optional<FieldSpec> field_spec(int field) noexcept {
  if (field < 2 || field > 64 || table[static_cast<std::size_t>(field)].max_length == 0) return std::nullopt;
  return table[static_cast<std::size_t>(field)];
}

}  // namespace mpos::iso8583

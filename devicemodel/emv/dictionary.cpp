// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/dictionary.hpp"

#include <algorithm>
#include <array>

namespace mpos::emv {
namespace {

constexpr Format b = Format::binary;
constexpr Format n = Format::numeric;
constexpr Format cn = Format::compressed_numeric;
constexpr Format an = Format::alphanumeric;
constexpr Format ans = Format::special;
constexpr Source card = Source::card;
constexpr Source terminal = Source::terminal;
constexpr Source issuer = Source::issuer;

constexpr std::array table = {
    Definition{0x4F, "Application Identifier (directory)", b, 5, 16, card},
    Definition{0x50, "Application Label", ans, 1, 16, card},
    Definition{0x57, "Track 2 Equivalent Data", b, 1, 19, card},
    Definition{0x5A, "Application PAN", cn, 1, 10, card},
    Definition{0x71, "Issuer Script Template 1", b, 0, 255, issuer},
    Definition{0x72, "Issuer Script Template 2", b, 0, 255, issuer},
    Definition{0x82, "Application Interchange Profile", b, 2, 2, card},
    Definition{0x84, "Dedicated File Name", b, 5, 16, card},
    Definition{0x86, "Issuer Script Command", b, 4, 261, issuer},
    Definition{0x87, "Application Priority Indicator", b, 1, 1, card},
    Definition{0x88, "Short File Identifier", b, 1, 1, card},
    Definition{0x8A, "Authorisation Response Code", an, 2, 2, issuer},
    Definition{0x8C, "CDOL 1", b, 0, 252, card},
    Definition{0x8D, "CDOL 2", b, 0, 252, card},
    Definition{0x8E, "CVM List", b, 0, 252, card},
    Definition{0x8F, "CA Public Key Index (card)", b, 1, 1, card},
    Definition{0x90, "Issuer Public Key Certificate", b, 1, 248, card},
    Definition{0x91, "Issuer Authentication Data", b, 8, 16, issuer},
    Definition{0x92, "Issuer Public Key Remainder", b, 0, 248, card},
    Definition{0x93, "Signed Static Application Data", b, 1, 248, card},
    Definition{0x94, "Application File Locator", b, 0, 252, card},
    Definition{0x95, "Terminal Verification Results", b, 5, 5, terminal},
    Definition{0x97, "TDOL", b, 0, 252, card},
    Definition{0x98, "TC Hash Value", b, 20, 20, terminal},
    Definition{0x9A, "Transaction Date", n, 3, 3, terminal},
    Definition{0x9B, "Transaction Status Information", b, 2, 2, terminal},
    Definition{0x9C, "Transaction Type", n, 1, 1, terminal},
    Definition{0x5F20, "Cardholder Name", ans, 0, 26, card},
    Definition{0x5F24, "Application Expiration Date", n, 3, 3, card},
    Definition{0x5F25, "Application Effective Date", n, 3, 3, card},
    Definition{0x5F28, "Issuer Country Code", n, 2, 2, card},
    Definition{0x5F2A, "Transaction Currency Code", n, 2, 2, terminal},
    Definition{0x5F2D, "Language Preference", an, 2, 8, card},
    Definition{0x5F30, "Service Code", n, 2, 2, card},
    Definition{0x5F34, "PAN Sequence Number", n, 1, 1, card},
    Definition{0x5F36, "Transaction Currency Exponent", n, 1, 1, terminal},
    Definition{0x9F01, "Acquirer Identifier", n, 6, 6, terminal},
    Definition{0x9F02, "Amount, Authorised", n, 6, 6, terminal},
    Definition{0x9F03, "Amount, Other", n, 6, 6, terminal},
    Definition{0x9F05, "Application Discretionary Data", b, 0, 32, card},
    Definition{0x9F06, "Application Identifier (terminal)", b, 5, 16, terminal},
    Definition{0x9F07, "Application Usage Control", b, 2, 2, card},
    Definition{0x9F08, "Application Version Number (card)", b, 2, 2, card},
    Definition{0x9F09, "Application Version Number (terminal)", b, 2, 2, terminal},
    Definition{0x9F0B, "Cardholder Name Extended", ans, 0, 45, card},
    Definition{0x9F0D, "IAC Default", b, 5, 5, card},
    Definition{0x9F0E, "IAC Denial", b, 5, 5, card},
    Definition{0x9F0F, "IAC Online", b, 5, 5, card},
    Definition{0x9F10, "Issuer Application Data", b, 0, 32, card},
    Definition{0x9F11, "Issuer Code Table Index", n, 1, 1, card},
    Definition{0x9F12, "Application Preferred Name", ans, 1, 16, card},
    Definition{0x9F13, "Last Online ATC Register", b, 2, 2, card},
    Definition{0x9F14, "Lower Consecutive Offline Limit", b, 1, 1, card},
    Definition{0x9F15, "Merchant Category Code", n, 2, 2, terminal},
    Definition{0x9F16, "Merchant Identifier", ans, 15, 15, terminal},
    Definition{0x9F17, "PIN Try Counter", b, 1, 1, card},
    Definition{0x9F18, "Issuer Script Identifier", b, 4, 4, issuer},
    Definition{0x9F1A, "Terminal Country Code", n, 2, 2, terminal},
    Definition{0x9F1B, "Terminal Floor Limit", b, 4, 4, terminal},
    Definition{0x9F1C, "Terminal Identification", an, 8, 8, terminal},
    Definition{0x9F1D, "Terminal Risk Management Data", b, 1, 8, terminal},
    Definition{0x9F1E, "IFD Serial Number", an, 8, 8, terminal},
    Definition{0x9F1F, "Track 1 Discretionary Data", ans, 0, 79, card},
    Definition{0x9F20, "Track 2 Discretionary Data", cn, 0, 19, card},
    Definition{0x9F21, "Transaction Time", n, 3, 3, terminal},
    Definition{0x9F23, "Upper Consecutive Offline Limit", b, 1, 1, card},
    Definition{0x9F26, "Application Cryptogram", b, 8, 8, card},
    Definition{0x9F27, "Cryptogram Information Data", b, 1, 1, card},
    Definition{0x9F2D, "ICC PIN Encipherment Certificate", b, 1, 248, card},
    Definition{0x9F2E, "ICC PIN Encipherment Exponent", b, 1, 3, card},
    Definition{0x9F2F, "ICC PIN Encipherment Remainder", b, 0, 248, card},
    Definition{0x9F32, "Issuer Public Key Exponent", b, 1, 3, card},
    Definition{0x9F33, "Terminal Capabilities", b, 3, 3, terminal},
    Definition{0x9F34, "CVM Results", b, 3, 3, terminal},
    Definition{0x9F35, "Terminal Type", n, 1, 1, terminal},
    Definition{0x9F36, "Application Transaction Counter", b, 2, 2, card},
    Definition{0x9F37, "Unpredictable Number", b, 4, 4, terminal},
    Definition{0x9F38, "PDOL", b, 0, 252, card},
    Definition{0x9F39, "POS Entry Mode", n, 1, 1, terminal},
    Definition{0x9F40, "Additional Terminal Capabilities", b, 5, 5, terminal},
    Definition{0x9F41, "Transaction Sequence Counter", n, 2, 4, terminal},
    Definition{0x9F42, "Application Currency Code", n, 2, 2, card},
    Definition{0x9F44, "Application Currency Exponent", n, 1, 1, card},
    Definition{0x9F45, "Data Authentication Code", b, 2, 2, card},
    Definition{0x9F46, "ICC Public Key Certificate", b, 1, 248, card},
    Definition{0x9F47, "ICC Public Key Exponent", b, 1, 3, card},
    Definition{0x9F48, "ICC Public Key Remainder", b, 0, 248, card},
    Definition{0x9F49, "DDOL", b, 0, 252, card},
    Definition{0x9F4A, "SDA Tag List", b, 0, 252, card},
    Definition{0x9F4B, "Signed Dynamic Application Data", b, 1, 248, card},
    Definition{0x9F4C, "ICC Dynamic Number", b, 2, 8, card},
    Definition{0x9F4D, "Log Entry", b, 2, 2, card},
    Definition{0x9F4E, "Merchant Name and Location", ans, 0, 60, terminal},
    Definition{0x9F4F, "Log Format", b, 0, 252, card},
    Definition{0x9F5D, "Available Offline Spending Amount", n, 6, 6, card},
    Definition{0x9F63, "Card Product Identification", b, 16, 16, card},
    Definition{0x9F66, "Terminal Transaction Qualifiers", b, 4, 4, terminal},
    Definition{0x9F69, "Card Authentication Related Data", b, 5, 16, card},
    Definition{0x9F6C, "Card Transaction Qualifiers", b, 2, 2, card},
    Definition{0x9F6D, "Electronic Cash Reset Threshold", n, 6, 6, card},
    Definition{0x9F74, "Electronic Cash Authorisation Code", an, 6, 6, card},
    Definition{0x9F77, "Electronic Cash Balance Limit", n, 6, 6, card},
    Definition{0x9F78, "Electronic Cash Single Limit", n, 6, 6, card},
    Definition{0x9F79, "Electronic Cash Balance", n, 6, 6, card},
    Definition{0x9F7A, "Electronic Cash Indicator", b, 1, 1, terminal},
    Definition{0x9F7B, "Electronic Cash Terminal Limit", n, 6, 6, terminal},
    Definition{0xDF31, "Issuer Script Results", b, 5, 255, terminal},
    Definition{0xDF69, "SM Algorithm Support Indicator", b, 1, 1, terminal},
};

constexpr bool sorted() {
  for (std::size_t i = 1; i < table.size(); ++i) {
    if (table[i - 1].tag >= table[i].tag) return false;
  }
  return true;
}
static_assert(sorted(), "definition() searches by halves");

}  // namespace

std::span<const Definition> dictionary() noexcept {
  return table;
}

const Definition* definition(Tag tag) noexcept {
  const auto found = std::lower_bound(table.begin(), table.end(), tag,
                                      [](const Definition& line, Tag wanted) { return line.tag < wanted; });
  return found != table.end() && found->tag == tag ? &*found : nullptr;
}

Cover cover_of(Tag tag) noexcept {
  switch (tag) {
    case tag::pan: return Cover::number;
    case tag::track2:
    case tag::track2_data: return Cover::track;
    case tag::track1_data:
    case tag::track1_discretionary:
    case tag::track2_discretionary: return Cover::all;
    default: return Cover::none;
  }
}

}  // namespace mpos::emv

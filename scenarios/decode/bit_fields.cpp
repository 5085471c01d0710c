// SPDX-License-Identifier: Apache-2.0
#include "scenarios/decode/bit_fields.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "devicemodel/emv/dictionary.hpp"

namespace mpos::decode {
namespace {

struct Bit {
  const char* name = nullptr;  ///< nothing for a bit that is reserved
  Tone tone = Tone::plain;
};
using Byte = std::array<Bit, 8>;  ///< from bit 8, the most significant, to bit 1, as the standards draw them
constexpr Tone note = Tone::notable;

// EMV book 3 annex C5.
constexpr std::array<Byte, 5> tvr = {{
    {{{"offline data authentication not performed", note},
      {"SDA failed", note},
      {"ICC data missing", note},
      {"card on exception file", note},
      {"DDA failed", note},
      {"CDA failed", note},
      {"SDA selected"}}},
    {{{"application versions differ", note},
      {"expired application", note},
      {"application not yet effective", note},
      {"service not allowed for card", note},
      {"new card"}}},
    {{{"cardholder verification failed", note},
      {"unrecognised CVM", note},
      {"PIN try limit exceeded", note},
      {"PIN pad missing or not working", note},
      {"PIN not entered", note},
      {"online PIN entered"}}},
    {{{"over floor limit"},
      {"lower consecutive offline limit exceeded", note},
      {"upper consecutive offline limit exceeded", note},
      {"selected at random for online"},
      {"merchant forced online"}}},
    {{{"default TDOL used"},
      {"issuer authentication failed", note},
      {"script failed before final GENERATE AC", note},
      {"script failed after final GENERATE AC", note}}},
}};
// Annex C6.
constexpr std::array<Byte, 2> tsi = {{
    {{{"offline data authentication performed"},
      {"cardholder verification performed"},
      {"card risk management performed"},
      {"issuer authentication performed"},
      {"terminal risk management performed"},
      {"script processing performed"}}},
    {},
}};
// Annex C1.
constexpr std::array<Byte, 2> aip = {{
    {{{},
      {"SDA supported"},
      {"DDA supported"},
      {"cardholder verification supported"},
      {"terminal risk management to be performed"},
      {"issuer authentication by EXTERNAL AUTHENTICATE"},
      {},
      {"CDA supported"}}},
    {},
}};
// Annex C2.
constexpr std::array<Byte, 2> usage = {{
    {{{"domestic cash"},
      {"international cash"},
      {"domestic goods"},
      {"international goods"},
      {"domestic services"},
      {"international services"},
      {"at ATMs"},
      {"at terminals other than ATMs"}}},
    {{{"domestic cashback"}, {"international cashback"}}},
}};
// Book 4 annex A2.
constexpr std::array<Byte, 3> capabilities = {{
    {{{"manual key entry"}, {"magnetic stripe"}, {"IC with contacts"}}},
    {{{"plaintext PIN offline"}, {"enciphered PIN online"}, {"signature"}, {"enciphered PIN offline"}, {"no CVM"}}},
    {{{"SDA"}, {"DDA"}, {"card capture"}, {}, {"CDA"}}},
}};
// Book 4 annex A3.
constexpr std::array<Byte, 5> more_capabilities = {{
    {{{"cash"}, {"goods"}, {"services"}, {"cashback"}, {"inquiry"}, {"transfer"}, {"payment"}, {"administrative"}}},
    {{{"cash deposit"}}},
    {{{"numeric keys"}, {"letters and special keys"}, {"command keys"}, {"function keys"}}},
    {{{"print, attendant"}, {"print, cardholder"}, {"display, attendant"}, {"display, cardholder"}}},
    {},
}};
// PBOC 3.0 part 12; book C-3 annex.
constexpr std::array<Byte, 4> ttq = {{
    {{{},
      {},
      {"full contactless transaction (qPBOC)"},
      {"contact transaction supported"},
      {"offline only"},
      {"online PIN supported"},
      {"signature supported"},
      {"offline data authentication for online"}}},
    {{{"online cryptogram required"}, {"cardholder verification required"}, {"offline PIN by contact supported"}}},
    {{{"issuer update supported"}, {"cardholder verification on the device supported"}}},
    {{{"fDDA version 01 supported"}}},
}};
constexpr std::array<Byte, 2> ctq = {{
    {{{"online PIN required"},
      {"signature required"},
      {"online if offline data authentication fails"},
      {"switch interface if offline data authentication fails"},
      {"online if application expired"},
      {"switch interface for cash"},
      {"switch interface for cashback"}}},
    {{{"cardholder verified on the device"}}},
}};

struct Table {
  emv::Tag tag;
  std::span<const Byte> bytes;
};
constexpr std::array tables = {
    Table{emv::tag::aip, aip},
    Table{emv::tag::tvr, tvr},
    Table{emv::tag::tsi, tsi},
    Table{emv::tag::usage_control, usage},
    Table{emv::tag::iac_default, tvr},
    Table{emv::tag::iac_denial, tvr},
    Table{emv::tag::iac_online, tvr},
    Table{emv::tag::capabilities, capabilities},
    Table{emv::tag::more_capabilities, more_capabilities},
    Table{emv::tag::ttq, ttq},
    Table{emv::tag::ctq, ctq},
};

/// Book 3 annex C3: method, condition, result.
const char* cvm_method(std::uint8_t code) {
  switch (code & 0x3F) {
    case 0x00: return "fail";
    case 0x01: return "plaintext PIN, by the card";
    case 0x02: return "enciphered PIN online";
    case 0x03: return "plaintext PIN by the card, and signature";
    case 0x04: return "enciphered PIN, by the card";
    case 0x05: return "enciphered PIN by the card, and signature";
    case 0x1E: return "signature";
    case 0x1F: return "no CVM";
    case 0x20: return "identity document";
    case 0x3F: return "none performed";
    default: return "reserved";
  }
}
const char* cvm_condition(std::uint8_t code) {
  switch (code) {
    case 0x00: return "always";
    case 0x01: return "if unattended cash";
    case 0x02: return "if neither cash nor cashback";
    case 0x03: return "if the terminal supports it";
    case 0x04: return "if manual cash";
    case 0x05: return "if cashback";
    case 0x06: return "if in application currency and under X";
    case 0x07: return "if in application currency and over X";
    case 0x08: return "if in application currency and under Y";
    case 0x09: return "if in application currency and over Y";
    default: return "reserved";
  }
}
const char* cvm_result(std::uint8_t code) {
  switch (code) {
    case 0: return "unknown, as for a signature";
    case 1: return "failed";
    case 2: return "successful";
    default: return "reserved";
  }
}

Row byte_row(const Specimen& specimen, std::size_t at, std::string name, std::string meaning, Tone tone = Tone::plain) {
  return {{}, std::move(name), specimen.hex(at, 1), std::move(meaning), at, 1, tone};
}

Rows cvm_rows(const Specimen& specimen, std::size_t at) {
  const Bytes value = specimen.part(at, 3);
  Rows rows;
  rows.push_back(byte_row(specimen, at, "method", cvm_method(value[0])));
  rows.push_back(byte_row(specimen, at + 1, "condition", cvm_condition(value[1])));
  rows.push_back(byte_row(specimen, at + 2, "result", cvm_result(value[2]), value[2] == 1 ? note : Tone::plain));
  return rows;
}

Rows cid_rows(const Specimen& specimen, std::size_t at) {
  constexpr std::array kinds = {"AAC, declined", "TC, approved", "ARQC, asks the issuer", "reserved"};
  constexpr std::array reasons = {"no reason given", "service not allowed", "PIN try limit exceeded",
                                  "issuer authentication failed"};
  const std::uint8_t cid = specimen.bytes()[at];
  Rows rows;
  rows.push_back(byte_row(specimen, at, "cryptogram", kinds[cid >> 6]));
  if ((cid & 0x08) != 0) rows.push_back(byte_row(specimen, at, "advice", "the terminal must send one", note));
  if ((cid & 0x07) != 0) {
    rows.push_back(byte_row(specimen, at, "reason", (cid & 0x07) < 4 ? reasons[cid & 0x07] : "reserved", note));
  }
  return rows;
}

}  // namespace

bool has_bits(emv::Tag tag) noexcept {
  return tag == emv::tag::cvm_results || tag == emv::tag::cid ||
         std::any_of(tables.begin(), tables.end(), [tag](const Table& table) { return table.tag == tag; });
}

Rows bit_rows(emv::Tag tag, const Specimen& specimen, std::size_t at, std::size_t size) {
  if (specimen.hides(at, size)) return {};
  if (tag == emv::tag::cvm_results) return size == 3 ? cvm_rows(specimen, at) : Rows{};
  if (tag == emv::tag::cid) return size == 1 ? cid_rows(specimen, at) : Rows{};
  Rows rows;
  for (const Table& table : tables) {
    if (table.tag != tag || table.bytes.size() != size) continue;
    for (std::size_t byte = 0; byte < size; ++byte) {
      for (std::size_t i = 0; i < 8; ++i) {
        const Bit& bit = table.bytes[byte][i];
        if (bit.name == nullptr || (specimen.bytes()[at + byte] << i & 0x80) == 0) continue;
        rows.push_back({{},
                        "byte " + std::to_string(byte + 1) + " bit " + std::to_string(8 - i),
                        "1",
                        bit.name,
                        at + byte,
                        1,
                        bit.tone});
      }
    }
  }
  return rows;
}

std::string bit_words(const Rows& rows) {
  std::string words;
  for (const Row& row : rows) {
    if (!words.empty()) words += "; ";
    words += row.note;
  }
  return words;
}

}  // namespace mpos::decode

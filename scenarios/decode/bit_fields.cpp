// SPDX-License-Identifier: Apache-2.0
#include "scenarios/decode/bit_fields.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "devicemodel/emv/dictionary.hpp"

namespace mpos::decode {
namespace {

struct Bit {
  std::uint8_t byte;  ///< from 0
  std::uint8_t bit;   ///< 8 (most significant) to 1
  const char* name;
  Tone tone = Tone::plain;
};
constexpr Tone note = Tone::notable;

// EMV book 3 annex C5.
constexpr std::array tvr = {
    Bit{0, 8, "offline data authentication not performed", note},
    Bit{0, 7, "SDA failed", note},
    Bit{0, 6, "ICC data missing", note},
    Bit{0, 5, "card on exception file", note},
    Bit{0, 4, "DDA failed", note},
    Bit{0, 3, "CDA failed", note},
    Bit{0, 2, "SDA selected"},
    Bit{1, 8, "application versions differ", note},
    Bit{1, 7, "expired application", note},
    Bit{1, 6, "application not yet effective", note},
    Bit{1, 5, "service not allowed for card", note},
    Bit{1, 4, "new card"},
    Bit{2, 8, "cardholder verification failed", note},
    Bit{2, 7, "unrecognised CVM", note},
    Bit{2, 6, "PIN try limit exceeded", note},
    Bit{2, 5, "PIN pad missing or not working", note},
    Bit{2, 4, "PIN not entered", note},
    Bit{2, 3, "online PIN entered"},
    Bit{3, 8, "over floor limit"},
    Bit{3, 7, "lower consecutive offline limit exceeded", note},
    Bit{3, 6, "upper consecutive offline limit exceeded", note},
    Bit{3, 5, "selected at random for online"},
    Bit{3, 4, "merchant forced online"},
    Bit{4, 8, "default TDOL used"},
    Bit{4, 7, "issuer authentication failed", note},
    Bit{4, 6, "script failed before final GENERATE AC", note},
    Bit{4, 5, "script failed after final GENERATE AC", note},
};
// Annex C6.
constexpr std::array tsi = {
    Bit{0, 8, "offline data authentication performed"}, Bit{0, 7, "cardholder verification performed"},
    Bit{0, 6, "card risk management performed"},        Bit{0, 5, "issuer authentication performed"},
    Bit{0, 4, "terminal risk management performed"},    Bit{0, 3, "script processing performed"},
};
// Annex C1.
constexpr std::array aip = {
    Bit{0, 7, "SDA supported"},
    Bit{0, 6, "DDA supported"},
    Bit{0, 5, "cardholder verification supported"},
    Bit{0, 4, "terminal risk management to be performed"},
    Bit{0, 3, "issuer authentication by EXTERNAL AUTHENTICATE"},
    Bit{0, 1, "CDA supported"},
};
// Annex C2.
constexpr std::array usage = {
    Bit{0, 8, "domestic cash"},     Bit{0, 7, "international cash"},
    Bit{0, 6, "domestic goods"},    Bit{0, 5, "international goods"},
    Bit{0, 4, "domestic services"}, Bit{0, 3, "international services"},
    Bit{0, 2, "at ATMs"},           Bit{0, 1, "at terminals other than ATMs"},
    Bit{1, 8, "domestic cashback"}, Bit{1, 7, "international cashback"},
};
// Book 4 annex A2.
constexpr std::array capabilities = {
    Bit{0, 8, "manual key entry"},
    Bit{0, 7, "magnetic stripe"},
    Bit{0, 6, "IC with contacts"},
    Bit{1, 8, "plaintext PIN offline"},
    Bit{1, 7, "enciphered PIN online"},
    Bit{1, 6, "signature"},
    Bit{1, 5, "enciphered PIN offline"},
    Bit{1, 4, "no CVM"},
    Bit{2, 8, "SDA"},
    Bit{2, 7, "DDA"},
    Bit{2, 6, "card capture"},
    Bit{2, 4, "CDA"},
};
// Book 4 annex A3.
constexpr std::array more_capabilities = {
    Bit{0, 8, "cash"},
    Bit{0, 7, "goods"},
    Bit{0, 6, "services"},
    Bit{0, 5, "cashback"},
    Bit{0, 4, "inquiry"},
    Bit{0, 3, "transfer"},
    Bit{0, 2, "payment"},
    Bit{0, 1, "administrative"},
    Bit{1, 8, "cash deposit"},
    Bit{2, 8, "numeric keys"},
    Bit{2, 7, "letters and special keys"},
    Bit{2, 6, "command keys"},
    Bit{2, 5, "function keys"},
    Bit{3, 8, "print, attendant"},
    Bit{3, 7, "print, cardholder"},
    Bit{3, 6, "display, attendant"},
    Bit{3, 5, "display, cardholder"},
};
// PBOC 3.0 part 12; book C-3 annex.
constexpr std::array ttq = {
    Bit{0, 6, "full contactless transaction (qPBOC)"},
    Bit{0, 5, "contact transaction supported"},
    Bit{0, 4, "offline only"},
    Bit{0, 3, "online PIN supported"},
    Bit{0, 2, "signature supported"},
    Bit{0, 1, "offline data authentication for online"},
    Bit{1, 8, "online cryptogram required"},
    Bit{1, 7, "cardholder verification required"},
    Bit{1, 6, "offline PIN by contact supported"},
    Bit{2, 8, "issuer update supported"},
    Bit{2, 7, "cardholder verification on the device supported"},
    Bit{3, 8, "fDDA version 01 supported"},
};
constexpr std::array ctq = {
    Bit{0, 8, "online PIN required"},
    Bit{0, 7, "signature required"},
    Bit{0, 6, "online if offline data authentication fails"},
    Bit{0, 5, "switch interface if offline data authentication fails"},
    Bit{0, 4, "online if application expired"},
    Bit{0, 3, "switch interface for cash"},
    Bit{0, 2, "switch interface for cashback"},
    Bit{1, 8, "cardholder verified on the device"},
};

struct Table {
  emv::Tag tag;
  std::size_t bytes;
  std::span<const Bit> bits;
};
constexpr std::array tables = {
    Table{emv::tag::aip, 2, aip},
    Table{emv::tag::tvr, 5, tvr},
    Table{emv::tag::tsi, 2, tsi},
    Table{emv::tag::usage_control, 2, usage},
    Table{emv::tag::iac_default, 5, tvr},
    Table{emv::tag::iac_denial, 5, tvr},
    Table{emv::tag::iac_online, 5, tvr},
    Table{emv::tag::capabilities, 3, capabilities},
    Table{emv::tag::more_capabilities, 5, more_capabilities},
    Table{emv::tag::ttq, 4, ttq},
    Table{emv::tag::ctq, 2, ctq},
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
    if (table.tag != tag || table.bytes != size) continue;
    for (const Bit& bit : table.bits) {
      const std::uint8_t byte = specimen.bytes()[at + bit.byte];
      if ((byte >> (bit.bit - 1) & 1) == 0) continue;
      rows.push_back({{},
                      "byte " + std::to_string(bit.byte + 1) + " bit " + std::to_string(bit.bit),
                      "1",
                      bit.name,
                      at + bit.byte,
                      1,
                      bit.tone});
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

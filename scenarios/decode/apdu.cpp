// SPDX-License-Identifier: Apache-2.0
#include "scenarios/decode/apdu.hpp"

#include <algorithm>
#include <array>

#include "devicemodel/emv/apdu.hpp"
#include "devicemodel/emv/dictionary.hpp"
#include "scenarios/decode/row_text.hpp"
#include "scenarios/decode/tlv.hpp"

namespace mpos::decode {
namespace {

constexpr std::size_t header_bytes = 4;
constexpr std::uint8_t verify = 0x20, pin_change = 0x24, generate_ac = 0xAE, get_options = 0xA8, read_record = 0xB2,
                       select_file = 0xA4, get_challenge = 0x84, external_authenticate = 0x82,
                       internal_authenticate = 0x88, cipher_data = 0xFA;

struct Instruction {
  std::uint8_t ins;
  bool proprietary;  ///< CLA 8x; otherwise 0x
  const char* name;
};
constexpr std::array instructions = {
    Instruction{0x16, true, "CARD BLOCK"},
    Instruction{0x18, true, "APPLICATION UNBLOCK"},
    Instruction{0x1E, true, "APPLICATION BLOCK"},
    Instruction{verify, false, "VERIFY"},
    Instruction{pin_change, true, "PIN CHANGE/UNBLOCK"},
    Instruction{0x50, true, "INITIALISE"},
    Instruction{0x52, true, "CREDIT"},
    Instruction{0x54, true, "DEBIT"},
    Instruction{0x5C, true, "GET BALANCE"},
    Instruction{0x70, true, "INIT_SAM FOR PURCHASE"},
    Instruction{0x72, true, "CREDIT_SAM FOR PURCHASE"},
    Instruction{external_authenticate, false, "EXTERNAL AUTHENTICATE"},
    Instruction{get_challenge, false, "GET CHALLENGE"},
    Instruction{internal_authenticate, false, "INTERNAL AUTHENTICATE"},
    Instruction{select_file, false, "SELECT"},
    Instruction{get_options, true, "GET PROCESSING OPTIONS"},
    Instruction{generate_ac, true, "GENERATE AC"},
    Instruction{0xB0, false, "READ BINARY"},
    Instruction{read_record, false, "READ RECORD"},
    Instruction{0xC0, false, "GET RESPONSE"},
    Instruction{0xCA, true, "GET DATA"},
    Instruction{0xD6, false, "UPDATE BINARY"},
    Instruction{0xDA, true, "PUT DATA"},
    Instruction{0xDC, false, "UPDATE RECORD"},
    Instruction{cipher_data, true, "CIPHER DATA"},
    Instruction{0x1A, true, "INIT FOR DESCRYPT"},
};

/// Where data stand and how long they are; `wrong` when the length byte says something else than the bytes.
struct Layout {
  std::size_t data = 0;
  bool has_lc = false;
  bool has_le = false;
  bool wrong = false;
};
Layout layout_of(Bytes command) {
  Layout layout;
  if (command.size() <= header_bytes) {
    layout.wrong = command.size() < header_bytes;
  } else if (command.size() == header_bytes + 1) {
    layout.has_le = true;
  } else {
    layout.has_lc = true;
    layout.data = command[header_bytes];
    const std::size_t end = header_bytes + 1 + layout.data;
    layout.has_le = command.size() == end + 1;
    layout.wrong = command.size() < end || command.size() > end + 1;
  }
  return layout;
}

std::string kind_asked(std::uint8_t p1) {
  switch (p1 & 0xC0) {
    case 0x00: return "AAC asked";
    case 0x40: return "TC asked";
    case 0x80: return "ARQC asked";
    default: return "reserved";
  }
}

std::string parameters_text(std::uint8_t ins, std::uint8_t p1, std::uint8_t p2) {
  switch (ins) {
    case generate_ac: return kind_asked(p1) + ((p1 & 0x10) != 0 ? ", with CDA" : "");
    case read_record: return "record " + std::to_string(p1) + " of file " + std::to_string(p2 >> 3);
    case select_file:
      if (p1 != 0x04) return "by file identifier";
      return (p2 & 0x03) == 0 ? "by name, the first" : "by name, the next";
    case verify: return (p2 & 0x7F) == 0 ? "plaintext PIN" : (p2 & 0x08) != 0 ? "enciphered PIN" : "plaintext PIN";
    default: return {};
  }
}

/// GPO and GENERATE AC answer in format 1: values without tags (EMV book 3 sections 6.5.5.4 and 6.5.8.4).
Rows format1_rows(Specimen& response, std::size_t at, std::size_t size, std::uint8_t ins) {
  Rows rows;
  if (ins == get_options && size >= 2) {
    rows.push_back(value_row(response, emv::tag::aip, at, 2));
    rows.push_back(value_row(response, emv::tag::afl, at + 2, size - 2));
  } else if (ins == generate_ac && size >= 11) {
    rows.push_back(value_row(response, emv::tag::cid, at, 1));
    rows.push_back(value_row(response, emv::tag::atc, at + 1, 2));
    rows.push_back(value_row(response, emv::tag::cryptogram, at + 3, 8));
    if (size > 11) rows.push_back(value_row(response, emv::tag::issuer_data, at + 11, size - 11));
  } else if (ins == internal_authenticate) {
    rows.push_back(value_row(response, emv::tag::sdad, at, size));
  }
  return rows;
}

Row bytes_row(const Specimen& specimen, std::string name, std::size_t at, std::size_t size) {
  return {{}, std::move(name), specimen.hex(at, size), count_text(size), at, size};
}

}  // namespace

std::string_view instruction_name(std::uint8_t cla, std::uint8_t ins) noexcept {
  const bool proprietary = (cla & 0x80) != 0;
  for (const Instruction& one : instructions) {
    if (one.ins == ins && one.proprietary == proprietary) return one.name;
  }
  return {};
}

std::string command_title(const Specimen& command) {
  const Bytes bytes = command.bytes();
  if (bytes.size() < header_bytes) return command.hex(0, bytes.size());
  const std::string_view name = instruction_name(bytes[0], bytes[1]);
  if (name.empty()) return command.hex(0, header_bytes);
  const std::string parameters = parameters_text(bytes[1], bytes[2], bytes[3]);
  if (bytes[1] == select_file) {
    const Layout layout = layout_of(bytes);
    if (layout.has_lc && !layout.wrong) {
      const std::size_t at = header_bytes + 1;
      return std::string{name} + " " +
             (command.is_text(at, layout.data) ? command.ascii(at, layout.data) : command.hex(at, layout.data));
    }
  }
  return parameters.empty() ? std::string{name} : std::string{name} + ", " + parameters;
}

std::string status_text(std::uint8_t sw1, std::uint8_t sw2) {
  if (sw1 == 0x61) return std::to_string(sw2 == 0 ? 256 : sw2) + " more bytes wait";
  if (sw1 == 0x6C) return "wrong expected length, " + std::to_string(sw2 == 0 ? 256 : sw2) + " bytes there are";
  if (sw1 == 0x63 && (sw2 & 0xF0) == 0xC0) return "wrong, " + std::to_string(sw2 & 0x0F) + " tries left";
  switch (sw1 << 8 | sw2) {
    case 0x9000: return "done";
    case 0x6283: return "selected file is blocked";
    case 0x6300: return "authentication failed";
    case 0x6400: return "not carried out, nothing changed";
    case 0x6581: return "memory failure";
    case 0x6700: return "wrong length";
    case 0x6881: return "logical channels not supported";
    case 0x6882: return "secure messaging not supported";
    case 0x6900: return "not allowed";
    case 0x6982: return "security status not satisfied";
    case 0x6983: return "authentication method blocked";
    case 0x6984: return "referenced data invalidated";
    case 0x6985: return "conditions of use not satisfied";
    case 0x6986: return "not allowed, no current file";
    case 0x6988: return "MAC wrong";
    case 0x6A80: return "wrong data";
    case 0x6A81: return "function not supported, or card blocked";
    case 0x6A82: return "file not found";
    case 0x6A83: return "record not found";
    case 0x6A86: return "wrong parameters P1 P2";
    case 0x6A88: return "referenced data not found";
    case 0x6B00: return "wrong parameters P1 P2";
    case 0x6D00: return "instruction not supported";
    case 0x6E00: return "class not supported";
    case 0x6F00: return "no precise diagnosis";
    case 0x9302: return "MAC wrong";
    case 0x9303: return "application permanently locked";
    case 0x9401: return "not enough money";
    case 0x9402: return "counter at its limit";
    case 0x9403: return "no such key";
    case 0x9406: return "no MAC there";
    default: return {};
  }
}

Rows command_rows(Specimen& command) {
  const Bytes bytes = command.bytes();
  Rows rows;
  if (bytes.size() < header_bytes) {
    rows.push_back(wrong_row(command, 0, bytes.size(), "shorter than a command header"));
    return rows;
  }
  const std::uint8_t ins = bytes[1];
  rows.push_back({"CLA", "Class", command.hex(0, 1), (bytes[0] & 0x04) != 0 ? "secure messaging" : "", 0, 1});
  rows.push_back({"INS", "Instruction", command.hex(1, 1), std::string{instruction_name(bytes[0], ins)}, 1, 1});
  rows.push_back({"P1 P2", "Parameters", command.hex(2, 2), parameters_text(ins, bytes[2], bytes[3]), 2, 2});
  const Layout layout = layout_of(bytes);
  const bool secret = emv::carries_secret(ins);
  if (layout.wrong) {
    if (secret) command.hide(header_bytes + 1, bytes.size());
    rows.push_back(wrong_row(command, header_bytes, bytes.size() - header_bytes, "length byte and data disagree"));
    return rows;
  }
  const std::size_t at = header_bytes + 1;
  if (layout.has_lc) {
    rows.push_back(
        {"Lc", "Length of data", command.hex(header_bytes, 1), std::to_string(layout.data), header_bytes, 1});
    if (secret) command.hide(at, layout.data);
    Row data = bytes_row(command, "Data", at, layout.data);
    if (secret) {
      data.note = ins == cipher_data ? "hidden" : "PIN data, hidden";
    } else if (ins == select_file && command.is_text(at, layout.data)) {
      data.note = command.ascii(at, layout.data);
    } else if (ins == get_options && is_tlv(command.part(at, layout.data))) {
      data.rows = tlv_rows(command, at, layout.data);
      data.value.clear();
    }
    rows.push_back(std::move(data));
  }
  if (layout.has_le) {
    const std::uint8_t le = bytes.back();
    rows.push_back({"Le", "Length expected", command.hex(bytes.size() - 1, 1), std::to_string(le == 0 ? 256 : le),
                    bytes.size() - 1, 1});
  }
  return rows;
}

Rows response_rows(Specimen& response, Bytes command) {
  Rows rows;
  const std::size_t size = response.size();
  if (size == 0) {
    rows.push_back({{}, "no answer", {}, "the card stays mute", 0, 0, Tone::wrong});
    return rows;
  }
  if (size < 2) {
    rows.push_back(wrong_row(response, 0, size, "shorter than a status word"));
    return rows;
  }
  const std::size_t data = size - 2;
  const std::uint8_t ins = command.size() >= header_bytes ? command[1] : 0;
  if (data > 0 && emv::carries_secret(ins)) {
    response.hide(0, data);
    rows.push_back(bytes_row(response, "Data", 0, data));
    rows.back().note = "hidden";
  } else if (data > 0) {
    const Bytes value = response.part(0, data);
    if (is_tlv(value)) {
      rows = tlv_rows(response, 0, data);
      if (rows.size() == 1 && rows[0].key == "80") {
        const std::size_t at = data - static_cast<std::size_t>(rows[0].value.size() / 2);
        rows[0].rows = format1_rows(response, at, data - at, ins);
      }
    } else {
      rows.push_back(bytes_row(response, "Data", 0, data));
    }
  }
  const std::uint8_t sw1 = response.bytes()[data];
  const std::uint8_t sw2 = response.bytes()[data + 1];
  const bool good = sw1 == 0x90 || sw1 == 0x61;
  rows.push_back(
      {"SW", "Status word", response.hex(data, 2), status_text(sw1, sw2), data, 2, good ? Tone::plain : Tone::notable});
  return rows;
}

bool is_command(Bytes bytes) {
  return bytes.size() >= header_bytes && !layout_of(bytes).wrong && !instruction_name(bytes[0], bytes[1]).empty() &&
         (bytes[0] & 0x60) == 0;
}

}  // namespace mpos::decode

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/decode/transport.hpp"

#include <algorithm>
#include <string>

#include "devicemodel/base/crc32.hpp"
#include "devicemodel/emv/iso7816_atr.hpp"
#include "devicemodel/link/frame.hpp"
#include "scenarios/decode/row_text.hpp"

namespace mpos::decode {
namespace {

constexpr std::size_t prologue_bytes = 3;
constexpr std::size_t longest_information = 254;

std::string pcb_text(std::uint8_t pcb) {
  if ((pcb & 0x80) == 0) {
    return std::string{"I-block "} + ((pcb & 0x40) != 0 ? "1" : "0") + ((pcb & 0x20) != 0 ? ", more follows" : "");
  }
  if ((pcb & 0x40) == 0) {
    const char* why = (pcb & 0x0F) == 0 ? "no error" : (pcb & 0x0F) == 1 ? "check byte wrong" : "other error";
    return std::string{"R-block, expects "} + ((pcb & 0x10) != 0 ? "1" : "0") + ", " + why;
  }
  const char* end = (pcb & 0x20) != 0 ? " answer" : " request";
  switch (pcb & 0x1F) {
    case 0: return std::string{"S-block: resynchronise"} + end;
    case 1: return std::string{"S-block: information size"} + end;
    case 2: return std::string{"S-block: abort"} + end;
    case 3: return std::string{"S-block: more time"} + end;
    default: return std::string{"S-block: reserved"} + end;
  }
}

std::string type_text(std::uint8_t type) {
  switch (static_cast<link::FrameType>(type)) {
    case link::FrameType::handshake: return "handshake";
    case link::FrameType::record: return "record";
    case link::FrameType::acknowledgement: return "acknowledgement";
    case link::FrameType::closed: return "closed";
  }
  return "type " + std::to_string(type);
}

}  // namespace

bool is_atr(Bytes bytes) {
  return emv::parse_atr(bytes).has_value();
}

Rows atr_rows(Specimen& specimen) {
  const Bytes bytes = specimen.bytes();
  const auto atr = emv::parse_atr(bytes);
  Rows rows;
  if (!atr) {
    rows.push_back(wrong_row(specimen, 0, bytes.size(), "not an answer to reset"));
    return rows;
  }
  rows.push_back({"TS", "Convention", specimen.hex(0, 1), atr->inverse ? "inverse" : "direct", 0, 1});
  const emv::ClockRate rate = emv::clock_rate(atr->fi_di);
  rows.push_back({"TA1", "Clock rate", Specimen{Bytes{&atr->fi_di, 1}}.hex(0, 1),
                  "F " + std::to_string(rate.f) + ", D " + std::to_string(rate.d)});
  rows.push_back({"TC1", "Extra guard time", std::to_string(atr->extra_guard), {}});
  rows.push_back({"TD1", "Protocol", "T=" + std::to_string(atr->protocol), atr->specific_mode ? "no other (TA2)" : ""});
  if (atr->protocol == 1) {
    rows.push_back({"TA3", "Information field size", std::to_string(atr->information_size), {}});
    rows.push_back(
        {"TB3",
         "Waiting times",
         "BWI " + std::to_string(atr->waiting_indices >> 4) + ", CWI " + std::to_string(atr->waiting_indices & 15),
         {}});
  } else {
    rows.push_back({"TC2", "Waiting time integer", std::to_string(atr->waiting_integer), {}});
  }
  const std::size_t historical = atr->historical.size();
  if (historical > 0) {
    const bool checked = (atr->protocols & ~1U) != 0;
    const std::size_t at = bytes.size() - historical - (checked ? 1 : 0);
    rows.push_back({{},
                    "Historical bytes",
                    specimen.hex(at, historical),
                    specimen.is_text(at, historical) ? specimen.ascii(at, historical) : "",
                    at,
                    historical});
  }
  const auto emv_says = emv::parse_emv_atr(bytes);
  rows.push_back({{},
                  "EMV",
                  emv_says ? "accepted" : "refused",
                  "EMV book 1 section 8.3",
                  0,
                  0,
                  emv_says ? Tone::plain : Tone::notable});
  return rows;
}

bool is_block(Bytes bytes) {
  if (bytes.size() < prologue_bytes + 1 || bytes[2] > longest_information) return false;
  if (bytes.size() != prologue_bytes + bytes[2] + 1) return false;
  std::uint8_t lrc = 0;
  for (const std::uint8_t byte : bytes) lrc = static_cast<std::uint8_t>(lrc ^ byte);
  return lrc == 0;
}

Rows block_rows(Specimen& specimen) {
  const Bytes bytes = specimen.bytes();
  Rows rows;
  if (bytes.size() < prologue_bytes + 1 || bytes.size() != prologue_bytes + bytes[2] + 1) {
    rows.push_back(wrong_row(specimen, 0, bytes.size(), "not a block of T=1: its length byte says otherwise"));
    return rows;
  }
  rows.push_back({"NAD", "Node address", specimen.hex(0, 1), {}, 0, 1});
  rows.push_back({"PCB", "Protocol control", specimen.hex(1, 1), pcb_text(bytes[1]), 1, 1});
  rows.push_back({"LEN", "Length", specimen.hex(2, 1), count_text(bytes[2]), 2, 1});
  const std::size_t size = bytes[2];
  if (size > 0) rows.push_back({"INF", "Information", specimen.hex(prologue_bytes, size), {}, prologue_bytes, size});
  const bool good = is_block(bytes);
  rows.push_back({"LRC", "Check byte", specimen.hex(bytes.size() - 1, 1), good ? "right" : "wrong", bytes.size() - 1, 1,
                  good ? Tone::plain : Tone::wrong});
  return rows;
}

bool is_link_frame(Bytes bytes) {
  return bytes.size() >= link::frame_overhead_bytes && load_be16(bytes.data()) == 0xA55A &&
         bytes.size() == link::frame_overhead_bytes + load_be16(bytes.data() + 10) &&
         (crc32(bytes.first(12)) & 0xFFFF) == load_be16(bytes.data() + 12);
}

Rows link_frame_rows(const Specimen& specimen) {
  const Bytes bytes = specimen.bytes();
  Rows rows;
  if (bytes.size() < link::frame_header_bytes || load_be16(bytes.data()) != 0xA55A) {
    rows.push_back(wrong_row(specimen, 0, bytes.size(), "not a frame: no sync A5 5A, or cut"));
    return rows;
  }
  const std::size_t length = load_be16(bytes.data() + 10);
  rows.push_back({{}, "Sync", specimen.hex(0, 2), {}, 0, 2});
  rows.push_back({{}, "Version", std::to_string(bytes[2]), {}, 2, 1});
  rows.push_back({{}, "Type", std::to_string(bytes[3]), type_text(bytes[3]), 3, 1});
  rows.push_back({{}, "Flags", specimen.hex(4, 1), (bytes[4] & 1) != 0 ? "more fragments follow" : "", 4, 1});
  rows.push_back({{}, "Credit", std::to_string(bytes[5]), {}, 5, 1});
  rows.push_back({{}, "Sequence", std::to_string(load_be16(bytes.data() + 6)), {}, 6, 2});
  rows.push_back({{}, "Acknowledgement", std::to_string(load_be16(bytes.data() + 8)), {}, 8, 2});
  rows.push_back({{}, "Length", std::to_string(length), {}, 10, 2});
  const bool header_good = (crc32(bytes.first(12)) & 0xFFFF) == load_be16(bytes.data() + 12);
  rows.push_back({{},
                  "Header check",
                  specimen.hex(12, 2),
                  header_good ? "right" : "wrong",
                  12,
                  2,
                  header_good ? Tone::plain : Tone::wrong});
  const std::size_t at = link::frame_header_bytes;
  const std::size_t there = std::min(length, bytes.size() - at);
  const bool sealed = static_cast<link::FrameType>(bytes[3]) == link::FrameType::record;
  if (length > 0) {
    rows.push_back({{}, "Payload", count_text(length), sealed ? "sealed: AES-256-GCM" : "", at, there});
  }
  if (bytes.size() == link::frame_overhead_bytes + length) {
    const std::size_t check = at + length;
    const bool good = crc32(bytes.first(check)) == load_be32(bytes.data() + check);
    rows.push_back(
        {{}, "Check", specimen.hex(check, 4), good ? "right" : "wrong", check, 4, good ? Tone::plain : Tone::wrong});
  } else {
    rows.push_back({{}, "Check", {}, "not all of the frame is here", 0, 0, Tone::notable});
  }
  return rows;
}

}  // namespace mpos::decode

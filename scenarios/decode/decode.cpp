// SPDX-License-Identifier: Apache-2.0
#include "scenarios/decode/decode.hpp"

#include <algorithm>
#include <array>

#include "devicemodel/emv/dictionary.hpp"
#include "mpos/reader/v1/reader.pb.h"
#include "scenarios/decode/apdu.hpp"
#include "scenarios/decode/bit_fields.hpp"
#include "scenarios/decode/compat_frame.hpp"
#include "scenarios/decode/iso8583.hpp"
#include "scenarios/decode/tlv.hpp"
#include "scenarios/decode/transport.hpp"
#include "scenarios/decode/wire.hpp"

namespace mpos::decode {
namespace {

struct Word {
  Kind kind;
  std::string_view word;
  const char* title;
};
constexpr std::array words = {
    Word{Kind::bytes, "bytes", "Bytes"},
    Word{Kind::command, "command", "Command to a card"},
    Word{Kind::response, "response", "Answer of a card"},
    Word{Kind::tlv, "tlv", "BER-TLV"},
    Word{Kind::dol, "dol", "List of tags (DOL)"},
    Word{Kind::message, "iso8583", "Terminal message"},
    Word{Kind::request, "request", "Request of the phone"},
    Word{Kind::reply, "reply", "Reply of the reader"},
    Word{Kind::notice, "notice", "Notice of the reader"},
    Word{Kind::atr, "atr", "Answer to reset"},
    Word{Kind::block, "t1", "Block of T=1"},
    Word{Kind::link_frame, "frame", "Frame between phone and reader"},
    Word{Kind::compat_frame, "55aa", "Frame of the 55AA wire"},
    Word{Kind::status, "sw", "Status word"},
    Word{Kind::tvr, "tvr", "Terminal verification results (95)"},
    Word{Kind::tsi, "tsi", "Transaction status information (9B)"},
    Word{Kind::cvm, "cvm", "CVM results (9F34)"},
    Word{Kind::aip, "aip", "Application interchange profile (82)"},
    Word{Kind::ttq, "ttq", "Terminal transaction qualifiers (9F66)"},
};

const Word& entry(Kind kind) {
  return *std::find_if(words.begin(), words.end(), [kind](const Word& one) { return one.kind == kind; });
}

/// EMV has no tags of the universal class, which Protobuf's small field numbers would look like.
bool is_emv_tlv(Bytes bytes) {
  constexpr std::uint8_t class_bits = 0xC0;
  return (bytes[0] & class_bits) != 0 && is_tlv(bytes);
}

bool is_response(Bytes bytes) {
  if (bytes.size() < 2) return false;
  const bool known = !status_text(bytes[bytes.size() - 2], bytes.back()).empty();
  return known && (bytes.size() == 2 || is_emv_tlv(bytes.first(bytes.size() - 2)));
}

std::optional<emv::Tag> tag_of(Kind kind) {
  switch (kind) {
    case Kind::tvr: return emv::tag::tvr;
    case Kind::tsi: return emv::tag::tsi;
    case Kind::cvm: return emv::tag::cvm_results;
    case Kind::aip: return emv::tag::aip;
    case Kind::ttq: return emv::tag::ttq;
    default: return std::nullopt;
  }
}

Rows rows_of(Specimen& specimen, Kind kind, Bytes command) {
  const std::size_t size = specimen.size();
  if (const auto tag = tag_of(kind)) return {value_row(specimen, *tag, 0, size)};
  switch (kind) {
    case Kind::command: return command_rows(specimen);
    case Kind::response:
    case Kind::status: return response_rows(specimen, command);
    case Kind::tlv: return tlv_rows(specimen, 0, size);
    case Kind::dol: return dol_rows(specimen, 0, size);
    case Kind::message: return host_frame_rows(specimen);
    case Kind::request: return wire_rows(specimen, 0, size, *reader::v1::Request::descriptor());
    case Kind::reply: return wire_rows(specimen, 0, size, *reader::v1::Reply::descriptor());
    case Kind::notice: return wire_rows(specimen, 0, size, *reader::v1::Notice::descriptor());
    case Kind::atr: return atr_rows(specimen);
    case Kind::block: return block_rows(specimen);
    case Kind::link_frame: return link_frame_rows(specimen);
    case Kind::compat_frame: return compat_frame_rows(specimen);
    default: break;
  }
  Row row{{}, "Bytes", specimen.hex(0, std::min<std::size_t>(size, 64)), {}, 0, size};
  row.note = specimen.is_text(0, size) ? specimen.ascii(0, size) : std::to_string(size) + " bytes";
  return {row};
}

Part part_of(Specimen specimen, Kind kind, Bytes command) {
  Part part{entry(kind).title, kind, std::move(specimen), {}};
  part.rows = rows_of(part.specimen, kind, command);
  return part;
}

/// Masked text of an event; one that cannot be read as bytes gives none.
Specimen from_text(const std::string& hex) {
  auto specimen = Specimen::from_hex(hex);
  return specimen ? std::move(*specimen) : Specimen{};
}

}  // namespace

std::string_view word_of(Kind kind) noexcept {
  return entry(kind).word;
}

std::optional<Kind> kind_of(std::string_view word) noexcept {
  for (const Word& one : words) {
    if (one.word == word) return one.kind;
  }
  return std::nullopt;
}

std::string kind_words() {
  std::string all;
  for (const Word& one : words) all += (all.empty() ? "" : ", ") + std::string{one.word};
  return all;
}

Kind guess(Bytes bytes) {
  if (bytes.empty()) return Kind::bytes;
  if (is_link_frame(bytes)) return Kind::link_frame;
  if (is_compat_frame(bytes)) return Kind::compat_frame;
  if (const auto start = message_in_frame(bytes); start && is_message(bytes.subspan(*start))) return Kind::message;
  if (is_message(bytes)) return Kind::message;
  if (is_command(bytes)) return Kind::command;
  if (is_atr(bytes)) return Kind::atr;
  if (is_response(bytes)) return bytes.size() == 2 ? Kind::status : Kind::response;
  if (is_emv_tlv(bytes)) return Kind::tlv;
  if (is_block(bytes)) return Kind::block;
  if (is_wire(bytes, *reader::v1::Request::descriptor())) return Kind::request;
  if (is_wire(bytes, *reader::v1::Reply::descriptor())) return Kind::reply;
  if (is_wire(bytes, *reader::v1::Notice::descriptor())) return Kind::notice;
  return Kind::bytes;
}

Part decode(Specimen specimen, Kind kind) {
  return part_of(std::move(specimen), kind, {});
}

std::vector<Part> decode_event(const bus::v1::Event& event) {
  using bus::v1::Event;
  std::vector<Part> parts;
  switch (event.what_case()) {
    case Event::kApdu: {
      Part command = part_of(from_text(event.apdu().command()), Kind::command, {});
      Part response = part_of(from_text(event.apdu().response()), Kind::response, command.specimen.bytes());
      parts.push_back(std::move(command));
      parts.push_back(std::move(response));
      break;
    }
    case Event::kHostMessage:
      if (!event.host_message().frame().empty()) {
        parts.push_back(decode(Specimen{as_bytes(event.host_message().frame())}, Kind::message));
      }
      break;
    default: break;
  }
  const auto& type = *Event::descriptor();
  const auto* field = type.FindFieldByNumber(event.what_case());
  if (field == nullptr) return parts;
  Part fields{"Event", Kind::bytes, {}, field_rows(event.GetReflection()->GetMessage(event, field))};
  const auto is_long = [](const Row& row) { return row.name == "dots" || row.name == "frame"; };
  fields.rows.erase(std::remove_if(fields.rows.begin(), fields.rows.end(), is_long), fields.rows.end());
  parts.push_back(std::move(fields));
  return parts;
}

}  // namespace mpos::decode

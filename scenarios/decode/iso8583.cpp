// SPDX-License-Identifier: Apache-2.0
#include "scenarios/decode/iso8583.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "devicemodel/iso8583/frame.hpp"
#include "devicemodel/iso8583/message.hpp"
#include "devicemodel/iso8583/tlv59.hpp"
#include "scenarios/decode/row_text.hpp"
#include "scenarios/decode/tlv.hpp"

namespace mpos::decode {
namespace {

using iso8583::FieldKind;
using iso8583::FieldSpec;
using iso8583::LengthKind;

struct Named {
  int field;
  const char* name;
};
/// GB/T 15150 (ISO 8583:1987) with the private fields of the direct-connect dialect.
constexpr std::array names = {
    Named{2, "PAN"},
    Named{3, "Processing code"},
    Named{4, "Amount"},
    Named{11, "Trace number"},
    Named{12, "Local time"},
    Named{13, "Local date"},
    Named{14, "Expiry"},
    Named{15, "Settlement date"},
    Named{22, "Entry mode"},
    Named{23, "Card sequence number"},
    Named{25, "Condition code"},
    Named{26, "PIN capture code"},
    Named{32, "Acquirer"},
    Named{35, "Track 2"},
    Named{36, "Track 3"},
    Named{37, "Reference number"},
    Named{38, "Authorisation code"},
    Named{39, "Response code"},
    Named{41, "Terminal"},
    Named{42, "Merchant"},
    Named{44, "Additional response data"},
    Named{45, "Track 1"},
    Named{48, "Additional data"},
    Named{49, "Currency"},
    Named{52, "PIN block"},
    Named{53, "Security control"},
    Named{54, "Balance"},
    Named{55, "IC data"},
    Named{58, "PBOC wallet data"},
    Named{59, "Keys and identity"},
    Named{60, "Message type, batch, network"},
    Named{61, "Original message"},
    Named{62, "Keys or text"},
    Named{63, "Operator and text"},
    Named{64, "MAC"},
};

struct Code {
  std::string_view code;
  std::string_view text;
};
constexpr std::array codes = {
    Code{"00", "approved"},
    Code{"03", "merchant not known"},
    Code{"05", "not honoured"},
    Code{"12", "invalid transaction"},
    Code{"13", "invalid amount"},
    Code{"14", "no such card number"},
    Code{"30", "message format wrong"},
    Code{"40", "function not supported"},
    Code{"41", "lost card"},
    Code{"43", "stolen card"},
    Code{"45", "chip must be used"},
    Code{"51", "not enough funds"},
    Code{"54", "expired card"},
    Code{"55", "wrong PIN"},
    Code{"58", "not permitted to this terminal"},
    Code{"61", "over the limit"},
    Code{"62", "restricted card"},
    Code{"68", "answer came too late"},
    Code{"75", "PIN tries exceeded"},
    Code{"77", "sign in again"},
    Code{"94", "repeated message"},
    Code{"96", "system failure"},
    Code{"97", "terminal not known"},
    Code{"98", "issuer not reached"},
    Code{"99", "PIN block wrong"},
    Code{"A0", "MAC wrong"},
};

constexpr std::size_t type_bytes = 2;
constexpr std::size_t bitmap_bytes = 8;

/// How many bytes the digits of a length prefix take: one for LL, two for LLL.
std::size_t prefix_bytes(const FieldSpec& spec) {
  return spec.length == LengthKind::fixed ? 0 : spec.length == LengthKind::ll ? 1 : 2;
}

bool is_digits(FieldKind kind) {
  return kind == FieldKind::numeric || kind == FieldKind::track;
}

const char* name_of(int field) {
  for (const Named& one : names) {
    if (one.field == field) return one.name;
  }
  return "field";
}

std::string type_text(std::string_view type) {
  if (type == "0100") return "pre-authorisation";
  if (type == "0200") return "financial request";
  if (type == "0210") return "financial answer";
  if (type == "0220") return "advice";
  if (type == "0230") return "advice answer";
  if (type == "0400") return "reversal";
  if (type == "0410") return "reversal answer";
  if (type == "0500" || type == "0510") return "settlement";
  if (type == "0620" || type == "0630") return "notice";
  if (type == "0800") return "sign-in or parameter request";
  if (type == "0810") return "sign-in or parameter answer";
  if (type == "0820" || type == "0830") return "status or echo";
  return {};
}

/// Reads one message's bytes field by field, as the packer laid them out.
class Reader {
 public:
  Reader(Specimen& specimen, std::size_t at, std::size_t size) : s_(specimen), at_(at), end_(at + size) {}

  Rows read() {
    if (end_ - at_ < type_bytes + bitmap_bytes) return fail("shorter than type and bitmap");
    type_ = s_.hex(at_, type_bytes);
    rows_.push_back({{}, "Type", type_, type_text(type_), at_, type_bytes});
    at_ += type_bytes;
    std::uint64_t bitmap = 0;
    for (const std::uint8_t byte : s_.part(at_, bitmap_bytes)) bitmap = bitmap << 8 | byte;
    rows_.push_back({{}, "Bitmap", s_.hex(at_, bitmap_bytes), {}, at_, bitmap_bytes});
    at_ += bitmap_bytes;
    for (int field = 2; field <= 64; ++field) {
      if ((bitmap >> (64 - field) & 1) == 0) continue;
      if (!read_field(field)) return std::move(rows_);
    }
    if (at_ != end_) return fail("bytes behind the last field");
    return std::move(rows_);
  }

 private:
  Rows fail(const std::string& why) {
    // What cannot be told apart may hold anything.
    s_.hide(at_, end_ - at_);
    rows_.push_back(wrong_row(s_, at_, end_ - at_, why));
    return std::move(rows_);
  }
  bool stop(int field, const std::string& why) {
    rows_ = fail("field " + std::to_string(field) + ": " + why);
    return false;
  }

  bool read_field(int field) {
    const auto spec = iso8583::field_spec(field);
    if (!spec) return stop(field, "not in this dialect");
    const std::size_t start = at_;
    std::size_t length = spec->max_length;
    if (const std::size_t prefix = prefix_bytes(*spec); prefix > 0) {
      if (end_ - at_ < prefix) return stop(field, "ends inside its length");
      length = 0;
      for (std::size_t i = 0; i < 2 * prefix; ++i) {
        const char c = s_.digit(2 * at_ + i);
        if (c < '0' || c > '9') return stop(field, "its length is not decimal");
        length = length * 10 + static_cast<std::size_t>(c - '0');
      }
      if (length > spec->max_length) return stop(field, "longer than the table allows");
      at_ += prefix;
    }
    const std::size_t bytes = is_digits(spec->kind) ? (length + 1) / 2 : length;
    if (end_ - at_ < bytes) return stop(field, "ends inside the field");
    Row row{std::to_string(field), name_of(field), {}, {}, start, at_ + bytes - start};
    fill(row, field, *spec, at_, bytes, length);
    at_ += bytes;
    rows_.push_back(std::move(row));
    return true;
  }

  void fill(Row& row, int field, const FieldSpec& spec, std::size_t at, std::size_t bytes, std::size_t length) {
    hide(field, spec, at, bytes, length);
    std::string text;
    if (is_digits(spec.kind)) {
      const std::size_t first = 2 * at + (spec.justify == iso8583::Justify::right && length % 2 != 0 ? 1 : 0);
      for (std::size_t i = 0; i < length; ++i) {
        const char c = s_.digit(first + i);
        text += c == 'D' && spec.kind == FieldKind::track ? '=' : c;
      }
    } else if (spec.kind == FieldKind::text && s_.is_text(at, bytes)) {
      text = s_.ascii(at, bytes);
    } else {
      text = s_.hex(at, bytes);
    }
    row.value = text;
    switch (field) {
      case 2: row.note = "masked"; break;
      case 14:
      case 35:
      case 36:
      case 45: row.note = "hidden"; break;
      case 52:
        row.value = count_text(bytes);
        row.note = "PIN block, hidden";
        break;
      case 4:
        if (text.size() == 12) row.note = money_text(text);
        break;
      case 39:
        row.note = response_code_text(text);
        if (text != "00") row.tone = Tone::notable;
        break;
      case 49:
        if (text == "156") row.note = "CNY";
        break;
      case 55: fill_chip(row, at, bytes); break;
      case 59: fill_list(row, at, bytes, 0); break;
      case 60:
        if (text.size() >= 11) {
          row.note = "type " + text.substr(0, 2) + ", batch " + text.substr(2, 6) + ", network " + text.substr(8, 3);
        }
        break;
      case 62:
        if (type_ == "0810") row.note = "wrapped keys, hidden";
        break;
      default: break;
    }
  }

  void hide(int field, const FieldSpec& spec, std::size_t at, std::size_t bytes, std::size_t length) {
    switch (field) {
      case 2: {
        const std::size_t shift = spec.justify == iso8583::Justify::right && length % 2 != 0 ? 1 : 0;
        s_.hide_number(2 * at + shift, length);
        break;
      }
      case 35:
        if (length > 6) s_.hide_digits(2 * at + 6, 2 * bytes - 6);
        break;
      case 14:
      case 36:
      case 45:
      case 52: s_.hide(at, bytes); break;
      case 62:
        if (type_ == "0810") s_.hide(at, bytes);
        break;
      default: break;
    }
  }

  void fill_chip(Row& row, std::size_t at, std::size_t bytes) {
    const Bytes value = s_.part(at, bytes);
    if (std::all_of(value.begin(), value.end(), [](std::uint8_t byte) { return byte == 0; })) {
      row.value = count_text(bytes);
      row.note = "masked";
      return;
    }
    row.rows = tlv_rows(s_, at, bytes);
    row.value = count_text(bytes);
    row.note = std::to_string(row.rows.size()) + " tags";
  }

  /// Field 59: two characters, three digits of length, a value that may be a list itself.
  void fill_list(Row& row, std::size_t at, std::size_t bytes, int depth) {
    const auto list = iso8583::parse_tlv(s_.part(at, bytes));
    if (!list) return;
    row.value = count_text(bytes);
    for (const iso8583::TlvItem& item : list->items()) {
      const auto value_at = static_cast<std::size_t>(item.value.data() - s_.bytes().data());
      const std::size_t from = item.value.empty() ? at : value_at;
      const bool secret =
          (depth == 0 && item.name() == "A1") || (item.name() == "03" && (row.key == "A2" || row.key == "A6"));
      if (secret) s_.hide(from, item.value.size());
      Row inner{std::string{item.name()}, name59(row.key, item.name()), {}, {}, from, item.value.size()};
      inner.value =
          s_.is_text(from, item.value.size()) ? s_.ascii(from, item.value.size()) : s_.hex(from, item.value.size());
      if (secret) inner.note = "hidden";
      const bool group = depth == 0 && !item.value.empty() &&
                         (item.name() == "A2" || item.name() == "A5" || item.name() == "A6" || item.name() == "A7");
      if (group) fill_list(inner, from, item.value.size(), depth + 1);
      row.rows.push_back(std::move(inner));
    }
  }

  static std::string name59(std::string_view outer, std::string_view tag) {
    if (outer == "59") {
      if (tag == "A1") return "SM4 PIN block";
      if (tag == "A2") return "Device identity";
      if (tag == "A5") return "Place";
      if (tag == "A6") return "Transaction keys";
      if (tag == "A7") return "Sign-in proof";
      if (tag == "A8") return "Answer proof";
    }
    if (outer == "A6") return tag == "01" ? "kind" : tag == "02" ? "nonce or KSN" : "sealed account data";
    return {};
  }

  Specimen& s_;
  std::size_t at_;
  std::size_t end_;
  std::string type_;
  Rows rows_;
};

bool begins_tpdu(Bytes bytes) {
  return bytes.size() >= iso8583::tpdu_bytes + iso8583::header_bytes && bytes[0] == 0x60;
}

}  // namespace

std::string_view response_code_text(std::string_view code) noexcept {
  for (const Code& one : codes) {
    if (one.code == code) return one.text;
  }
  return {};
}

Rows message_rows(Specimen& specimen, std::size_t at, std::size_t size) {
  return Reader{specimen, at, size}.read();
}

bool is_message(Bytes bytes) {
  const auto message = std::make_unique<iso8583::Message>();
  const bool good = iso8583::unpack(bytes, *message).has_value();
  message->wipe();
  return good;
}

std::optional<std::size_t> message_in_frame(Bytes bytes) {
  const std::size_t before = iso8583::tpdu_bytes + iso8583::header_bytes;
  if (bytes.size() > iso8583::length_bytes && load_be16(bytes.data()) == bytes.size() - iso8583::length_bytes &&
      begins_tpdu(bytes.subspan(iso8583::length_bytes))) {
    return iso8583::length_bytes + before;
  }
  if (begins_tpdu(bytes)) return before;
  return std::nullopt;
}

Rows host_frame_rows(Specimen& specimen) {
  const auto start = message_in_frame(specimen.bytes());
  if (!start) return message_rows(specimen, 0, specimen.size());
  Rows rows;
  std::size_t at = *start - iso8583::tpdu_bytes - iso8583::header_bytes;
  if (at > 0) {
    rows.push_back({{}, "Length", specimen.hex(0, at), count_text(specimen.size() - at) + " follow", 0, at});
  }
  rows.push_back({{}, "TPDU", specimen.hex(at, iso8583::tpdu_bytes), {}, at, iso8583::tpdu_bytes});
  at += iso8583::tpdu_bytes;
  rows.push_back({{}, "Header", specimen.hex(at, iso8583::header_bytes), {}, at, iso8583::header_bytes});
  Rows fields = message_rows(specimen, *start, specimen.size() - *start);
  std::move(fields.begin(), fields.end(), std::back_inserter(rows));
  return rows;
}

}  // namespace mpos::decode

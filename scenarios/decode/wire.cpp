// SPDX-License-Identifier: Apache-2.0
#include "scenarios/decode/wire.hpp"

#include <algorithm>
#include <optional>

#include "devicemodel/base/hex.hpp"
#include "scenarios/decode/iso8583.hpp"
#include "scenarios/decode/row_text.hpp"

namespace mpos::decode {
namespace {

namespace pb = google::protobuf;
using Kind = pb::FieldDescriptor::CppType;

constexpr unsigned varint = 0, fixed64 = 1, delimited = 2, fixed32 = 5;

/// One field as it lies on the wire (Protobuf encoding: tag, then a varint, 4 or 8 bytes, or a length and bytes).
struct Piece {
  int number = 0;
  unsigned wire = 0;
  std::uint64_t value = 0;
  std::size_t at = 0;  ///< of the tag
  std::size_t content = 0;
  std::size_t size = 0;  ///< of the content
};

/// Reads pieces one after the other; nothing when the bytes are none.
class Walker {
 public:
  Walker(Bytes bytes, std::size_t at, std::size_t size) : bytes_(bytes), at_(at), end_(at + size) {}
  bool done() const { return at_ == end_; }
  std::size_t at() const { return at_; }
  std::optional<Piece> next() {
    Piece piece;
    piece.at = at_;
    const auto tag = number();
    if (!tag || *tag >> 3 == 0 || *tag >> 3 > 536870911) return std::nullopt;
    piece.number = static_cast<int>(*tag >> 3);
    piece.wire = static_cast<unsigned>(*tag & 7);
    piece.content = at_;
    switch (piece.wire) {
      case varint: {
        const auto value = number();
        if (!value) return std::nullopt;
        piece.value = *value;
        break;
      }
      case fixed64:
        if (!fixed(piece, 8)) return std::nullopt;
        break;
      case fixed32:
        if (!fixed(piece, 4)) return std::nullopt;
        break;
      case delimited: {
        const auto length = number();
        if (!length || *length > end_ - at_) return std::nullopt;
        piece.content = at_;
        at_ += static_cast<std::size_t>(*length);
        break;
      }
      default: return std::nullopt;
    }
    piece.size = at_ - piece.content;
    return piece;
  }

 private:
  std::optional<std::uint64_t> number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && at_ < end_; shift += 7) {
      const std::uint8_t byte = bytes_[at_++];
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    return std::nullopt;
  }
  bool fixed(Piece& piece, std::size_t size) {
    if (end_ - at_ < size) return false;
    for (std::size_t i = size; i-- > 0;) piece.value = piece.value << 8 | bytes_[at_ + i];
    at_ += size;
    return true;
  }
  Bytes bytes_;
  std::size_t at_;
  std::size_t end_;
};

unsigned wire_of(const pb::FieldDescriptor& field) {
  switch (field.type()) {
    case pb::FieldDescriptor::TYPE_DOUBLE:
    case pb::FieldDescriptor::TYPE_FIXED64:
    case pb::FieldDescriptor::TYPE_SFIXED64: return fixed64;
    case pb::FieldDescriptor::TYPE_FLOAT:
    case pb::FieldDescriptor::TYPE_FIXED32:
    case pb::FieldDescriptor::TYPE_SFIXED32: return fixed32;
    case pb::FieldDescriptor::TYPE_STRING:
    case pb::FieldDescriptor::TYPE_BYTES:
    case pb::FieldDescriptor::TYPE_MESSAGE:
    case pb::FieldDescriptor::TYPE_GROUP: return delimited;
    default: return varint;
  }
}

std::string number_text(const pb::FieldDescriptor& field, std::uint64_t value) {
  switch (field.cpp_type()) {
    case Kind::CPPTYPE_BOOL: return value != 0 ? "true" : "false";
    case Kind::CPPTYPE_ENUM: {
      const auto* known = field.enum_type()->FindValueByNumber(static_cast<int>(value));
      return known != nullptr ? known->name() : std::to_string(value);
    }
    case Kind::CPPTYPE_INT32:
    case Kind::CPPTYPE_INT64: return std::to_string(static_cast<std::int64_t>(value));
    default: return std::to_string(value);
  }
}

bool is_nested(const pb::FieldDescriptor& field) {
  return field.cpp_type() == Kind::CPPTYPE_MESSAGE;
}

std::string hex_text(const std::string& bytes) {
  return Specimen{as_bytes(bytes)}.hex(0, std::min(bytes.size(), shown_bytes)) +
         (bytes.size() > shown_bytes ? "..." : "");
}

std::string scalar_text(const pb::Message& message, const pb::FieldDescriptor& field, int index) {
  const pb::Reflection& r = *message.GetReflection();
  const bool many = index >= 0;
  switch (field.cpp_type()) {
    case Kind::CPPTYPE_INT32:
      return std::to_string(many ? r.GetRepeatedInt32(message, &field, index) : r.GetInt32(message, &field));
    case Kind::CPPTYPE_INT64:
      return std::to_string(many ? r.GetRepeatedInt64(message, &field, index) : r.GetInt64(message, &field));
    case Kind::CPPTYPE_UINT32:
      return std::to_string(many ? r.GetRepeatedUInt32(message, &field, index) : r.GetUInt32(message, &field));
    case Kind::CPPTYPE_UINT64:
      return std::to_string(many ? r.GetRepeatedUInt64(message, &field, index) : r.GetUInt64(message, &field));
    case Kind::CPPTYPE_DOUBLE:
      return std::to_string(many ? r.GetRepeatedDouble(message, &field, index) : r.GetDouble(message, &field));
    case Kind::CPPTYPE_FLOAT:
      return std::to_string(many ? r.GetRepeatedFloat(message, &field, index) : r.GetFloat(message, &field));
    case Kind::CPPTYPE_BOOL:
      return (many ? r.GetRepeatedBool(message, &field, index) : r.GetBool(message, &field)) ? "true" : "false";
    case Kind::CPPTYPE_ENUM:
      return (many ? r.GetRepeatedEnum(message, &field, index) : r.GetEnum(message, &field))->name();
    case Kind::CPPTYPE_STRING: {
      const std::string text = many ? r.GetRepeatedString(message, &field, index) : r.GetString(message, &field);
      return field.type() == pb::FieldDescriptor::TYPE_BYTES ? hex_text(text) : text;
    }
    case Kind::CPPTYPE_MESSAGE: break;
  }
  return {};
}

}  // namespace

Rows wire_rows(Specimen& specimen, std::size_t at, std::size_t size, const pb::Descriptor& type, int depth) {
  Rows rows;
  Walker walker{specimen.bytes(), at, size};
  while (!walker.done()) {
    const std::size_t from = walker.at();
    const auto piece = walker.next();
    if (!piece) {
      rows.push_back(wrong_row(specimen, from, at + size - from, "not Protobuf from here"));
      return rows;
    }
    const std::size_t whole = walker.at() - piece->at;
    const auto* field = type.FindFieldByNumber(piece->number);
    const bool packed = field != nullptr && field->is_packable() && field->is_repeated() && piece->wire == delimited;
    if (field == nullptr || (piece->wire != wire_of(*field) && !packed)) {
      rows.push_back(
          wrong_row(specimen, piece->at, whole, field == nullptr ? "unknown field" : "field of another type"));
      rows.back().key = std::to_string(piece->number);
      continue;
    }
    Row row{std::to_string(piece->number), field->name(), {}, {}, piece->at, whole};
    if (is_nested(*field)) {
      row.note = field->message_type()->name();
      if (depth < max_depth)
        row.rows = wire_rows(specimen, piece->content, piece->size, *field->message_type(), depth + 1);
    } else if (piece->wire != delimited) {
      row.value = number_text(*field, piece->value);
    } else if (field->type() == pb::FieldDescriptor::TYPE_STRING) {
      const Bytes text = specimen.part(piece->content, piece->size);
      row.value = specimen.hides(piece->content, piece->size) ? specimen.ascii(piece->content, piece->size)
                                                              : std::string{as_text(text)};
    } else {
      row.note = count_text(piece->size);
      if (is_message(specimen.part(piece->content, piece->size))) {
        row.rows = message_rows(specimen, piece->content, piece->size);
      } else {
        row.value = specimen.hex(piece->content, std::min(piece->size, shown_bytes));
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

bool is_wire(Bytes bytes, const pb::Descriptor& type, int depth) {
  if (depth > max_depth) return false;
  Walker walker{bytes, 0, bytes.size()};
  while (!walker.done()) {
    const auto piece = walker.next();
    if (!piece) return false;
    const auto* field = type.FindFieldByNumber(piece->number);
    if (field == nullptr || piece->wire != wire_of(*field)) return false;
    if (is_nested(*field) && !is_wire(bytes.subspan(piece->content, piece->size), *field->message_type(), depth + 1)) {
      return false;
    }
  }
  return true;
}

Rows field_rows(const pb::Message& message, int depth) {
  Rows rows;
  const pb::Reflection& r = *message.GetReflection();
  const pb::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& field = *type.field(i);
    const int count = field.is_repeated() ? r.FieldSize(message, &field) : r.HasField(message, &field) ? 1 : 0;
    for (int k = 0; k < count; ++k) {
      const int index = field.is_repeated() ? k : -1;
      Row row{{}, field.name(), {}, {}, 0, 0};
      std::replace(row.name.begin(), row.name.end(), '_', ' ');
      if (is_nested(field)) {
        if (depth < max_depth) {
          row.rows = field_rows(
              index >= 0 ? r.GetRepeatedMessage(message, &field, index) : r.GetMessage(message, &field), depth + 1);
        }
      } else {
        row.value = scalar_text(message, field, index);
      }
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace mpos::decode

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/json_line.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <optional>

#include "devicemodel/base/hex.hpp"
#include "scenarios/load/words.hpp"
#include "scenarios/load/yaml_reader.hpp"

namespace mpos::load {
namespace {

namespace pb = google::protobuf;
using Type = pb::FieldDescriptor::CppType;

template <typename T>
void append_number(T value, std::string& out) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
  MPOS_ASSERT(error == std::errc{});
  out.append(text.data(), end);
}

void append_hex(std::string_view bytes, std::string& out) {
  out += '"';
  for (const char c : bytes) {
    const auto u = static_cast<unsigned char>(c);
    out += hex_digits_upper[u >> 4];
    out += hex_digits_upper[u & 15];
  }
  out += '"';
}

/// `index` below 0 for a single field.
void append_value(const pb::Message& message, const pb::FieldDescriptor& field, int index, std::string& out) {
  const pb::Reflection& r = *message.GetReflection();
  const bool many = index >= 0;
  switch (field.cpp_type()) {
    case Type::CPPTYPE_INT32:
      return append_number(many ? r.GetRepeatedInt32(message, &field, index) : r.GetInt32(message, &field), out);
    case Type::CPPTYPE_INT64:
      return append_number(many ? r.GetRepeatedInt64(message, &field, index) : r.GetInt64(message, &field), out);
    case Type::CPPTYPE_UINT32:
      return append_number(many ? r.GetRepeatedUInt32(message, &field, index) : r.GetUInt32(message, &field), out);
    case Type::CPPTYPE_UINT64:
      return append_number(many ? r.GetRepeatedUInt64(message, &field, index) : r.GetUInt64(message, &field), out);
    case Type::CPPTYPE_DOUBLE:
      return append_number(many ? r.GetRepeatedDouble(message, &field, index) : r.GetDouble(message, &field), out);
    case Type::CPPTYPE_FLOAT:
      return append_number(many ? r.GetRepeatedFloat(message, &field, index) : r.GetFloat(message, &field), out);
    case Type::CPPTYPE_BOOL:
      out += (many ? r.GetRepeatedBool(message, &field, index) : r.GetBool(message, &field)) ? "true" : "false";
      return;
    case Type::CPPTYPE_ENUM:
      return append_json_string(
          enum_word(*(many ? r.GetRepeatedEnum(message, &field, index) : r.GetEnum(message, &field))), out);
    case Type::CPPTYPE_STRING: {
      std::string scratch;
      const std::string& text = many ? r.GetRepeatedStringReference(message, &field, index, &scratch)
                                     : r.GetStringReference(message, &field, &scratch);
      return field.type() == pb::FieldDescriptor::TYPE_BYTES ? append_hex(text, out) : append_json_string(text, out);
    }
    case Type::CPPTYPE_MESSAGE:
      return append_json(many ? r.GetRepeatedMessage(message, &field, index) : r.GetMessage(message, &field), out);
  }
}

bool is_written(const pb::Message& message, const pb::FieldDescriptor& field) {
  if (field.is_repeated()) return message.GetReflection()->FieldSize(message, &field) > 0;
  return message.GetReflection()->HasField(message, &field) ||
         (field.cpp_type() == Type::CPPTYPE_BOOL && !field.has_presence());
}

std::optional<unsigned> hex4(std::string_view text) {
  unsigned value = 0;
  for (const char c : text.substr(0, 4)) {
    const auto digit = hex_value(c);
    if (!digit) return std::nullopt;
    value = value * 16 + *digit;
  }
  return text.size() < 4 ? std::nullopt : std::optional{value};
}

/// JSON writes a character past U+FFFF as two escapes, `\uD83D\uDE00`; YAML as one, `\U0001F600`.
std::string join_surrogates(std::string_view line) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size()) {
      const auto high = line[i + 1] == 'u' ? hex4(line.substr(i + 2)) : std::nullopt;
      const bool pair = high && *high >= 0xD800 && *high < 0xDC00 && line.size() >= i + 12 && line[i + 6] == '\\' &&
                        line[i + 7] == 'u';
      const auto low = pair ? hex4(line.substr(i + 8)) : std::nullopt;
      if (low && *low >= 0xDC00 && *low < 0xE000) {
        std::array<char, 16> text{};
        std::snprintf(text.data(), text.size(), "\\U%08X", 0x10000U + ((*high - 0xD800U) << 10) + (*low - 0xDC00U));
        out += text.data();
        i += 11;
        continue;
      }
      out += line[i++];
    }
    out += line[i];
  }
  return out;
}

}  // namespace

void append_json_string(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (u < 0x20 || u == 0x7F) {
      out += "\\u00";
      out += hex_digits_upper[u >> 4];
      out += hex_digits_upper[u & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_json(const pb::Message& message, std::string& out) {
  const pb::Descriptor& type = *message.GetDescriptor();
  out += '{';
  bool first = true;
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& field = *type.field(i);
    if (!is_written(message, field)) continue;
    if (!first) out += ',';
    first = false;
    append_json_string(field.name(), out);
    out += ':';
    if (!field.is_repeated()) {
      append_value(message, field, -1, out);
      continue;
    }
    out += '[';
    for (int k = 0; k < message.GetReflection()->FieldSize(message, &field); ++k) {
      if (k > 0) out += ',';
      append_value(message, field, k, out);
    }
    out += ']';
  }
  out += '}';
}

std::string event_to_json_line(const bus::v1::Event& event) {
  std::string out;
  append_json(event, out);
  return out;
}

Result<bus::v1::Command, std::string> command_from_json_line(std::string_view line, std::uint64_t* id) {
  bus::v1::Command command;
  Problems problems("command");
  // A whole command must be written with keys: a bare word would be taken for nothing at all.
  const bool good = read_yaml(join_surrogates(line), command, problems);
  if (id != nullptr) *id = command.id();
  if (!good) {
    const Problem& first = problems.items().front();
    return Failure{"column " + std::to_string(first.place.column) + ": " + first.text};
  }
  if (command.act_case() == bus::v1::Command::ACT_NOT_SET) {
    return Failure{std::string("the command does nothing; expected one act, such as {\"swipe\": \"debit_101\"}")};
  }
  return command;
}

}  // namespace mpos::load

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/yaml_writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "scenarios/load/json_line.hpp"
#include "scenarios/load/values.hpp"
#include "scenarios/load/words.hpp"

namespace mpos::load {
namespace {

namespace pb = google::protobuf;
using Type = pb::FieldDescriptor::CppType;

constexpr int step = 2;

std::string number_text(double value) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} ? std::string{text.data(), end} : std::string{"0"};
}

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(text, out);
  return out;
}

/// `index` below 0 for a single field.
std::string scalar_text(const pb::Message& message, const pb::FieldDescriptor& field, int index) {
  const pb::Reflection& r = *message.GetReflection();
  const bool many = index >= 0;
  switch (field.cpp_type()) {
    case Type::CPPTYPE_INT32:
      return std::to_string(many ? r.GetRepeatedInt32(message, &field, index) : r.GetInt32(message, &field));
    case Type::CPPTYPE_INT64: {
      const std::int64_t value = many ? r.GetRepeatedInt64(message, &field, index) : r.GetInt64(message, &field);
      const FieldRules rules = rules_of(field);
      if (rules.money) return quoted(format_money(value));
      return rules.duration ? format_duration(value) : std::to_string(value);
    }
    case Type::CPPTYPE_UINT32:
      return std::to_string(many ? r.GetRepeatedUInt32(message, &field, index) : r.GetUInt32(message, &field));
    case Type::CPPTYPE_UINT64:
      return std::to_string(many ? r.GetRepeatedUInt64(message, &field, index) : r.GetUInt64(message, &field));
    case Type::CPPTYPE_DOUBLE:
      return number_text(many ? r.GetRepeatedDouble(message, &field, index) : r.GetDouble(message, &field));
    case Type::CPPTYPE_FLOAT:
      return number_text(
          static_cast<double>(many ? r.GetRepeatedFloat(message, &field, index) : r.GetFloat(message, &field)));
    case Type::CPPTYPE_BOOL:
      return (many ? r.GetRepeatedBool(message, &field, index) : r.GetBool(message, &field)) ? "true" : "false";
    case Type::CPPTYPE_ENUM:
      return enum_word(*(many ? r.GetRepeatedEnum(message, &field, index) : r.GetEnum(message, &field)));
    case Type::CPPTYPE_STRING:
      return quoted(many ? r.GetRepeatedString(message, &field, index) : r.GetString(message, &field));
    case Type::CPPTYPE_MESSAGE: break;
  }
  return {};
}

void write(const pb::Message& message, int indent, std::string& out);

void write_list(const pb::Message& message, const pb::FieldDescriptor& field, int indent, std::string& out) {
  const pb::Reflection& r = *message.GetReflection();
  for (int i = 0; i < r.FieldSize(message, &field); ++i) {
    const auto margin = static_cast<std::size_t>(indent);
    std::string item;
    if (field.cpp_type() == Type::CPPTYPE_MESSAGE) {
      write(r.GetRepeatedMessage(message, &field, i), indent + step, item);
      // The first key stands behind the dash.
      item = item.empty() ? "{}\n" : item.substr(margin + step);
    } else {
      item = scalar_text(message, field, i) + "\n";
    }
    out += std::string(margin, ' ') + "- " + item;
  }
}

void write(const pb::Message& message, int indent, std::string& out) {
  const pb::Reflection& r = *message.GetReflection();
  const pb::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& field = *type.field(i);
    const bool written = field.is_repeated() ? r.FieldSize(message, &field) > 0 : r.HasField(message, &field);
    if (!written) continue;
    const bool nested = field.cpp_type() == Type::CPPTYPE_MESSAGE;
    if (nested && !field.is_repeated() && rules_of(field).inlined) {
      write(r.GetMessage(message, &field), indent, out);
      continue;
    }
    out += std::string(static_cast<std::size_t>(indent), ' ') + yaml_key(field) + ":";
    if (field.is_repeated()) {
      out += "\n";
      write_list(message, field, indent + step, out);
    } else if (nested) {
      std::string inside;
      write(r.GetMessage(message, &field), indent + step, inside);
      out += inside.empty() ? " {}\n" : "\n" + inside;
    } else {
      out += " " + scalar_text(message, field, -1) + "\n";
    }
  }
}

/// Whether text may stand without quotes and still be text.
bool is_plain(std::string_view text) {
  const bool word = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
  });
  if (!word || (text[0] >= '0' && text[0] <= '9')) return false;
  for (const std::string_view taken : {"true", "false", "null", "yes", "no", "on", "off"}) {
    if (text == taken) return false;
  }
  return true;
}

bool is_written(const pb::Message& message, const pb::FieldDescriptor& field) {
  const pb::Reflection& r = *message.GetReflection();
  return field.is_repeated() ? r.FieldSize(message, &field) > 0 : r.HasField(message, &field);
}

std::string flow_scalar(const pb::Message& message, const pb::FieldDescriptor& field, int index) {
  std::string text = scalar_text(message, field, index);
  const bool is_text = field.cpp_type() == Type::CPPTYPE_STRING;
  if (is_text && is_plain(std::string_view{text}.substr(1, text.size() - 2))) return text.substr(1, text.size() - 2);
  return text;
}

std::string flow_value(const pb::Message& message, const pb::FieldDescriptor& field) {
  const pb::Reflection& r = *message.GetReflection();
  const bool nested = field.cpp_type() == Type::CPPTYPE_MESSAGE;
  if (!field.is_repeated()) return nested ? write_flow(r.GetMessage(message, &field)) : flow_scalar(message, field, -1);
  const int count = r.FieldSize(message, &field);
  std::string out;
  if (rules_of(field).split) {
    for (int i = 0; i < count; ++i) out += (i == 0 ? "" : " ") + r.GetRepeatedString(message, &field, i);
    return quoted(out);
  }
  for (int i = 0; i < count; ++i) {
    out += i == 0 ? "" : ", ";
    out += nested ? write_flow(r.GetRepeatedMessage(message, &field, i)) : flow_scalar(message, field, i);
  }
  return "[" + out + "]";
}

}  // namespace

std::string write_flow(const pb::Message& message) {
  const pb::Descriptor& type = *message.GetDescriptor();
  const pb::FieldDescriptor* alone = short_form_of(type);
  std::string out;
  bool only_alone = alone != nullptr && is_written(message, *alone);
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& field = *type.field(i);
    if (!is_written(message, field)) continue;
    only_alone = only_alone && &field == alone;
    out += (out.empty() ? "" : ", ") + yaml_key(field) + ": " + flow_value(message, field);
  }
  return only_alone ? flow_value(message, *alone) : "{" + out + "}";
}

std::string write_scenario(const scenario::v1::Scenario& scenario) {
  scenario::v1::Scenario head = scenario;
  head.clear_steps();
  std::string out = write_yaml(head) + "steps:\n";
  for (const scenario::v1::Step& each : scenario.steps()) {
    std::string margin = "  - ";
    const auto write_fields = [&](const pb::Message& message) {
      const pb::Descriptor& type = *message.GetDescriptor();
      for (int i = 0; i < type.field_count(); ++i) {
        const pb::FieldDescriptor& field = *type.field(i);
        if (!is_written(message, field) || rules_of(field).inlined) continue;
        out += margin + yaml_key(field) + ": " + flow_value(message, field) + "\n";
        margin = "    ";
      }
    };
    write_fields(each);
    if (each.has_act()) write_fields(each.act());
  }
  return out;
}

std::string write_yaml(const pb::Message& message) {
  std::string out;
  write(message, 0, out);
  return out;
}

}  // namespace mpos::load

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/schema.hpp"

#include <map>
#include <sstream>
#include <vector>

#include "scenarios/load/json_line.hpp"
#include "scenarios/load/words.hpp"

namespace mpos::load {
namespace {

namespace pb = google::protobuf;
using Type = pb::FieldDescriptor::CppType;

std::string text(std::string_view value) {
  std::string out;
  append_json_string(value, out);
  return out;
}

/// The members of one JSON object, as they will be printed between braces.
using Members = std::vector<std::string>;

std::string object(const Members& members, const std::string& indent) {
  if (members.empty()) return "{}";
  std::string out = "{";
  for (std::size_t i = 0; i < members.size(); ++i) out += (i == 0 ? "\n  " : ",\n  ") + indent + members[i];
  return out + "\n" + indent + "}";
}

std::string one_line(const Members& members) {
  std::string out = "{";
  for (std::size_t i = 0; i < members.size(); ++i) out += (i == 0 ? "" : ", ") + members[i];
  return out + "}";
}

std::string decimal(double value) {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out << value;
  return out.str();
}

class Printer {
 public:
  std::string print(const pb::Descriptor& root) {
    define(root);
    Members defs;
    for (const auto& [name, body] : defined_) defs.push_back(text(name) + ": " + body);
    return object({"\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"", "\"title\": " + text(root.name()),
                   "\"$ref\": " + text("#/$defs/" + root.name()), "\"$defs\": " + object(defs, "  ")},
                  "") +
           "\n";
  }

 private:
  void define(const pb::Descriptor& type) {
    if (defined_.contains(type.name())) return;
    defined_[type.name()] = "";  // Stands while its fields are printed, so that a cycle ends.
    Members properties;
    std::vector<std::string> required;
    collect(type, properties, required);
    std::string body;
    for (const auto& key : required) body += (body.empty() ? "" : ", ") + text(key);
    Members whole{"\"type\": \"object\"", "\"additionalProperties\": false"};
    if (!required.empty()) whole.push_back("\"required\": [" + body + "]");
    whole.push_back("\"properties\": " + object(properties, "        "));
    std::string printed = object(whole, "      ");
    std::string forms = printed;
    if (const pb::FieldDescriptor* short_field = short_form_of(type))
      forms += ", " + one(*short_field, rules_of(*short_field));
    if (required.empty()) forms += ", {\"type\": \"null\"}";
    defined_[type.name()] = forms == printed ? object(whole, "    ") : "{\"anyOf\": [" + forms + "]}";
  }

  void collect(const pb::Descriptor& type, Members& properties, std::vector<std::string>& required) {
    for (int i = 0; i < type.field_count(); ++i) {
      const pb::FieldDescriptor& field = *type.field(i);
      const FieldRules rules = rules_of(field);
      if (rules.inlined) {
        collect(*field.message_type(), properties, required);
        continue;
      }
      if (rules.required) required.push_back(yaml_key(field));
      properties.push_back(text(yaml_key(field)) + ": " + one(field, rules));
    }
  }

  std::string one(const pb::FieldDescriptor& field, const FieldRules& rules) {
    Members members;
    if (!rules.doc.empty()) members.push_back("\"description\": " + text(rules.doc));
    if (!field.is_repeated()) {
      single(field, rules, members);
      return one_line(members);
    }
    Members item;
    single(field, rules, item);
    const std::string list = "{\"type\": \"array\", \"items\": " + one_line(item) + "}";
    // A number among the words (`keys: 5`) is a number to a schema checker and text to the loader.
    if (rules.split) {
      members.push_back("\"anyOf\": [" + list + ", {\"type\": [\"string\", \"number\"]}]");
    } else {
      members.push_back(list.substr(1, list.size() - 2));
    }
    return one_line(members);
  }

  void single(const pb::FieldDescriptor& field, const FieldRules& rules, Members& members) {
    if (rules.duration) {
      members.push_back(
          R"("type": ["string", "integer"], "pattern": "^(0|[0-9]+(\\.[0-9]{1,6})?(ns|us|ms|s|min|h))$", "maximum": 0)");
      return;
    }
    if (rules.money) {
      members.push_back(R"("type": ["string", "number"], "pattern": "^(0|[1-9][0-9]{0,9})(\\.[0-9]{2})?$")");
      return;
    }
    switch (field.cpp_type()) {
      case Type::CPPTYPE_INT32:
      case Type::CPPTYPE_INT64: members.push_back(R"("type": "integer")"); break;
      case Type::CPPTYPE_UINT32:
      case Type::CPPTYPE_UINT64:
        members.push_back(R"("type": "integer")");
        if (!rules.minimum) members.push_back("\"minimum\": 0");
        break;
      case Type::CPPTYPE_DOUBLE:
      case Type::CPPTYPE_FLOAT: members.push_back(R"("type": "number")"); break;
      case Type::CPPTYPE_BOOL: members.push_back(R"("type": "boolean")"); return;
      case Type::CPPTYPE_ENUM: {
        std::string words;
        for (const auto& word : enum_words(*field.enum_type())) words += (words.empty() ? "" : ", ") + text(word);
        members.push_back("\"enum\": [" + words + "]");
        return;
      }
      case Type::CPPTYPE_STRING:
        // Codes such as 0200 may stand without quotes.
        members.push_back(R"("type": ["string", "number", "boolean"])");
        return;
      case Type::CPPTYPE_MESSAGE:
        define(*field.message_type());
        members.push_back("\"$ref\": " + text("#/$defs/" + field.message_type()->name()));
        return;
    }
    if (rules.minimum) members.push_back("\"minimum\": " + decimal(*rules.minimum));
    if (rules.maximum) members.push_back("\"maximum\": " + decimal(*rules.maximum));
  }

  std::map<std::string, std::string> defined_;
};

}  // namespace

std::string schema_for(const pb::Descriptor& message) {
  return Printer().print(message);
}

}  // namespace mpos::load

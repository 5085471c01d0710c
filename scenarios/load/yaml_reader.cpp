// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/yaml_reader.hpp"

#include <algorithm>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>

#include "devicemodel/base/hex.hpp"
#include "scenarios/load/document.hpp"
#include "scenarios/load/values.hpp"
#include "scenarios/load/words.hpp"

namespace mpos::load {
namespace {

namespace pb = google::protobuf;
using Type = pb::FieldDescriptor::CppType;

std::string in_quotes(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::string out = "'";
  for (const char c : text.substr(0, longest)) out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  // Never cut a character in half.
  while (text.size() > longest && !out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80)
    out.pop_back();
  return out + (text.size() > longest ? "...'" : "'");
}

std::string plain_number(double value) {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out << value;
  return out.str();
}

std::string expectation(const pb::FieldDescriptor& field, const FieldRules& rules) {
  if (rules.duration) return "a duration such as 500ms or 3s";
  if (rules.money) return "an amount such as \"12.50\"";
  switch (field.cpp_type()) {
    case Type::CPPTYPE_INT32:
    case Type::CPPTYPE_INT64: return "a whole number";
    case Type::CPPTYPE_UINT32:
    case Type::CPPTYPE_UINT64: return "a whole number, not negative";
    case Type::CPPTYPE_DOUBLE:
    case Type::CPPTYPE_FLOAT: return "a number";
    case Type::CPPTYPE_BOOL: return "true or false";
    case Type::CPPTYPE_ENUM: return join_words(enum_words(*field.enum_type()));
    case Type::CPPTYPE_STRING: return field.type() == pb::FieldDescriptor::TYPE_BYTES ? "hexadecimal digits" : "text";
    case Type::CPPTYPE_MESSAGE: return "keys of " + field.message_type()->name();
  }
  return "a value";
}

class Walker {
 public:
  Walker(Problems& problems, Places* places) : problems_(problems), places_(places) {}

  void message(const Node& node, pb::Message& out, const std::string& path) {
    const pb::Descriptor& type = *out.GetDescriptor();
    note(path, node);
    if (node.kind == Node::Kind::map) return map(node, out, path);
    if (node.is_null() && node.kind == Node::Kind::scalar) return check_required(node, out, {});
    if (node.kind == Node::Kind::scalar) {
      if (const pb::FieldDescriptor* field = short_form_of(type)) {
        const std::string inner = join(path, yaml_key(*field));
        note(inner, node);
        // What is wrong with the value is told by the key the person wrote.
        const std::string before = written_;
        if (written_.empty()) written_ = last_key(path);
        value(node, out, *field, inner);
        written_ = before;
        return check_required(node, out, {field});
      }
    }
    problems_.add(node.place,
                  type.name() + " is written with keys (" + first_keys(type) + "), not as " + node.kind_name());
  }

 private:
  using Given = std::set<const pb::FieldDescriptor*>;

  static std::string join(const std::string& path, const std::string& key) {
    return path.empty() ? key : path + "." + key;
  }
  static std::string first_keys(const pb::Descriptor& type) {
    auto keys = keys_of(type);
    if (keys.empty()) return "none";
    const bool more = keys.size() > 4;
    keys.resize(std::min<std::size_t>(keys.size(), 4));
    std::string out;
    for (const auto& key : keys) out += (out.empty() ? "" : ", ") + key;
    return more ? out + ", ..." : out;
  }
  static std::string last_key(const std::string& path) {
    const auto dot = path.find_last_of('.');
    const std::string key = dot == std::string::npos ? path : path.substr(dot + 1);
    return key.substr(0, key.find('['));
  }
  /// The key of `field`, or the one it was written with.
  std::string key_of(const pb::FieldDescriptor& field) const {
    return "'" + (written_.empty() ? yaml_key(field) : written_) + "'";
  }
  void note(const std::string& path, const Node& node) {
    if (places_ != nullptr) places_->set(path, node.place);
  }

  void map(const Node& node, pb::Message& out, const std::string& path) {
    const pb::Descriptor& type = *out.GetDescriptor();
    Given given;
    std::map<const pb::OneofDescriptor*, std::string> chosen;
    for (std::size_t i = 0; i + 1 < node.items.size() && !problems_.full(); i += 2) {
      const Node& key = node.items[i];
      const Node& item = node.items[i + 1];
      if (key.kind != Node::Kind::scalar) continue;  // The document reader has said so.
      const auto target = find_key(type, key.text);
      if (!target) {
        problems_.add(key.place, "unknown key " + in_quotes(key.text) + " in " + type.name() +
                                     suggestion(key.text, keys_of(type)));
        continue;
      }
      if (!given.insert(target->field).second) continue;  // A duplicate; said already.
      if (const pb::OneofDescriptor* one = target->field->real_containing_oneof()) {
        const auto [first, fresh] = chosen.emplace(one, key.text);
        if (!fresh) {
          problems_.add(key.place,
                        "'" + key.text + "' beside '" + first->second + "': only one " + one->name() + " at a time");
          continue;
        }
      }
      pb::Message& holder =
          target->through == nullptr ? out : *out.GetReflection()->MutableMessage(&out, target->through);
      const std::string inner = join(path, key.text);
      note(inner, item);
      value(item, holder, *target->field, inner);
    }
    check_required(node, out, given);
  }

  void check_required(const Node& node, const pb::Message& out, const Given& given) {
    const pb::Descriptor& type = *out.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const pb::FieldDescriptor& field = *type.field(i);
      const FieldRules rules = rules_of(field);
      if (!rules.required || given.contains(&field)) continue;
      problems_.add(node.place, "'" + yaml_key(field) + "' is missing in " + type.name() + "; expected " +
                                    (field.is_repeated() ? "a list" : expectation(field, rules)));
    }
  }

  void value(const Node& node, pb::Message& out, const pb::FieldDescriptor& field, const std::string& path) {
    MPOS_ASSERT(!field.is_map());  // No message written in YAML has one.
    if (!field.is_repeated()) {
      if (field.cpp_type() == Type::CPPTYPE_MESSAGE) {
        return message(node, *out.GetReflection()->MutableMessage(&out, &field), path);
      }
      return scalar(node, out, field);
    }
    if (node.kind == Node::Kind::list) {
      for (std::size_t i = 0; i < node.items.size() && !problems_.full(); ++i) {
        const std::string inner = path + "[" + std::to_string(i) + "]";
        note(inner, node.items[i]);
        if (field.cpp_type() == Type::CPPTYPE_MESSAGE) {
          message(node.items[i], *out.GetReflection()->AddMessage(&out, &field), inner);
        } else {
          scalar(node.items[i], out, field);
        }
      }
      return;
    }
    if (node.kind == Node::Kind::scalar && !node.is_null() && rules_of(field).split) return split(node, out, field);
    problems_.add(node.place, key_of(field) + " is a list, not " + node.kind_name());
  }

  void split(const Node& node, pb::Message& out, const pb::FieldDescriptor& field) {
    std::istringstream words(node.text);
    Node part;
    part.place = node.place;
    part.plain = node.plain;
    while (words >> part.text) scalar(part, out, field);
  }

  bool refuse(const Node& node, const pb::FieldDescriptor& field, const FieldRules& rules) {
    const std::string got = node.kind == Node::Kind::scalar && !node.is_null()
                                ? (node.plain ? "" : "the text ") + in_quotes(node.text)
                                : std::string(node.kind_name());
    problems_.add(node.place, key_of(field) + ": expected " + expectation(field, rules) + ", not " + got);
    return false;
  }

  template <typename T, typename Wide>
  std::optional<T> number(const Node& node, const pb::FieldDescriptor& field, const FieldRules& rules,
                          std::optional<Wide> parsed) {
    if (node.kind != Node::Kind::scalar || !parsed || !(node.plain || rules.duration || rules.money)) {
      (void)refuse(node, field, rules);
      return std::nullopt;
    }
    const auto as_real = static_cast<double>(*parsed);
    const double low = rules.minimum.value_or(static_cast<double>(std::numeric_limits<T>::lowest()));
    const double high = rules.maximum.value_or(static_cast<double>(std::numeric_limits<T>::max()));
    if (as_real < low || as_real > high) {
      problems_.add(node.place, key_of(field) + ": " + in_quotes(node.text) + " is out of range; expected " +
                                    plain_number(low) + " to " + plain_number(high));
      return std::nullopt;
    }
    return static_cast<T>(*parsed);
  }

  void scalar(const Node& node, pb::Message& out, const pb::FieldDescriptor& field) {
    const pb::Reflection& reflection = *out.GetReflection();
    const FieldRules rules = rules_of(field);
    const bool many = field.is_repeated();
    const bool is_scalar = node.kind == Node::Kind::scalar && !node.is_null();
    const std::string& text = node.text;
    switch (field.cpp_type()) {
      case Type::CPPTYPE_INT32:
        if (const auto v = number<std::int32_t>(node, field, rules, parse_signed(text))) {
          many ? reflection.AddInt32(&out, &field, *v) : reflection.SetInt32(&out, &field, *v);
        }
        return;
      case Type::CPPTYPE_INT64: {
        const auto parsed = rules.duration ? parse_duration(text)
                            : rules.money  ? parse_money(text)
                                           : parse_signed(text);
        if (const auto v = number<std::int64_t>(node, field, rules, parsed)) {
          many ? reflection.AddInt64(&out, &field, *v) : reflection.SetInt64(&out, &field, *v);
        }
        return;
      }
      case Type::CPPTYPE_UINT32:
        if (const auto v = number<std::uint32_t>(node, field, rules, parse_unsigned(text))) {
          many ? reflection.AddUInt32(&out, &field, *v) : reflection.SetUInt32(&out, &field, *v);
        }
        return;
      case Type::CPPTYPE_UINT64:
        if (const auto v = number<std::uint64_t>(node, field, rules, parse_unsigned(text))) {
          many ? reflection.AddUInt64(&out, &field, *v) : reflection.SetUInt64(&out, &field, *v);
        }
        return;
      case Type::CPPTYPE_DOUBLE:
        if (const auto v = number<double>(node, field, rules, parse_real(text))) {
          many ? reflection.AddDouble(&out, &field, *v) : reflection.SetDouble(&out, &field, *v);
        }
        return;
      case Type::CPPTYPE_FLOAT:
        if (const auto v = number<float>(node, field, rules, parse_real(text))) {
          many ? reflection.AddFloat(&out, &field, *v) : reflection.SetFloat(&out, &field, *v);
        }
        return;
      case Type::CPPTYPE_BOOL: {
        if (!is_scalar || !node.plain || (text != "true" && text != "false")) return void(refuse(node, field, rules));
        many ? reflection.AddBool(&out, &field, text == "true") : reflection.SetBool(&out, &field, text == "true");
        return;
      }
      case Type::CPPTYPE_ENUM: {
        const pb::EnumValueDescriptor* word = is_scalar ? find_word(*field.enum_type(), text) : nullptr;
        if (word == nullptr) return void(refuse(node, field, rules));
        many ? reflection.AddEnum(&out, &field, word) : reflection.SetEnum(&out, &field, word);
        return;
      }
      case Type::CPPTYPE_STRING: {
        if (!is_scalar) return void(refuse(node, field, rules));
        std::string bytes = text;
        if (field.type() == pb::FieldDescriptor::TYPE_BYTES) {
          std::vector<std::uint8_t> raw(text.size() / 2);
          if (!read_hex(text, raw)) return void(refuse(node, field, rules));
          bytes.assign(raw.begin(), raw.end());
        }
        many ? reflection.AddString(&out, &field, bytes) : reflection.SetString(&out, &field, bytes);
        return;
      }
      case Type::CPPTYPE_MESSAGE: return;  // value() has taken messages.
    }
  }

  Problems& problems_;
  Places* places_;
  std::string written_;  ///< the key of a message written as one value, while that value is read
};

}  // namespace

bool read_yaml(std::string_view text, pb::Message& out, Problems& problems, Places* places) {
  out.Clear();
  const std::size_t before = problems.items().size();
  if (const auto root = read_document(text, problems)) Walker(problems, places).message(*root, out, {});
  const bool good = problems.items().size() == before && !problems.full();
  problems.sort();
  return good;
}

std::optional<std::string> read_file(const std::filesystem::path& path, Problems& problems) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return problems.add({}, "no such file"), std::nullopt;
  if (!std::filesystem::is_regular_file(status)) return problems.add({}, "not a file"), std::nullopt;
  std::ifstream in(path, std::ios::binary);
  // Room for what the file says it holds and a byte more, to see its end: the file may grow meanwhile.
  const std::uintmax_t told = std::filesystem::file_size(path, error);
  std::string text;
  std::size_t wanted = error ? 1 : static_cast<std::size_t>(std::min<std::uintmax_t>(told, max_text_bytes)) + 1;
  while (in && text.size() < wanted) {
    const std::size_t held = text.size();
    text.resize(wanted);
    in.read(text.data() + held, static_cast<std::streamsize>(wanted - held));
    text.resize(held + static_cast<std::size_t>(in.gcount()));
    wanted = std::min(2 * wanted, max_text_bytes + 1);
  }
  if (!in.eof() && text.empty()) return problems.add({}, "cannot be read"), std::nullopt;
  if (text.size() > max_text_bytes) {
    return problems.add({}, "larger than " + std::to_string(max_text_bytes) + " bytes"), std::nullopt;
  }
  return text;
}

}  // namespace mpos::load

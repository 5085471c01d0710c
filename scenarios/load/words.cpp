// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/words.hpp"

#include <algorithm>
#include <cctype>

#include "mpos/yaml/yaml.pb.h"

namespace mpos::load {
namespace {

namespace pb = google::protobuf;

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string without(std::string name, std::string_view suffix) {
  if (name.size() > suffix.size() && name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  return name;
}

/// `MacAlgorithm` to `MAC_ALGORITHM_`.
std::string enum_prefix(const std::string& name) {
  std::string out;
  for (const char c : name) {
    const auto u = static_cast<unsigned char>(c);
    if (std::isupper(u) != 0 && !out.empty()) out += '_';
    out += static_cast<char>(std::toupper(u));
  }
  return out + '_';
}

}  // namespace

FieldRules rules_of(const pb::FieldDescriptor& field) {
  const pb::FieldOptions& options = field.options();
  FieldRules rules;
  rules.inlined = options.GetExtension(yaml::inline_);
  rules.split = options.GetExtension(yaml::split);
  rules.duration = options.GetExtension(yaml::duration);
  rules.money = options.GetExtension(yaml::money);
  rules.required = options.GetExtension(yaml::required);
  rules.doc = options.GetExtension(yaml::doc);
  if (options.HasExtension(yaml::minimum)) rules.minimum = options.GetExtension(yaml::minimum);
  if (options.HasExtension(yaml::maximum)) rules.maximum = options.GetExtension(yaml::maximum);
  return rules;
}

const pb::FieldDescriptor* short_form_of(const pb::Descriptor& message) {
  const std::string& name = message.options().GetExtension(yaml::short_form);
  return name.empty() ? nullptr : message.FindFieldByName(name);
}

std::string yaml_key(const pb::FieldDescriptor& field) {
  if (field.options().GetExtension(yaml::duration)) return without(field.name(), "_ns");
  if (field.options().GetExtension(yaml::money)) return without(field.name(), "_minor");
  return field.name();
}

std::string enum_word(const pb::EnumValueDescriptor& value) {
  if (const std::string& word = value.options().GetExtension(yaml::word); !word.empty()) return word;
  std::string name = value.name();
  if (const std::string prefix = enum_prefix(value.type()->name()); name.starts_with(prefix))
    name.erase(0, prefix.size());
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return name;
}

std::vector<std::string> enum_words(const pb::EnumDescriptor& type) {
  std::vector<std::string> words;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) words.push_back(enum_word(*type.value(i)));
  }
  return words;
}

const pb::EnumValueDescriptor* find_word(const pb::EnumDescriptor& type, std::string_view word) {
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0 && enum_word(*type.value(i)) == word) return type.value(i);
  }
  return nullptr;
}

std::optional<KeyTarget> find_key(const pb::Descriptor& message, std::string_view key) {
  for (int i = 0; i < message.field_count(); ++i) {
    const pb::FieldDescriptor& field = *message.field(i);
    if (field.options().GetExtension(yaml::inline_)) {
      if (const auto inner = find_key(*field.message_type(), key)) return KeyTarget{&field, inner->field};
    } else if (yaml_key(field) == key) {
      return KeyTarget{nullptr, &field};
    }
  }
  return std::nullopt;
}

std::vector<std::string> keys_of(const pb::Descriptor& message) {
  std::vector<std::string> keys;
  for (int i = 0; i < message.field_count(); ++i) {
    const pb::FieldDescriptor& field = *message.field(i);
    if (field.options().GetExtension(yaml::inline_)) {
      const auto inner = keys_of(*field.message_type());
      keys.insert(keys.end(), inner.begin(), inner.end());
    } else {
      keys.push_back(yaml_key(field));
    }
  }
  return keys;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& words) {
  const std::string* best = nullptr;
  // A third of the letters may be wrong; more, and it is another word. The dashes of an option are no letters.
  const std::size_t letters = word.size() - std::min(word.find_first_not_of('-'), word.size());
  std::size_t best_distance = std::min<std::size_t>(3, (letters + 2) / 3);
  if (word.size() > 64) return {};
  for (const std::string& candidate : words) {
    const std::size_t d = distance(word, candidate);
    if (d < best_distance || (d == best_distance && best == nullptr && d < word.size())) {
      best = &candidate;
      best_distance = d;
    }
  }
  return best == nullptr ? std::string{} : "; did you mean '" + *best + "'?";
}

std::string join_words(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

}  // namespace mpos::load

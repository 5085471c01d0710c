// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/descriptor.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mpos::load {

/// What the options of mpos/yaml/yaml.proto say of a field.
struct FieldRules {
  bool inlined = false;
  bool split = false;
  bool duration = false;
  bool money = false;
  bool required = false;
  std::string doc;
  std::optional<double> minimum;
  std::optional<double> maximum;
};

FieldRules rules_of(const google::protobuf::FieldDescriptor& field);

/// The field a bare scalar stands for, or nullptr.
const google::protobuf::FieldDescriptor* short_form_of(const google::protobuf::Descriptor& message);

/// The YAML key of a field: its name, without `_ns` for durations and without `_minor` for money.
std::string yaml_key(const google::protobuf::FieldDescriptor& field);

/// The word of an enumerator: option `word`, else its name without the enum's prefix, in lower case.
std::string enum_word(const google::protobuf::EnumValueDescriptor& value);
/// The words a file may use: all but the zero value that stands for "left out".
std::vector<std::string> enum_words(const google::protobuf::EnumDescriptor& type);
const google::protobuf::EnumValueDescriptor* find_word(const google::protobuf::EnumDescriptor& type,
                                                       std::string_view word);

/// A field reached by a key of `message`: its own, or one of a message written inline.
struct KeyTarget {
  const google::protobuf::FieldDescriptor* through = nullptr;  ///< The inline field, or nullptr.
  const google::protobuf::FieldDescriptor* field = nullptr;
};
std::optional<KeyTarget> find_key(const google::protobuf::Descriptor& message, std::string_view key);
/// Every key of `message`, inline ones included, in order of declaration.
std::vector<std::string> keys_of(const google::protobuf::Descriptor& message);

/// `; did you mean 'x'?` for the nearest of `words`, or nothing when none is near.
std::string suggestion(std::string_view word, const std::vector<std::string>& words);
/// `a, b or c`
std::string join_words(const std::vector<std::string>& words);

}  // namespace mpos::load

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace mpos::load {

/// A message as YAML that read_yaml() takes back: one key a line, what is empty left out, texts in quotes, money and
/// durations in the words of a person.
std::string write_yaml(const google::protobuf::Message& message);

}  // namespace mpos::load

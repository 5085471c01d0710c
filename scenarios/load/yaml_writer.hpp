// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "mpos/scenario/v1/scenario.pb.h"

namespace mpos::load {

/// A message as YAML that read_yaml() takes back: one key a line, what is empty left out, texts in quotes, money and
/// durations in the words of a person.
std::string write_yaml(const google::protobuf::Message& message);

/// A message as the value of one key on one line, `{a: 1, b: [2, 3]}`; as its bare short form where that says all.
/// read_yaml() takes it back.
std::string write_flow(const google::protobuf::Message& message);
/// A scenario as people write it: what is set up, then a line for each step.
std::string write_scenario(const scenario::v1::Scenario& scenario);

}  // namespace mpos::load

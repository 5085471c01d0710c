// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>

namespace mpos::load {

/// The JSON Schema (2020-12) of what read_yaml() takes for `message`, indented by two spaces, with a newline at the
/// end.
std::string schema_for(const google::protobuf::Descriptor& message);

}  // namespace mpos::load

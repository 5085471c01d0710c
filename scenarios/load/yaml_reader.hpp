// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/load/problem.hpp"

namespace mpos::load {

/// Fills `out` from a YAML text (JSON is YAML too). Every key is a field's yaml_key(); the options of
/// mpos/yaml/yaml.proto say what a value may be.
///
///   problems  gets everything wrong, up to its limit, with places; its file name is the caller's
///   places    when given, gets the place of every value
///   returns   true when nothing was added to `problems`; otherwise `out` holds what could be read and is not to be
///   used
bool read_yaml(std::string_view text, google::protobuf::Message& out, Problems& problems, Places* places = nullptr);

/// The bytes of a file, or nothing with a problem added: missing, a folder, unreadable, too large.
std::optional<std::string> read_file(const std::filesystem::path& path, Problems& problems);

}  // namespace mpos::load

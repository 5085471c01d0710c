// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "devicemodel/base/result.hpp"

namespace mpos::cli {

/// A file somebody named, and how: the option, or empty for an operand. An empty path is an option left out.
struct NamedFile {
  std::string by;
  std::filesystem::path path;
};

/// Makes sure that no output is one of the inputs or another output, under whatever names. Pipes and devices may be
/// named as often as one likes.
///   errors  a sentence that names both
Result<void, std::string> check_distinct(const std::vector<NamedFile>& inputs, const std::vector<NamedFile>& outputs);

/// Profiles, cards and hosts are named by path where the word looks like one. Empty for a plain name.
std::filesystem::path as_path(const std::string& name_or_path);

}  // namespace mpos::cli

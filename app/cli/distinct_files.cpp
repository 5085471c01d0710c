// SPDX-License-Identifier: Apache-2.0
#include "app/cli/distinct_files.hpp"

#include <sys/stat.h>

namespace mpos::cli {
namespace {

namespace fs = std::filesystem;

/// One file under all its names: links of both kinds, dots and dot dots.
bool is_same(const fs::path& one, const fs::path& other) {
  struct ::stat a {};
  struct ::stat b {};
  const bool has_a = ::stat(one.c_str(), &a) == 0;
  const bool has_b = ::stat(other.c_str(), &b) == 0;
  if (has_a && has_b) return S_ISREG(a.st_mode) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
  if (has_a != has_b) return false;
  std::error_code error;
  const fs::path first = fs::weakly_canonical(fs::absolute(one, error), error);
  return !error && first == fs::weakly_canonical(fs::absolute(other, error), error);
}

std::string shown(const NamedFile& file) {
  return file.by.empty() ? file.path.string() : file.by + " " + file.path.string();
}

}  // namespace

Result<void, std::string> check_distinct(const std::vector<NamedFile>& inputs, const std::vector<NamedFile>& outputs) {
  for (auto output = outputs.begin(); output != outputs.end(); ++output) {
    if (output->path.empty()) continue;
    for (const NamedFile& input : inputs) {
      if (input.path.empty() || !is_same(output->path, input.path)) continue;
      return Failure{shown(*output) + " would overwrite what is read: " + shown(input)};
    }
    for (auto other = outputs.begin(); other != output; ++other) {
      if (other->path.empty() || !is_same(output->path, other->path)) continue;
      return Failure{shown(*other) + " and " + shown(*output) + " are the same file; each needs one of its own"};
    }
  }
  return {};
}

fs::path as_path(const std::string& name_or_path) {
  const bool by_path = name_or_path.find('/') != std::string::npos || name_or_path.ends_with(".yaml");
  return by_path ? fs::path{name_or_path} : fs::path{};
}

}  // namespace mpos::cli

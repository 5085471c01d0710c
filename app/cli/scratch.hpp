// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace mpos::cli {

/// A folder of this run, removed with all that is in it.
class Scratch {
 public:
  Scratch() {
    std::error_code error;
    std::string shape = (std::filesystem::temp_directory_path(error) / "vmpos-XXXXXX").string();
    if (!error && ::mkdtemp(shape.data()) != nullptr) path_ = shape;
  }
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  /// Empty when none could be made.
  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace mpos::cli

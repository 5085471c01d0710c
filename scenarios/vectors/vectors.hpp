// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <ostream>
#include <span>
#include <string>
#include <vector>

namespace mpos::vectors {

struct VectorReport {
  int passed = 0;
  int failed = 0;
  int skipped = 0;
  int unusable = 0;  ///< of the failed: paths that do not exist, files of other kinds, folders without any
  std::vector<std::string> failures;  ///< "file / name: reason", or want and got
  std::vector<std::string> skips;     ///< "file / name: operation"
};

inline constexpr std::uintmax_t max_file_bytes = 64U * 1024 * 1024;

/// Runs every vector of the files through the product's code. A folder stands for all *.json below it, in the order of
/// their names. Whatever is wrong with a file or a vector counts as one failure that names it. Writes each failure, the
/// names of skipped vectors and at the end `N passed, N failed`, with `, N skipped` when there are any.
VectorReport run_vectors(std::span<const std::filesystem::path> paths, std::ostream& out);

/// The same for one text; `file` is what failures call it. Writes nothing.
void run_vector_text(std::string_view text, std::string_view file, VectorReport& report);

}  // namespace mpos::vectors

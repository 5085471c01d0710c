// SPDX-License-Identifier: Apache-2.0
#include "app/cli/outcome_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace mpos::cli {
namespace {

Failure<std::string> cannot_write(const std::filesystem::path& path, const char* why) {
  return Failure{path.string() + " cannot be written: " + why};
}

}  // namespace

Result<void, std::string> check_writable(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return cannot_write(file, std::strerror(errno));
  ::close(descriptor);
  return {};
}

Result<void, std::string> check_writable_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return cannot_write(folder, error.message().c_str());
  if (!std::filesystem::is_directory(folder, error)) return cannot_write(folder, "it is no folder");
  if (::access(folder.c_str(), W_OK | X_OK) != 0) return cannot_write(folder, std::strerror(errno));
  return {};
}

Result<void, std::string> OutcomeFile::open(const std::filesystem::path& file) {
  path_ = file;
  errno = 0;
  out_.open(file, std::ios::binary | std::ios::trunc);
  if (!out_) return cannot_write(file, std::strerror(errno));
  return {};
}

Result<void, std::string> OutcomeFile::close() {
  if (!out_.is_open()) return {};
  errno = 0;
  out_.close();
  if (!out_) return cannot_write(path_, errno != 0 ? std::strerror(errno) : "not all of it went in");
  return {};
}

Result<void, std::string> JournalFile::open(const std::filesystem::path& file, const std::string& heading) {
  if (auto done = file_.open(file); !done) return done;
  file_.stream() << "# " << heading << "\n";
  return {};
}

}  // namespace mpos::cli

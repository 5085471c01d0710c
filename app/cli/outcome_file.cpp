// SPDX-License-Identifier: Apache-2.0
#include "app/cli/outcome_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace mpos::cli {
namespace {

namespace fs = std::filesystem;

Failure<std::string> cannot_write(const fs::path& path, const char* why) {
  return Failure{path.string() + " cannot be written: " + why};
}

/// How a file is written as a whole.
struct Way {
  enum class Kind : std::uint8_t {
    replace,   ///< written beside, then renamed
    in_place,  ///< pipe, device, or a folder that takes no new file
    printed,   ///< it is where standard output or error goes
  };
  Kind kind = Kind::replace;
  fs::path target;      ///< links resolved
  ::mode_t mode = 0;    ///< permission bits
  int descriptor = -1;  ///< of printed
};

::mode_t mode_of_new_files() {
  const ::mode_t mask = ::umask(0);
  (void)::umask(mask);
  return 0666 & ~mask;
}

/// A new file beside `target`, whose name goes to `name`; -1 with errno.
int open_beside(const fs::path& target, std::string& name) {
  name = target.string() + ".XXXXXX";
  return ::mkostemp(name.data(), O_CLOEXEC);
}

Result<Way, std::string> way_to(const fs::path& file) {
  Way way{.kind = Way::Kind::replace, .target = file, .mode = mode_of_new_files()};
  struct ::stat there {};
  std::error_code error;
  const bool exists = ::stat(file.c_str(), &there) == 0;
  if (exists) {
    if (S_ISDIR(there.st_mode)) return cannot_write(file, "it is a folder");
    if (::access(file.c_str(), W_OK) != 0) return cannot_write(file, std::strerror(errno));
    for (const int place : {STDOUT_FILENO, STDERR_FILENO}) {
      struct ::stat printed {};
      if (::fstat(place, &printed) != 0 || printed.st_dev != there.st_dev || printed.st_ino != there.st_ino) continue;
      way.kind = Way::Kind::printed;
      way.descriptor = place;
      return way;
    }
    way.mode = there.st_mode & 07777;
    if (S_ISREG(there.st_mode)) way.target = fs::canonical(file, error);
    if (!S_ISREG(there.st_mode) || error) way.kind = Way::Kind::in_place;
  } else if (fs::is_symlink(file, error)) {
    way.kind = Way::Kind::in_place;  // a link to nowhere yet
  }
  if (way.kind != Way::Kind::replace) return way;
  std::string beside;
  const int descriptor = open_beside(way.target, beside);
  if (descriptor >= 0) {
    ::close(descriptor);
    (void)::unlink(beside.c_str());
    return way;
  }
  if (!exists) return cannot_write(file, std::strerror(errno));
  way.kind = Way::Kind::in_place;
  return way;
}

/// Writes all and closes. Nothing, or errno.
int write_and_close(int descriptor, std::string_view text) {
  int trouble = 0;
  while (!text.empty() && trouble == 0) {
    const ::ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      trouble = errno;
    }
  }
  if (::close(descriptor) != 0 && trouble == 0) trouble = errno;
  return trouble;
}

int replace(const Way& way, std::string_view text) {
  std::string beside;
  const int descriptor = open_beside(way.target, beside);
  if (descriptor < 0) return errno;
  int trouble = ::fchmod(descriptor, way.mode) == 0 ? 0 : errno;
  const int written = write_and_close(descriptor, text);
  if (trouble == 0) trouble = written;
  if (trouble == 0 && ::rename(beside.c_str(), way.target.c_str()) != 0) trouble = errno;
  if (trouble != 0) (void)::unlink(beside.c_str());
  return trouble;
}

}  // namespace

Result<void, std::string> check_writable(const fs::path& file) {
  const auto way = way_to(file);
  if (!way) return Failure{way.error()};
  return {};
}

Result<void, std::string> write_whole(const fs::path& file, std::string_view text) {
  const auto way = way_to(file);
  if (!way) return Failure{way.error()};
  int trouble = 0;
  if (way->kind == Way::Kind::replace) {
    trouble = replace(*way, text);
  } else {
    (void)std::fflush(stdout);
    const int descriptor = way->kind == Way::Kind::printed
                               ? ::dup(way->descriptor)
                               : ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    trouble = descriptor < 0 ? errno : write_and_close(descriptor, text);
  }
  if (trouble != 0) return cannot_write(file, std::strerror(trouble));
  return {};
}

Result<void, std::string> check_writable_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return cannot_write(folder, error.message().c_str());
  if (!fs::is_directory(folder, error)) return cannot_write(folder, "it is no folder");
  if (::access(folder.c_str(), W_OK | X_OK) != 0) return cannot_write(folder, std::strerror(errno));
  return {};
}

Result<void, std::string> OutcomeFile::open(const fs::path& file) {
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

Result<void, std::string> JournalFile::open(const fs::path& file, const std::string& heading) {
  if (auto done = file_.open(file); !done) return done;
  file_.stream() << journal_head(heading);
  return {};
}

}  // namespace mpos::cli

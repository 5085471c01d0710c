// SPDX-License-Identifier: Apache-2.0
#include "app/cli/standard_output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>

namespace mpos::cli {

void hold_standard_places() {
  // A new descriptor takes the lowest free number, so going upwards fills the gaps.
  for (const int place : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(place, F_GETFD) >= 0) continue;
    (void)::open("/dev/null", place == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

Result<void, std::string> flush_output() {
  static std::string trouble;
  if (!trouble.empty()) return Failure{trouble};
  errno = 0;
  std::cout.flush();
  const bool flushed = std::fflush(stdout) == 0;
  if (flushed && std::ferror(stdout) == 0 && std::cout.good()) return {};
  // The reason of an earlier failure is lost; one more byte behind what is broken off anyway asks for it again.
  if (errno == 0) (void)!::write(STDOUT_FILENO, "\n", 1);
  trouble = std::string{"standard output cannot be written: "} +
            (errno != 0 ? std::strerror(errno) : "not all of it went out");
  return Failure{trouble};
}

void print_line(std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
  (void)flush_output();
}

}  // namespace mpos::cli

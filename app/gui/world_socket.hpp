// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "devicemodel/base/result.hpp"

namespace mpos::gui {

/// A world in a child process: our end of its command bus, and of its standard error.
struct ChildWorld {
  pid_t pid = -1;
  int socket = -1;
  int errors = -1;
};

/// Starts `words` with `--control fd:N` added. The child ends when our end of the socket does.
Result<ChildWorld, std::string> start_world(const std::vector<std::string>& words);
/// Waits for the child's end. Empty when it went well, otherwise what it died of.
std::string wait_for_end(pid_t pid);
/// Connects to "unix:PATH", a path, or HOST:PORT.
Result<int, std::string> connect_to_world(const std::string& address);

}  // namespace mpos::gui

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
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
/// Waits for the child's end; one that hangs is killed at `until`. `hear` is called when its standard error, which does
/// not block, may be read, and once more after the end. Empty when it went well, otherwise what it died of.
std::string wait_for_end(const ChildWorld& child, const std::function<void()>& hear,
                         std::chrono::steady_clock::time_point until);
/// Whether `address` has the shape of one: "unix:PATH", a path, HOST:PORT or [IPV6]:PORT. The failure says what has.
Result<void, std::string> check_world_address(const std::string& address);
/// Connects to such an address.
Result<int, std::string> connect_to_world(const std::string& address);

}  // namespace mpos::gui

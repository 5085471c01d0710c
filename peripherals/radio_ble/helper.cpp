// SPDX-License-Identifier: Apache-2.0
#include "peripherals/radio_ble/helper.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include "devicemodel/base/assert.hpp"
#include "peripherals/net/local.hpp"

extern "C" char** environ;

namespace mpos::radio_ble {

Result<std::unique_ptr<Helper>, std::string> Helper::start(net::Context& context, const std::string& program,
                                                           const Appearance& appearance, const std::string& adapter) {
  if (::access(program.c_str(), X_OK) != 0) {
    return Failure{program + " is not there; build it with -DVMPOS_BLE=ON (package qt6-connectivity-dev)"};
  }
  int ends[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return Failure{std::string{"no socket pair: "} + std::strerror(errno)};
  }
  std::vector<std::string> words = {program,
                                    "--name",
                                    appearance.name,
                                    "--service",
                                    appearance.service,
                                    "--model",
                                    appearance.model,
                                    "--serial",
                                    appearance.serial,
                                    "--firmware",
                                    appearance.firmware,
                                    "--battery",
                                    std::to_string(appearance.battery_percent)};
  if (!adapter.empty()) words.insert(words.end(), {"--adapter", adapter});
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  // Its standard input is the wire, both ways. A terminal's interrupt is ours to act on: the helper has a group of its
  // own and ends with the wire.
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t child = -1;
  const int error = ::posix_spawn(&child, program.c_str(), &actions, &attributes, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  ::close(ends[1]);
  if (error != 0) {
    ::close(ends[0]);
    return Failure{program + " cannot be started: " + std::strerror(error)};
  }
  const int kept = ::fcntl(ends[0], F_DUPFD_CLOEXEC, 0);
  auto stream = net::adopt_local(context, ends[0]);
  MPOS_ASSERT(stream);  // one end of a pair made above
  return std::unique_ptr<Helper>(new Helper(child, kept, std::move(*stream)));
}

Helper::~Helper() {
  // The end of the wire is its sign to stop advertising and go.
  stream_.reset();
  if (socket_ >= 0) {
    (void)::shutdown(socket_, SHUT_RDWR);
    ::close(socket_);
  }
  // The C library's own pidfd_open() of this age has C++ linkage in its header and C linkage in its code.
  const int watched = static_cast<int>(::syscall(SYS_pidfd_open, child_, 0));
  pollfd ended{watched, POLLIN, 0};
  constexpr int patience_ms = 3000;
  if (watched < 0 || ::poll(&ended, 1, patience_ms) != 1) (void)::kill(child_, SIGKILL);
  if (watched >= 0) ::close(watched);
  while (::waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace mpos::radio_ble

// SPDX-License-Identifier: Apache-2.0
#include "app/gui/world_socket.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX does not declare it

namespace mpos::gui {
namespace {

std::string reason() {
  return std::strerror(errno);  // NOLINT(concurrency-mt-unsafe): glibc's is safe for known numbers
}

/// Closes what it holds unless it was given away.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) (void)::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  int give() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

/// The path in "unix:PATH", or the whole when it holds a slash; nothing for an address of TCP.
std::optional<std::string> local_path(const std::string& address) {
  constexpr std::string_view local = "unix:";
  if (address.starts_with(local)) return address.substr(local.size());
  if (address.find('/') != std::string::npos) return address;
  return std::nullopt;
}

Result<void, std::string> check_path(const std::string& path) {
  if (path.empty() || path.size() >= sizeof(sockaddr_un::sun_path)) {
    return Failure{"the path of a Unix socket has 1 to 107 characters: '" + path + "'"};
  }
  return {};
}

struct TcpAddress {
  std::string host;  ///< without the brackets an IPv6 address is written in
  std::string port;
};

Result<TcpAddress, std::string> split(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  TcpAddress out;
  if (colon != std::string::npos) out = {address.substr(0, colon), address.substr(colon + 1)};
  if (out.host.starts_with('[') && out.host.ends_with(']')) out.host = out.host.substr(1, out.host.size() - 2);
  const bool digits =
      !out.port.empty() && out.port.size() <= 5 && out.port.find_first_not_of("0123456789") == std::string::npos;
  if (out.host.empty() || !digits || std::stoi(out.port) < 1 || std::stoi(out.port) > 65535) {
    return Failure{"'" + address + "' is no address; expected unix:PATH or 127.0.0.1:PORT"};
  }
  return out;
}

Result<int, std::string> connect_local(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (const auto good = check_path(path); !good) return Failure{good.error()};
  std::memcpy(address.sun_path, path.data(), path.size());
  Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return Failure{"nobody answers at " + path + ": " + reason()};
  }
  return socket.give();
}

Result<int, std::string> connect_tcp(const std::string& address) {
  const auto parts = split(address);
  if (!parts) return Failure{parts.error()};
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(parts->host.c_str(), parts->port.c_str(), &hints, &found);
  if (error != 0) return Failure{"'" + address + "' is not known: " + ::gai_strerror(error)};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> list{found, &::freeaddrinfo};
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
    Descriptor socket{::socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol)};
    if (::connect(socket.get(), at->ai_addr, at->ai_addrlen) == 0) return socket.give();
  }
  return Failure{"nobody answers at " + address + ": " + reason()};
}

}  // namespace

Result<ChildWorld, std::string> start_world(const std::vector<std::string>& words) {
  std::array<int, 2> control{};
  std::array<int, 2> errors{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control.data()) != 0) return Failure{reason()};
  Descriptor ours{control[0]};
  const Descriptor theirs{control[1]};
  if (::pipe2(errors.data(), O_CLOEXEC) != 0) return Failure{reason()};
  Descriptor read_end{errors[0]};
  const Descriptor write_end{errors[1]};

  constexpr int control_number = 3;
  std::vector<std::string> all = words;
  all.emplace_back("--control");
  all.push_back("fd:" + std::to_string(control_number));
  std::vector<char*> arguments;
  arguments.reserve(all.size() + 1);
  for (std::string& word : all) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t actions{};
  (void)::posix_spawn_file_actions_init(&actions);
  (void)::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  (void)::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  (void)::posix_spawn_file_actions_adddup2(&actions, write_end.get(), STDERR_FILENO);
  // From a number that is 3 itself the close-on-exec mark would stay: by way of another number it goes.
  constexpr int between = 100;
  (void)::posix_spawn_file_actions_adddup2(&actions, theirs.get(), between);
  (void)::posix_spawn_file_actions_adddup2(&actions, between, control_number);
  (void)::posix_spawn_file_actions_addclose(&actions, between);
  posix_spawnattr_t attributes{};
  (void)::posix_spawnattr_init(&attributes);
  // The window holds SIGINT and SIGTERM back for itself; the child hears of its end by the socket, and Ctrl+C in the
  // terminal is not for it.
  sigset_t none;
  (void)::sigemptyset(&none);
  (void)::posix_spawnattr_setsigmask(&attributes, &none);
  (void)::posix_spawnattr_setpgroup(&attributes, 0);
  (void)::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  ChildWorld child;
  const int error = ::posix_spawn(&child.pid, all.front().c_str(), &actions, &attributes, arguments.data(), environ);
  (void)::posix_spawn_file_actions_destroy(&actions);
  (void)::posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    errno = error;
    return Failure{"cannot start " + all.front() + ": " + reason()};
  }
  child.socket = ours.give();
  child.errors = read_end.give();
  return child;
}

std::string wait_for_end(const ChildWorld& child, const std::function<void()>& hear,
                         std::chrono::steady_clock::time_point until) {
  // The C library's own pidfd_open() of this age has C++ linkage in its header and C linkage in its code.
  const Descriptor watched{static_cast<int>(::syscall(SYS_pidfd_open, child.pid, 0))};
  using Clock = std::chrono::steady_clock;
  std::array<pollfd, 2> waits{{{watched.get(), POLLIN, 0}, {child.errors, POLLIN, 0}}};
  bool ended = false;
  while (!ended) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    if (left.count() <= 0) break;
    if (::poll(waits.data(), waits.size(), static_cast<int>(left.count())) <= 0) continue;
    if (waits[1].revents != 0) hear();
    const bool silent = (waits[1].revents & (POLLHUP | POLLERR)) != 0;
    if (silent) waits[1].fd = -1;
    // Where the kernel watches no process, the end of its standard error has to do.
    ended = watched.get() >= 0 ? waits[0].revents != 0 : silent;
  }
  if (!ended) (void)::kill(child.pid, SIGKILL);
  int status = 0;
  while (::waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {
  }
  hear();
  if (!ended) return "it did not end when asked to and had to be killed";
  if (WIFSIGNALED(status)) {
    return "signal " + std::to_string(WTERMSIG(status)) + ", " + ::strsignal(WTERMSIG(status));
  }
  const int code = WEXITSTATUS(status);
  return code == 0 ? std::string{} : "exit code " + std::to_string(code);
}

Result<void, std::string> check_world_address(const std::string& address) {
  if (const auto path = local_path(address)) return check_path(*path);
  if (const auto parts = split(address); !parts) return Failure{parts.error()};
  return {};
}

Result<int, std::string> connect_to_world(const std::string& address) {
  if (const auto path = local_path(address)) return connect_local(*path);
  return connect_tcp(address);
}

}  // namespace mpos::gui

// SPDX-License-Identifier: Apache-2.0
#include "app/gui/simulation.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <utility>

#include "app/gui/world_socket.hpp"
#include "devicemodel/base/assert.hpp"

namespace mpos::gui {
namespace {

/// How long a world of its own may take to keep what outlives the run, wall-clock time.
constexpr std::chrono::seconds patience{10};
constexpr std::size_t error_tail_bytes = std::size_t{8} * 1024;
/// How a child begins the lines that are for people; the window says those in its own name.
constexpr std::string_view own_prefix = "vmpos serve: ";

bool is_own_line(std::string_view line) {
  return line.starts_with(own_prefix);
}

}  // namespace

Simulation::Simulation(Launch launch, std::function<void()> wake) : wake_(std::move(wake)) {
  const int piped = ::pipe2(nudge_, O_CLOEXEC | O_NONBLOCK);
  MPOS_ASSERT(piped == 0);
  thread_ = std::thread{[this, launch = std::move(launch)] { run(launch); }};
}

Simulation::~Simulation() {
  end();
  for (const int fd : nudge_) (void)::close(fd);
}

void Simulation::end() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  nudge();
  thread_.join();
}

void Simulation::post(bus::v1::Command command) {
  {
    const std::lock_guard lock{mutex_};
    bus::append_frame(command, unsent_);
  }
  nudge();
}

std::vector<Simulation::Event> Simulation::take_events() {
  const std::lock_guard lock{mutex_};
  return std::exchange(outbox_, {});
}

std::string Simulation::failure() const {
  const std::lock_guard lock{mutex_};
  return failure_;
}

void Simulation::nudge() const {
  constexpr char byte = 0;
  (void)!::write(nudge_[1], &byte, 1);  // a full pipe nudges too
}

void Simulation::fail(std::string why) {
  {
    const std::lock_guard lock{mutex_};
    failure_ = std::move(why);
  }
  wake_();
}

void Simulation::run(const Launch& launch) {
  if (!launch.attach.empty()) {
    const auto socket = connect_to_world(launch.attach);
    if (!socket) return fail(socket.error());
    const std::string why = talk(*socket, -1);
    (void)::close(*socket);
    if (!why.empty()) fail(launch.attach + ": " + why);
    return;
  }
  const auto child = start_world(launch.child);
  if (!child) return fail(child.error());
  const std::string why = talk(child->socket, child->errors);
  (void)::close(child->socket);
  const auto until = patience_ends_.value_or(std::chrono::steady_clock::now() + patience);
  const std::string died_of = wait_for_end(
      *child, [this, &child] { take_errors(child->errors); }, until);
  (void)::close(child->errors);
  if (died_of.empty() && why.empty()) return;
  std::string said;
  for (std::size_t at = 0; at < error_tail_.size();) {
    const std::size_t end = std::min(error_tail_.find('\n', at), error_tail_.size());
    const std::string line = error_tail_.substr(at, end - at);
    if (!line.empty()) said += (said.empty() ? "" : "\n") + (is_own_line(line) ? line.substr(own_prefix.size()) : line);
    at = end + 1;
  }
  // A word of its own says it best; a crash has none.
  const bool went_itself = died_of.empty() || died_of.starts_with("exit code");
  if (went_itself && !said.empty()) return fail(said);
  fail("the reader's process ended: " + (died_of.empty() ? why : died_of) + (said.empty() ? "" : "\n" + said));
}

std::string Simulation::talk(int socket, int errors) {
  (void)::fcntl(socket, F_SETFL, O_NONBLOCK);
  if (errors >= 0) (void)::fcntl(errors, F_SETFL, O_NONBLOCK);
  const bool own = errors >= 0;
  bool told_end = false;
  for (;;) {
    bool wants_write = false;
    bool ends = false;
    {
      const std::lock_guard lock{mutex_};
      while (!unsent_.empty()) {
        const ssize_t sent = ::send(socket, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
        if (sent <= 0) break;
        unsent_.erase(0, static_cast<std::size_t>(sent));
      }
      wants_write = !unsent_.empty();
      ends = stopping_;
    }
    if (ends && !wants_write && !told_end) {
      told_end = true;
      (void)::shutdown(socket, SHUT_WR);
      if (!own) return {};  // a world elsewhere goes on without us
      patience_ends_ = std::chrono::steady_clock::now() + patience;
    }
    int wait_ms = -1;
    if (patience_ends_) {
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(*patience_ends_ - std::chrono::steady_clock::now());
      if (left.count() <= 0) return {};
      wait_ms = static_cast<int>(left.count());
    }
    std::array<pollfd, 3> waits{{{socket, static_cast<short>(POLLIN | (wants_write ? POLLOUT : 0)), 0},
                                 {nudge_[0], POLLIN, 0},
                                 {errors, POLLIN, 0}}};
    if (::poll(waits.data(), waits.size(), wait_ms) < 0 && errno != EINTR) return "the wait for it failed";
    if (waits[1].revents != 0) {
      std::array<char, 64> nudges{};
      while (::read(nudge_[0], nudges.data(), nudges.size()) > 0) {
      }
    }
    if (errors >= 0 && waits[2].revents != 0) {
      take_errors(errors);
      if ((waits[2].revents & POLLHUP) != 0) errors = -1;
    }
    if (waits[0].revents != 0 && !read_events(socket)) return told_end ? std::string{} : "the connection ended";
  }
}

bool Simulation::read_events(int socket) {
  std::vector<Event> events;
  bool open = true;
  for (;;) {
    const ssize_t count = ::recv(socket, received_.data(), received_.size(), 0);
    if (count <= 0) {
      open = count < 0 && (errno == EAGAIN || errno == EINTR);
      break;
    }
    frames_.append(Bytes{received_}.first(static_cast<std::size_t>(count)));
    for (;;) {
      auto event = std::make_shared<bus::v1::Event>();
      const auto whole = frames_.next(*event);
      if (!whole) return false;
      if (!*whole) break;
      events.push_back(std::move(event));
    }
    if (static_cast<std::size_t>(count) < received_.size()) break;
  }
  if (!events.empty()) {
    bool first = false;
    {
      const std::lock_guard lock{mutex_};
      first = outbox_.empty();
      outbox_.insert(outbox_.end(), events.begin(), events.end());
    }
    // Who was woken and has not looked yet finds these too.
    if (first) wake_();
  }
  return open;
}

void Simulation::take_errors(int errors) {
  std::array<char, 4096> bytes{};
  for (;;) {
    const ssize_t count = ::read(errors, bytes.data(), bytes.size());
    if (count <= 0) break;
    std::string_view text{bytes.data(), static_cast<std::size_t>(count)};
    error_tail_ += text;
    // Whole lines that are not said in the window's own name go on as they are.
    const std::size_t whole = error_tail_.rfind('\n');
    if (whole == std::string::npos) continue;
    for (; told_errors_ <= whole;) {
      const std::size_t end = error_tail_.find('\n', told_errors_);
      const std::string_view line = std::string_view{error_tail_}.substr(told_errors_, end - told_errors_ + 1);
      if (!is_own_line(line)) (void)std::fwrite(line.data(), 1, line.size(), stderr);
      told_errors_ = end + 1;
    }
    if (error_tail_.size() > error_tail_bytes) {
      const std::size_t cut = std::min(error_tail_.size() - error_tail_bytes, told_errors_);
      error_tail_.erase(0, cut);
      told_errors_ -= cut;
    }
  }
}

}  // namespace mpos::gui

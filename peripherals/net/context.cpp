// SPDX-License-Identifier: Apache-2.0
#include "peripherals/net/context.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "peripherals/net/context_impl.hpp"

namespace mpos::net {
namespace {

// Cuts what is read into lines. Asio would switch the descriptor to non-blocking mode, and with it a terminal's output;
// so it waits on an epoll set around the descriptor, and the descriptor is read only when it has something.
class LineReader : public std::enable_shared_from_this<LineReader> {
 public:
  LineReader(Context::Impl& impl, int descriptor, Context::LineHandlers handlers)
      : impl_(impl), descriptor_(descriptor), handlers_(std::move(handlers)), readiness_(impl.io) {}

  void start() {
    const int set = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event event{};
    event.events = EPOLLIN;
    if (set >= 0 && ::epoll_ctl(set, EPOLL_CTL_ADD, descriptor_, &event) == 0) {
      readiness_.assign(set);
    } else if (set >= 0) {
      ::close(set);  // a regular file: always ready
    }
    next();
  }

 private:
  void next() {
    if (!readiness_.is_open()) {
      asio::post(impl_.io, [self = shared_from_this()] { self->take(); });
      return;
    }
    readiness_.async_wait(asio::posix::descriptor_base::wait_read,
                          [self = shared_from_this()](const asio::error_code& error) {
                            if (!error) self->take();
                          });
  }

  void take() {
    ++impl_.happened;
    std::array<char, 16384> chunk;
    const ssize_t count = ::read(descriptor_, chunk.data(), chunk.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return next();
    if (count < 0) return end(std::strerror(errno));
    if (count == 0) {
      if (!buffer_.empty() || skipping_) end_line();
      return end({});
    }
    std::string_view rest(chunk.data(), static_cast<std::size_t>(count));
    for (std::size_t at = rest.find('\n'); at != std::string_view::npos; at = rest.find('\n')) {
      gather(rest.substr(0, at));
      rest.remove_prefix(at + 1);
      if (!buffer_.empty() && buffer_.back() == '\r') buffer_.pop_back();
      end_line();
    }
    gather(rest);
    next();
  }

  void gather(std::string_view part) {
    if (skipping_) return;
    buffer_.append(part);
    if (buffer_.size() <= Context::line_limit_bytes) return;
    skipping_ = true;
    buffer_ = {};
  }

  void end_line() {
    if (std::exchange(skipping_, false)) {
      if (handlers_.too_long) handlers_.too_long();
    } else {
      handlers_.line(std::exchange(buffer_, {}));
    }
  }

  void end(const std::string& reason) {
    if (handlers_.ended) handlers_.ended(reason);
  }

  Context::Impl& impl_;
  int descriptor_;
  Context::LineHandlers handlers_;
  asio::posix::stream_descriptor readiness_;
  std::string buffer_;
  bool skipping_ = false;  // until the end of a line that was too long
};

void wait_for_signal(Context::Impl& impl, const std::shared_ptr<std::function<void(int)>>& handler) {
  impl.signals->async_wait([&impl, handler](const asio::error_code& error, int signal) {
    if (error) return;
    ++impl.happened;
    (*handler)(signal);
    wait_for_signal(impl, handler);
  });
}

}  // namespace

Context::Context() : impl_(std::make_unique<Impl>()) {
  // A far end that went away is an error of write(), not the end of the program.
  std::signal(SIGPIPE, SIG_IGN);
}

Context::~Context() = default;

std::size_t Context::poll() {
  const std::size_t before = impl_->happened;
  impl_->io.poll();
  return impl_->happened - before;
}

std::size_t Context::run_until(WallTime deadline) {
  Impl& impl = *impl_;
  const std::size_t before = impl.happened;
  impl.io.poll();
  while (impl.happened == before && !impl.stopped && std::chrono::steady_clock::now() < deadline) {
    // An alarm that is armed for earlier stays; it costs one idle turn, not a system call each time.
    if (!impl.alarm_at || *impl.alarm_at > deadline) {
      impl.alarm.expires_at(deadline);
      impl.alarm_at = deadline;
      impl.alarm.async_wait([&impl](const asio::error_code& error) {
        if (!error) impl.alarm_at.reset();
      });
    }
    impl.io.run_one();
  }
  return impl.happened - before;
}

void Context::stop() {
  impl_->stopped = true;
  asio::post(impl_->io, [] {});  // wakes the wait
}

bool Context::is_stopped() const {
  return impl_->stopped;
}

void Context::post(std::function<void()> action) {
  asio::post(impl_->io, [impl = impl_.get(), action = std::move(action)] {
    ++impl->happened;
    action();
  });
}

void Context::on_signal(std::function<void(int)> handler) {
  impl_->signals.emplace(impl_->io, SIGINT, SIGTERM);
  wait_for_signal(*impl_, std::make_shared<std::function<void(int)>>(std::move(handler)));
}

void Context::read_lines(int descriptor, LineHandlers handlers) {
  std::make_shared<LineReader>(*impl_, descriptor, std::move(handlers))->start();
}

}  // namespace mpos::net

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "devicemodel/base/time.hpp"

namespace mpos::net {

/// Where the simulation thread waits for the world outside: sockets, signals, standard input. Handlers run inside
/// poll() and run_*() only, on the calling thread. Everything made from a context must be gone before it is.
class Context {
 public:
  using WallTime = std::chrono::steady_clock::time_point;

  Context();
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  /// Runs what is ready, without waiting. Answers how many things happened.
  std::size_t poll();
  /// Waits until something happens, the deadline passes or stop() is called; runs what is ready then. Answers how many
  /// things happened, so that a world can run on before it waits again.
  std::size_t run_until(WallTime deadline);
  std::size_t run_for(Duration span) { return run_until(std::chrono::steady_clock::now() + span); }
  /// Ends a wait at once, now and from now on. May be called from any thread.
  void stop();
  bool is_stopped() const;

  /// Runs `action` in the next poll() or run_*(). May be called from any thread.
  void post(std::function<void()> action);
  /// Calls `handler` for each SIGINT and SIGTERM, instead of dying of it.
  void on_signal(std::function<void(int signal)> handler);

  struct LineHandlers {
    std::function<void(std::string_view line)> line;       ///< without its line end; a last line without one counts
    std::function<void()> too_long;                        ///< a line past line_limit_bytes: skipped, the next is read
    std::function<void(const std::string& reason)> ended;  ///< once; `reason` is empty at the end of the input
  };
  static constexpr std::size_t line_limit_bytes = std::size_t{1} << 20;
  /// Reads lines from a file descriptor: terminal, pipe, socket or file. The descriptor stays the caller's, keeps its
  /// blocking mode (a terminal shares that with standard output) and must stay open.
  void read_lines(int descriptor, LineHandlers handlers);

  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace mpos::net

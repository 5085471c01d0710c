// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "mpos/bus/v1/bus.pb.h"
#include "scenarios/bus/wire.hpp"

namespace mpos::gui {

/// Which world a window looks at: one it starts, or one that runs elsewhere.
struct Launch {
  std::vector<std::string> child;  ///< `vmpos serve` and its options, `--control` left out; empty with `attach`
  std::string attach;              ///< "unix:PATH" or "127.0.0.1:4713"
};

/// The far end of a world's command bus (`vmpos serve --control`). A thread of its own writes commands and reads
/// events; queues carry them to the window and back, nothing else crosses. A world it started ends with it; whatever
/// happens to that world, this lives on and says what was.
class Simulation {
 public:
  using Event = std::shared_ptr<const bus::v1::Event>;

  /// `wake` is called on the reading thread when take_events() has something again after it had nothing, and when the
  /// world is gone; it must only pass the word on.
  Simulation(Launch launch, std::function<void()> wake);
  /// As end().
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  void post(bus::v1::Command command);
  /// Ends the connection; a world of its own carries out what was posted before, keeps what outlives the run, and ends.
  /// failure() then says whether it did.
  void end();
  /// All events since the last call, in order.
  std::vector<Event> take_events();
  /// Why there is no world, or no longer one, for people; empty when all is well.
  std::string failure() const;

 private:
  static constexpr std::size_t read_bytes = std::size_t{64} * 1024;
  void fail(std::string why);
  void run(const Launch& launch);
  /// Talks over `socket` until one side ends; `errors`, when not -1, is the child's standard error.
  std::string talk(int socket, int errors);
  bool read_events(int socket);
  void take_errors(int errors);
  void nudge() const;

  std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::string unsent_;
  std::vector<Event> outbox_;
  std::string failure_;
  bool stopping_ = false;
  std::optional<std::chrono::steady_clock::time_point> patience_ends_;  ///< once a world of its own was told to end
  int nudge_[2] = {-1, -1};                                             ///< a pipe that interrupts the wait
  std::string error_tail_;                                              ///< last lines of the child's standard error
  std::size_t told_errors_ = 0;                                         ///< of it, what went on to our own
  bus::FrameBuffer frames_;
  std::vector<std::uint8_t> received_ = std::vector<std::uint8_t>(read_bytes);
  std::thread thread_;
};

}  // namespace mpos::gui

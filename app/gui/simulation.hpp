// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "mpos/bus/v1/bus.pb.h"
#include "scenarios/bus/bus.hpp"

namespace mpos::gui {

/// The simulation thread: owns the bus and the world behind it, and moves virtual time along the wall clock at the pace
/// the bus was told. Commands go in and events come out through queues; nothing else crosses. After each turn
/// it keeps what changed in the world's state directory.
class Simulation {
 public:
  using Event = std::shared_ptr<const bus::v1::Event>;

  /// `wake` is called on the simulation thread whenever take_events() has something new; it must only pass the word on.
  Simulation(bus::WorldOptions options, std::function<void()> wake);
  /// As end().
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  void post(bus::v1::Command command);
  /// Ends the thread and the world; what was posted before is still carried out, and what outlives the run is kept.
  /// failure() then says whether it was.
  void end();
  /// All events since the last call, in order.
  std::vector<Event> take_events();
  /// Why there is no world, or no longer one, for people; empty when all is well.
  std::string failure() const;
  /// Virtual time now, nanoseconds, as of the last turn of the thread.
  std::int64_t virtual_time_ns() const;

 private:
  void fail(const std::string& why);
  void run(const bus::WorldOptions& options);

  std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::condition_variable condition_;
  std::vector<bus::v1::Command> inbox_;
  std::vector<Event> outbox_;
  std::string failure_;
  std::int64_t virtual_time_ns_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace mpos::gui

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

#include "devicemodel/sim/pacer.hpp"
#include "devicemodel/sim/scheduler.hpp"
#include "peripherals/net/context.hpp"
#include "peripherals/radio/stream.hpp"

namespace mpos::cli {

/// Runs a virtual clock against the wall clock on one thread: when the pacer has nothing due it waits for the outside,
/// so that what arrives is answered without a hop. Before anything from outside is let in, virtual time catches up.
class LiveLoop {
 public:
  LiveLoop(sim::Scheduler& scheduler, net::Context& context);

  /// `fast`, `paused` or a factor. False for others.
  bool set_speed(std::string_view speed);
  /// An outside party with a clock of its own: x 1 for as long as it is there.
  void hold_real_time(bool hold);
  /// Moves virtual time to where the wall clock says, running what is due on the way.
  void catch_up();
  /// One round: catches up, then waits for the outside until the next event is due.
  void turn();
  /// A stream whose handlers are called in caught-up time.
  std::unique_ptr<radio::Stream> clocked(std::unique_ptr<radio::Stream> stream);

 private:
  sim::Pacer::Wall wall() const;

  sim::Scheduler& scheduler_;
  net::Context& context_;
  std::chrono::steady_clock::time_point began_;
  sim::Pacer pacer_;
  bool held_ = false;
};

}  // namespace mpos::cli

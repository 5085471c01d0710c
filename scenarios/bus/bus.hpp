// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "devicemodel/base/time.hpp"
#include "devicemodel/sim/scheduler.hpp"
#include "mpos/bus/v1/bus.pb.h"
#include "peripherals/card/card_port.hpp"
#include "peripherals/radio/stream.hpp"
#include "scenarios/bus/journal_line.hpp"
#include "scenarios/bus/subscription.hpp"
#include "scenarios/world/options.hpp"

namespace mpos::bus {

using WorldOptions = world::Options;

/// The one way into a world and the one way out of it. Everything happens on the thread that calls; nothing waits for a
/// wall clock.
class Bus {
 public:
  using Listener = std::function<void(const v1::Event&)>;
  using Predicate = std::function<bool(const v1::Event&)>;

  /// Builds the world: all readers off, nobody connected. The failure is a sentence for people.
  static Result<std::unique_ptr<Bus>, std::string> create(const WorldOptions& options);
  ~Bus();
  Bus(const Bus&) = delete;
  Bus& operator=(const Bus&) = delete;

  /// Stamps, logs and carries out one command now. With an id it is answered by an Accepted or Refused event before
  /// this returns.
  void post(const v1::Command& command);
  /// Calls `listener` for each event from now on, in order.
  [[nodiscard]] Subscription subscribe(Listener listener);
  sim::Scheduler& scheduler();

  /// Runs the world as fast as it goes until an event fulfils `predicate` (true), or `within` of virtual time has
  /// passed or nothing is left to happen (false). Time then stands at that event, or at the deadline.
  bool wait(const Predicate& predicate, Duration within);
  /// Runs one event, if one is due until `deadline`; otherwise moves to it and answers false. Waits for somebody
  /// outside who keeps real time, and is done as soon as something came in from there.
  bool step_until(Instant deadline);
  /// Switches the reader on, connects its phone (accepting the six digits on the keypad), logs in and signs in, as a
  /// person would. Done in virtual time before it returns; the failure says which part did not happen.
  Result<void, std::string> make_ready(std::string_view reader = {});

  /// Names of the readers, in the order of their making.
  std::vector<std::string> readers() const;
  /// The frame that stands on the reader's display. An unknown name answers an empty, dark one; an empty name the first
  /// reader's.
  const v1::Screen& screen(std::string_view reader) const;
  v1::Snapshot snapshot() const;
  v1::WorldInfo info() const;
  /// Masked text of all events so far, one line each, when WorldOptions::keep_journal.
  const std::string& journal() const;
  /// Ends the command log, when WorldOptions::command_log: what comes later is not in it. The failure says why it is
  /// not whole. Destroying the bus ends it too.
  Result<void, std::string> end_record();
  /// Lines of the journal so far and the CRC-32 of all of them; both stay 0 when nobody wants a journal.
  struct JournalSum {
    std::uint64_t lines = 0;
    std::uint32_t crc = 0;
    friend bool operator==(const JournalSum&, const JournalSum&) = default;
  };
  JournalSum journal_sum() const;
  /// "fast", "paused" or a factor, as the last Pace command said; "fast" before. Whoever drives the scheduler obeys it.
  const std::string& pace() const;
  bool quit_requested() const;

  /// Gives a reader the far end of an outside connection (TCP): an outside phone. A reader that is taken answers busy
  /// and closes the new one.
  Result<void, std::string> attach_phone(std::string_view reader, std::unique_ptr<radio::Stream> stream);
  /// Serves an outside phone's line to the built-in host.
  Result<void, std::string> attach_terminal(std::unique_ptr<radio::Stream> stream);
  /// Puts a card from outside this process (PC/SC) into a reader's chip slot, or takes it out again when it is still
  /// there. Such a card belongs to real time: neither is in the command log.
  Result<void, std::string> insert_outside(std::string_view reader, const std::string& name,
                                           std::shared_ptr<card::CardPort> card);
  void remove_outside(std::string_view reader, const std::string& name);
  /// Whether an outside phone with a clock of its own holds the world at its pace.
  bool needs_real_time() const;
  /// Writes everything that outlives the run to the state directory; nothing to do without one.
  /// With `only_changed` only readers whose flash was written since.
  Result<void, std::string> save(bool only_changed = false);

 private:
  struct State;
  explicit Bus(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace mpos::bus

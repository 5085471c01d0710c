// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "devicemodel/base/result.hpp"
#include "devicemodel/sim/random.hpp"
#include "devicemodel/sim/scheduler.hpp"
#include "mpos/config/v1/config.pb.h"
#include "peripherals/radio/stream.hpp"
#include "scenarios/world/sink.hpp"

namespace mpos::world {

/// The acquirer of a world: the host, with what it sees told as events.
class Acquirer {
 public:
  using Done = Result<void, std::string>;

  /// `ledger`: path of an SQLite file, or ":memory:".
  static Result<std::unique_ptr<Acquirer>, std::string> create(sim::Scheduler& scheduler, sim::Random random,
                                                               const config::v1::HostProfile& profile,
                                                               const std::string& ledger, Sink& sink);
  ~Acquirer();
  Acquirer(const Acquirer&) = delete;
  Acquirer& operator=(const Acquirer&) = delete;

  /// Serves one line of a terminal.
  void attach(std::unique_ptr<radio::Stream> stream);
  Done add_rule(const bus::v1::HostRule& rule);
  Done set_account(const bus::v1::HostAccount& account);
  Done reset();

 private:
  struct Parts;
  explicit Acquirer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace mpos::world

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

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

  struct Settings {
    std::string ledger = ":memory:";  ///< path of an SQLite file, or ":memory:"
    std::string clock;  ///< its calendar when virtual time is zero, YYYY-MM-DD hh:mm:ss; its own default when empty
  };

  static Result<std::unique_ptr<Acquirer>, std::string> create(sim::Scheduler& scheduler, sim::Random random,
                                                               const config::v1::HostProfile& profile,
                                                               const Settings& settings, Sink& sink);
  ~Acquirer();
  Acquirer(const Acquirer&) = delete;
  Acquirer& operator=(const Acquirer&) = delete;

  /// Serves one line of a terminal.
  void attach(std::unique_ptr<radio::Stream> stream);
  Done add_rule(const bus::v1::HostRule& rule);
  Done set_account(const bus::v1::HostAccount& account);
  Done reset();
  /// What an account holds, or nothing when there is none.
  std::optional<std::int64_t> balance(std::string_view pan);

 private:
  struct Parts;
  explicit Acquirer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace mpos::world

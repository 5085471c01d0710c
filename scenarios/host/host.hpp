// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "devicemodel/base/result.hpp"
#include "devicemodel/sim/random.hpp"
#include "devicemodel/sim/scheduler.hpp"
#include "mpos/bus/v1/bus.pb.h"
#include "mpos/config/v1/config.pb.h"
#include "peripherals/radio/stream.hpp"
#include "scenarios/host/observer.hpp"

namespace mpos::host {

struct Options {
  std::string ledger = ":memory:";            ///< file of the ledger
  std::string clock = "2024-09-17 10:15:00";  ///< the host's calendar when virtual time is zero, YYYY-MM-DD hh:mm:ss
};

/// What a test wants to know in one look.
struct Summary {
  std::int64_t requests = 0;  ///< decided purchases, in the ledger
  std::int64_t postings = 0;
  std::int64_t sum_of_balances = 0;  ///< zero, always
  std::size_t lines = 0;             ///< open connections
};

/// The simulated acquirer: network access controller, front end, security module and ledger. Knows readers only by what
/// comes down a line. One thread, virtual time, test keys.
class Host {
 public:
  /// errors  a sentence for people: a key, account or clock of the profile is wrong, or the ledger file cannot be used
  static Result<std::unique_ptr<Host>, std::string> create(sim::Scheduler& scheduler, sim::Random random,
                                                           const config::v1::HostProfile& profile,
                                                           const Options& options, Observer& observer);
  ~Host();

  /// Serves a line until it closes.
  void attach(std::unique_ptr<radio::Stream> stream);
  /// errors  a sentence for people: a script of the rule cannot be sent as it is written
  Result<void, std::string> add_rule(const bus::v1::HostRule& rule);
  /// Makes or changes an account. What is left out (or an empty status or PIN) stays as it is; a limit of zero takes
  /// the limit away.
  ///   errors  a sentence for people: account number, PIN or status is none
  Result<void, std::string> set_account(const bus::v1::HostAccount& account);
  /// Puts accounts, rules and terminals back as the profile says; everyone has to sign in again. Chip cards count as
  /// new ones.
  void reset();

  std::optional<std::int64_t> balance(std::string_view pan);
  bool signed_in(std::string_view terminal) const;
  Summary summary() const;

 private:
  struct Parts;
  explicit Host(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace mpos::host

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scenarios/host/frontend/chip_desk.hpp"
#include "scenarios/host/frontend/decision.hpp"
#include "scenarios/host/hsm/hsm.hpp"
#include "scenarios/host/ledger/ledger.hpp"

namespace mpos::host {

/// Decides what comes with a right MAC from a signed-in terminal. The keys of the message are ready in the security
/// module.
class PurchaseDesk {
 public:
  struct Policy {
    bool fallback_allowed = false;          ///< the stripe of a chip card may be used (80x)
    std::int64_t pin_free_limit = 100'000;  ///< largest contactless sale without a PIN, minor units
  };

  PurchaseDesk(Hsm& hsm, Ledger& ledger, Policy policy) noexcept
      : hsm_(hsm), ledger_(ledger), policy_(policy), chip_(hsm, ledger) {}

  /// A sale (field 3 000000) or a balance enquiry (310000). `reference` is field 37 of the answer.
  Decision purchase(Exchange& exchange, std::string_view reference);
  /// An 0400, matched to its original by terminal, batch and trace; repeats change nothing.
  Decision reverse(Exchange& exchange);

 private:
  Code decide(Exchange& exchange, bool sale, std::int64_t amount_minor);
  /// The code a rule demands; the chip is heard as far as it can be, so that it can be answered.
  Code forced_code(Exchange& exchange, bool sale, std::int64_t amount_minor);
  std::optional<Code> take_card(Exchange& exchange, bool sale, std::int64_t amount_minor);
  /// The short field 55 of a reversal: 30, 25.
  std::optional<Code> read_chip(Exchange& exchange, const RequestKey& original);
  std::optional<Code> check_stripe(Exchange& exchange) const;
  std::optional<Code> check_identity(const Exchange& exchange);
  std::optional<Code> check_pin(Exchange& exchange);
  std::optional<Code> check_status(const Exchange& exchange) const;

  Hsm& hsm_;
  Ledger& ledger_;
  Policy policy_;
  ChipDesk chip_;
  std::optional<TrackTwo> card_;
  std::optional<Account> account_;
  bool load_ = false;  ///< the request loads electronic cash: a sale to the card itself
  std::optional<std::int64_t> new_cash_;
};

}  // namespace mpos::host

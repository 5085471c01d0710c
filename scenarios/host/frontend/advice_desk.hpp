// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scenarios/host/frontend/chip_desk.hpp"
#include "scenarios/host/frontend/decision.hpp"

namespace mpos::host {

/// Takes what a terminal tells after the event: offline sales by chip, and what became of issuer scripts. Both may come
/// from an earlier batch, and again: a repeat changes nothing.
class AdviceDesk {
 public:
  AdviceDesk(Hsm& hsm, Ledger& ledger) noexcept : hsm_(hsm), ledger_(ledger), chip_(hsm, ledger) {}

  /// An offline sale: 0220 with 60.1 30 (from the account) or 36 (electronic cash), or 0200 with 36. Its certificate is
  /// checked; what the card approved is posted whatever the account holds. `reference` is field 37 of the answer.
  Decision upload(Exchange& exchange, std::string_view reference);
  /// An 0620: script results of the sale that field 61 names.
  Decision notice(Exchange& exchange);

 private:
  Code decide_upload(Exchange& exchange, Request& record);
  Code decide_notice(Exchange& exchange, const RequestKey& original);

  Hsm& hsm_;
  Ledger& ledger_;
  ChipDesk chip_;
};

/// "script 00000000 done, ...": tag DF31 for people. Source: EMV book 4, annex A5.
std::string script_results_text(Bytes results);

}  // namespace mpos::host

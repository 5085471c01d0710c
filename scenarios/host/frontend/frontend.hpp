// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>

#include "scenarios/host/frontend/host_clock.hpp"
#include "scenarios/host/frontend/purchase_desk.hpp"
#include "scenarios/host/frontend/rules.hpp"
#include "scenarios/host/frontend/sign_in_desk.hpp"
#include "scenarios/host/nac/handler.hpp"
#include "scenarios/host/observer.hpp"

namespace mpos::host {

/// Takes requests from the network access controller, checks them in the order of the protocol page, has them decided,
/// and answers. Order: type, bitmap, format (30) - terminal, merchant (97, 03, 58) - session, batch (77) - MAC (A0) -
/// sign-in confirmation (77) - replay (94) - device identity (58) - PIN format (99) - PIN (55, 75) - status and limits.
class Frontend final : public Handler {
 public:
  Frontend(Hsm& hsm, Ledger& ledger, hal::Entropy& entropy, HostClock clock, SignInDesk::Policy sign_in,
           PurchaseDesk::Policy purchase, Observer& observer);

  void add_terminal(Terminal terminal);
  void clear_terminals() { terminals_.clear(); }
  Rules& rules() noexcept { return rules_; }
  /// True when the terminal has signed in and confirmed it.
  bool signed_in(std::string_view terminal) const;

  Reply handle(const iso8583::Frame& frame, MutableBytes out) override;
  void note(const std::string& text) override;

 private:
  std::optional<Code> check_format(Exchange& exchange) const;
  std::optional<Code> check_registration(Exchange& exchange);
  std::optional<Code> check_session_and_mac(Exchange& exchange, Bytes message);
  Code decide(Exchange& exchange, Bytes message);
  void start_answer(Exchange& exchange);
  void finish_approval(Exchange& exchange);
  std::size_t pack_answer(Exchange& exchange, MutableBytes out);
  std::size_t pack(const iso8583::Message& answer, MutableBytes out, iso8583::MacRoom mac_room);
  std::size_t pack_with_proof(Exchange& exchange, MutableBytes out);
  void tell_posting(const Decision& decision, std::string_view what);
  std::string describe(const Exchange& exchange) const;

  Hsm& hsm_;
  Ledger& ledger_;
  HostClock clock_;
  Observer& observer_;
  SignInDesk sign_in_desk_;
  PurchaseDesk purchase_desk_;
  Rules rules_;
  std::map<std::string, Terminal, std::less<>> terminals_;
  iso8583::Message request_;
  iso8583::Message answer_;
  std::int64_t sequence_;
};

}  // namespace mpos::host

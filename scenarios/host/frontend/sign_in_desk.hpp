// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/hal/hal.hpp"
#include "scenarios/host/frontend/exchange.hpp"
#include "scenarios/host/frontend/psam_register.hpp"
#include "scenarios/host/hsm/hsm.hpp"
#include "scenarios/host/ledger/ledger.hpp"

namespace mpos::host {

/// Signs terminals in and out. A reader proves itself with MAC0 over its nonce, the host with MAC1 over both nonces and
/// the keys it sends; the terminal is in once MAC2 under the new MAC key has come (confirm()).
/// assets/docs/host-protocol.md has the bytes.
class SignInDesk {
 public:
  struct Policy {
    std::uint32_t hours = 24;
    std::uint32_t transactions = 1000;
  };

  SignInDesk(Hsm& hsm, Ledger& ledger, hal::Entropy& entropy, Policy policy) noexcept
      : hsm_(hsm), ledger_(ledger), entropy_(entropy), policy_(policy) {}

  /// Decides an 0800 and writes fields 59, 60 and 62 of an approval.
  Code sign_in(Exchange& exchange);
  Code sign_out(Exchange& exchange);
  /// Looks for MAC2 in a message whose MAC was right under the keys on offer. True when they have taken the place of
  /// those that stood; false when the offer is void.
  bool confirm(Exchange& exchange);
  /// Signs the terminal out, and what is on offer with it.
  void forget(Terminal& terminal);

 private:
  /// The reader's nonce when its proof is right; changes nothing else.
  std::optional<Nonce> proven_nonce(Exchange& exchange, std::string_view serial, Bytes reader_proof,
                                    const std::optional<NamedPsam>& psam);
  bool write_proof(Exchange& exchange, std::string_view serial, Bytes field62, std::string_view batch);

  Hsm& hsm_;
  Ledger& ledger_;
  hal::Entropy& entropy_;
  Policy policy_;
  PsamRegister psams_{hsm_, ledger_};
};

}  // namespace mpos::host

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scenarios/host/frontend/exchange.hpp"
#include "scenarios/host/hsm/hsm.hpp"

namespace mpos::host {

/// Which forms of account data a message may have. A purchase enciphers them; what comes after one may name the account
/// number (fields 2 and 14) as the published form does.
enum class AccountForm : std::uint8_t { enciphered, any };

/// Reads the card a message is about: the package of field 59 A6/03, field 35 with eight bytes enciphered, or field 2.
/// The keys of the message are ready in the security module.
///
///   amount_minor  what a package must hold, or nothing for any
///   returns       the code it is refused with, a remark left: 30 no or broken data, 13 another amount, 14 no track 2
std::optional<Code> open_card(Exchange& exchange, Hsm& hsm, AccountForm form, std::optional<std::int64_t> amount_minor,
                              std::optional<TrackTwo>& card);
/// Whether the message has any account data that `form` lets in.
bool names_card(const Exchange& exchange, AccountForm form);

}  // namespace mpos::host

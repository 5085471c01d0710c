// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "peripherals/card/virtual_card.hpp"

// Card risk management (JR/T 0025.5; EMV book 3, annex C of the PBOC card specification for the CVR).
namespace mpos::card {
namespace {

// CVR, byte 2.
constexpr std::uint8_t second_not_requested = 0x80;
constexpr std::uint8_t issuer_check_failed = 0x08;
constexpr std::uint8_t pin_performed = 0x04;
constexpr std::uint8_t pin_wrong = 0x02;
constexpr std::uint8_t could_not_go_online = 0x01;
// CVR, byte 3.
constexpr std::uint8_t last_online_open = 0x80;
constexpr std::uint8_t pin_limit_exceeded = 0x40;
constexpr std::uint8_t velocity_exceeded = 0x20;
constexpr std::uint8_t new_card = 0x10;
constexpr std::uint8_t issuer_check_failed_before = 0x08;
constexpr std::uint8_t issuer_check_missing_before = 0x04;
constexpr std::uint8_t sda_failed_before = 0x01;
// CVR, byte 4.
constexpr std::uint8_t script_failed_before = 0x08;
constexpr std::uint8_t dda_failed_before = 0x04;
constexpr std::uint8_t dda_performed = 0x02;
constexpr std::uint8_t pin_expected = 0x01;

bool approves(Bytes response_code) {
  const std::string_view code = as_text(response_code);
  return code == "00" || code == "10" || code == "11";
}

bool unable_to_go_online(Bytes response_code) {
  const std::string_view code = as_text(response_code);
  return code == "Y3" || code == "Z3";
}

}  // namespace

std::uint64_t VirtualCard::amount_in(const Dol& dol, Bytes values) const {
  return unpack_n(dol.find(0x9F02, values)).value_or(~std::uint64_t{0});
}

bool VirtualCard::cash_pays(std::uint64_t amount, Bytes currency) const {
  const ApplicationState& m = memory();
  return app().profile.cash && equal(currency, app().profile.currency) && amount <= m.cash_balance &&
         amount <= m.cash_single_limit;
}

bool VirtualCard::over_velocity() const noexcept {
  const ApplicationState& m = memory();
  const std::uint8_t limit = app().profile.upper_offline_limit;
  return limit != 0 && m.atc - m.last_online_atc > limit;
}

VirtualCard::Cryptogram VirtualCard::assess_first(Cryptogram requested, Bytes values) {
  const ApplicationState& m = memory();
  const ApplicationProfile& p = app().profile;
  const Dol& list = app().cdol1;
  std::uint8_t history = 0;
  if (m.online_pending) history |= last_online_open;
  if (state_.pin_tries == 0 && !state_.pin.empty()) history |= pin_limit_exceeded;
  const std::uint64_t amount = amount_in(list, values);
  const bool sums_up = p.offline_amount_limit != 0 && equal(list.find(0x5F2A, values), p.currency);
  const bool too_much =
      sums_up && (amount > p.offline_amount_limit || m.offline_amount > p.offline_amount_limit - amount);
  if (over_velocity() || too_much) history |= velocity_exceeded;
  if (p.check_new_card && m.last_online_atc == 0) history |= new_card;
  if (m.issuer_authentication_failed) history |= issuer_check_failed_before;
  if (m.issuer_authentication_missing) history |= issuer_check_missing_before;
  if (m.sda_failed) history |= sda_failed_before;

  // The request may only be lowered: TC to ARQC when the card wants to go online, anything to AAC when it cannot work.
  Cryptogram kind = requested;
  // The cash balance may have been read by another amount than GENERATE AC now names.
  if (session_.cash && amount != amount_in(app().pdol, session_.option_values)) session_.cash = false;
  const bool unreadable = amount == ~std::uint64_t{0};
  if (kind == Cryptogram::tc && !session_.cash && (history & ~sda_failed_before) != 0) kind = Cryptogram::arqc;
  if (kind == Cryptogram::tc && unreadable) kind = Cryptogram::arqc;
  // Asked to pay from its cash a card does not turn to its account unseen.
  const Bytes cash_asked = app().pdol.find(0x9F7A, session_.option_values);
  if (kind == Cryptogram::tc && !session_.cash && !cash_asked.empty() && cash_asked.back() == 1)
    kind = Cryptogram::arqc;
  if (m.blocked) kind = Cryptogram::aac;

  std::uint8_t result = static_cast<std::uint8_t>(second_not_requested | static_cast<unsigned>(kind) << 4);
  if (session_.pin_done) result |= pin_performed;
  if (session_.pin_failed) result |= pin_wrong;
  std::uint8_t rest = static_cast<std::uint8_t>(m.scripts << 4);
  if (m.script_failed) rest |= script_failed_before;
  if (m.dda_failed) rest |= dda_failed_before;
  if (session_.dda_done) rest |= dda_performed;
  const Bytes tvr = list.find(0x95, values);
  if (tvr.size() == 5 && (tvr[2] & 0x08) != 0) rest |= pin_expected;
  session_.cvr = {0x03, result, history, rest};
  return kind;
}

VirtualCard::Cryptogram VirtualCard::assess_second(Cryptogram requested, Bytes values) {
  ApplicationState& m = memory();
  const ApplicationProfile& p = app().profile;
  const Dol& list = app().cdol2;
  const Bytes response_code = list.find(0x8A, values);
  if (const Bytes issuer_data = list.find(0x91, values);
      !p.issuer_authentication && !issuer_data.empty() && session_.issuer == IssuerCheck::none) {
    const bool given = std::any_of(issuer_data.begin(), issuer_data.end(), [](std::uint8_t b) { return b != 0; });
    if (given) session_.issuer = check_arpc(issuer_data) ? IssuerCheck::passed : IssuerCheck::failed;
  }
  Cryptogram kind = requested;
  std::uint8_t result = static_cast<std::uint8_t>(session_.cvr[1] & 0x3F);
  if (unable_to_go_online(response_code)) {
    result |= could_not_go_online;
    if (over_velocity() || (p.check_new_card && m.last_online_atc == 0)) kind = Cryptogram::aac;
    if (kind == Cryptogram::tc) m.offline_amount += amount_in(list, values);
  } else {
    if (session_.issuer == IssuerCheck::failed) {
      result |= issuer_check_failed;
      kind = Cryptogram::aac;
      m.issuer_authentication_failed = true;
    }
    if (!approves(response_code)) kind = Cryptogram::aac;
    m.online_pending = false;
    m.issuer_authentication_missing = session_.issuer == IssuerCheck::none;
    if (session_.issuer == IssuerCheck::passed) settle_online();
  }
  if (quirk(Quirk::aac_after_approval) || m.blocked) kind = Cryptogram::aac;
  session_.cvr[1] = static_cast<std::uint8_t>(result | static_cast<unsigned>(kind) << 6);
  return kind;
}

void VirtualCard::settle_online() {
  ApplicationState& m = memory();
  m.last_online_atc = m.atc;
  m.offline_amount = 0;
  m.issuer_authentication_failed = false;
  m.sda_failed = false;
  m.dda_failed = false;
  // What this transaction's own scripts did is still to be reported.
  if (session_.scripts == 0) m.script_failed = false;
  m.scripts = session_.scripts;
}

}  // namespace mpos::card

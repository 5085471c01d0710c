// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/advice_desk.hpp"

#include "devicemodel/base/hex.hpp"
#include "scenarios/host/frontend/card_opening.hpp"

namespace mpos::host {
namespace {

// An upload is one, whichever message type brings it.
constexpr int upload_mti = 220;
constexpr int notice_mti = 620;
constexpr int sale_mti = 200;

RequestKey key_of(const Exchange& exchange, int mti) noexcept {
  return {exchange.terminal->name, number(exchange.batch()), number(exchange.request.text(11)), mti};
}

/// Issuer data that tell an electronic cash balance: kind 01 and five bytes (JR/T 0025.13).
bool tells_purse(const IssuerData& data) noexcept {
  return data.discretionary.size() == 6 && data.discretionary[0] == 1;
}

}  // namespace

std::string script_results_text(Bytes results) {
  std::string text;
  for (; results.size() >= 5; results = results.subspan(5)) {
    std::array<char, 8> id{};
    write_hex(results.subspan(1, 4), id);
    text += (text.empty() ? "script " : ", script ") + std::string(id.data(), id.size());
    const int command = results[0] & 15;
    switch (results[0] >> 4) {
      case 0: text += " not performed"; break;
      case 1: text += " failed" + (command == 0 ? std::string() : " at command " + std::to_string(command)); break;
      case 2: text += " done"; break;
      default: text += " with an unknown result"; break;
    }
  }
  return text;
}

Code AdviceDesk::decide_upload(Exchange& exchange, Request& record) {
  const bool cash = exchange.type() == "36";
  if (exchange.request.text(3) != "000000" ||
      (!cash && (exchange.type() != "30" || exchange.request.mti.view() == "0200"))) {
    return "12";
  }
  if (record.amount_minor == 0) return "13";
  if (!is_chip_entry(exchange.request.text(22))) {
    exchange.remark = "entry mode is not served";
    return "40";
  }
  if (const auto refusal = chip_.read(exchange, ChipForm::upload)) return *refusal;
  std::optional<TrackTwo> card;
  if (const auto refusal = open_card(exchange, hsm_, AccountForm::any, record.amount_minor, card)) return *refusal;
  if (const auto refusal = chip_.compare(exchange, *card)) return *refusal;
  const auto account = ledger_.find_account(card->pan.digits());
  if (!account) return "14";
  if (const auto refusal = chip_.verify(exchange, *card)) return *refusal;
  // A purse was paid for when it was loaded.
  const bool purse = cash && tells_purse(chip_.data().issuer_data());
  record.account = purse ? ledger_.electronic_cash_account() : account->id;
  return "00";
}

Decision AdviceDesk::upload(Exchange& exchange, std::string_view reference) {
  chip_.begin();
  const RequestKey key = key_of(exchange, upload_mti);
  Request record;
  record.amount_minor = number(exchange.request.text(4));
  record.merchant = exchange.terminal->merchant_account;
  record.reference = reference;
  if (const auto known = ledger_.find(key)) {
    const bool same = known->state == RequestState::approved && known->amount_minor == record.amount_minor;
    if (same) MPOS_ASSERT(exchange.answer.set(37, known->reference));
    exchange.remark = same ? "sent again" : "trace number was used in this batch";
    return {same ? "00" : "94", std::nullopt};
  }
  Decision decision;
  decision.code = decide_upload(exchange, record);
  if (exchange.rule != nullptr && !exchange.rule->response_code().empty()) {
    decision.code = std::string_view{exchange.rule->response_code()};
  }
  // A refused one is not remembered: the terminal may send it again.
  if (!is_approval(decision.code)) return decision;
  record.state = RequestState::approved;
  decision.posting = ledger_.record(key, record, chip_.use());
  return decision;
}

Code AdviceDesk::decide_notice(Exchange& exchange, const RequestKey& original) {
  if (const auto refusal = chip_.read(exchange, ChipForm::notice)) return *refusal;
  const auto sale = ledger_.find(original);
  const auto use = ledger_.card_of(original);
  if (!sale || !use || use->counter != chip_.data().counter()) {
    exchange.remark = "no such sale of this card";
    return "25";
  }
  if (names_card(exchange, AccountForm::any)) {
    std::optional<TrackTwo> card;
    if (const auto refusal = open_card(exchange, hsm_, AccountForm::any, std::nullopt, card)) return *refusal;
    if (const auto refusal = chip_.verify_notice(exchange, *card, *use, sale->amount_minor)) return *refusal;
  }
  exchange.remark = script_results_text(chip_.data().get(0xDF31));
  return "00";
}

Decision AdviceDesk::notice(Exchange& exchange) {
  chip_.begin();
  if (exchange.network() != "951") {
    exchange.remark = "unsupported network management code";
    return {"40", std::nullopt};
  }
  const std::string_view names = exchange.request.text(61);
  if (names.size() < 12) {
    exchange.remark = "field 61 names no original";
    return {"30", std::nullopt};
  }
  const RequestKey original{exchange.terminal->name, number(names.substr(0, 6)), number(names.substr(6, 6)), sale_mti};
  Decision decision{decide_notice(exchange, original), std::nullopt};
  if (exchange.rule != nullptr && !exchange.rule->response_code().empty()) {
    decision.code = std::string_view{exchange.rule->response_code()};
  }
  if (!is_approval(decision.code)) return decision;
  Request record;
  record.state = RequestState::approved;
  ledger_.record(key_of(exchange, notice_mti), record);
  return decision;
}

}  // namespace mpos::host

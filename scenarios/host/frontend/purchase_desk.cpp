// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/purchase_desk.hpp"

#include "devicemodel/base/hex.hpp"
#include "scenarios/host/frontend/advice_desk.hpp"
#include "scenarios/host/frontend/card_opening.hpp"

namespace mpos::host {
namespace {

constexpr int purchase_mti = 200;
constexpr int max_pin_tries = 3;

RequestKey key_of(const Exchange& exchange) noexcept {
  return {exchange.terminal->name, number(exchange.batch()), number(exchange.request.text(11)), purchase_mti};
}

}  // namespace

std::optional<Code> PurchaseDesk::take_card(Exchange& exchange, bool sale, std::int64_t amount_minor) {
  const std::string_view mode = part(exchange.request.text(22), 0, 2);
  if (mode != "02" && mode != "80" && !is_chip_entry(mode)) {
    exchange.remark = "entry mode is not served";
    return Code{"40"};
  }
  return open_card(exchange, hsm_, AccountForm::enciphered, sale ? std::optional{amount_minor} : std::nullopt, card_);
}

std::optional<Code> PurchaseDesk::check_stripe(Exchange& exchange) const {
  constexpr std::size_t capability = 11;  // field 60.4
  const std::string_view terminal = part(exchange.request.text(60), capability, 1);
  const bool fallback = exchange.request.text(22).starts_with("80");
  const bool chip_missed = card_->has_chip() && (terminal == "5" || terminal == "6");
  if (!fallback && !chip_missed) return std::nullopt;
  if (fallback && card_->has_chip() && policy_.fallback_allowed) return std::nullopt;
  exchange.remark = !card_->has_chip() ? "fallback without a chip on the card"
                    : fallback         ? "fallback is not allowed"
                                       : "stripe of a chip card";
  return Code{"45"};
}

std::optional<Code> PurchaseDesk::check_identity(const Exchange& exchange) {
  if (!hsm_.checks_serials()) return std::nullopt;
  const auto group = exchange.field59.find("A2");
  const auto identity = group ? iso8583::parse_tlv(*group) : iso8583::parse_tlv({});
  const std::string_view pan = card_->pan.digits();
  const std::string_view serial = exchange.terminal->standing.reader;
  const std::string_view factor = pan.substr(pan.size() - 6);
  if (!identity || identity->text("02") != serial || identity->text("03") != factor) return Code{"58"};
  const auto expected = hsm_.serial_cipher(serial, factor);
  if (!equal_constant_time(expected, as_bytes(identity->text("04")))) return Code{"58"};
  return std::nullopt;
}

std::optional<Code> PurchaseDesk::check_pin(Exchange& exchange) {
  const iso8583::Message& request = exchange.request;
  if (!request.has(52)) {
    // The issuer's choice: an account that has a PIN is not debited without it.
    if (!account_->has_pin) return std::nullopt;
    // By chip, the issuer's own rules for the cardholder lie in the card.
    return chip_.has_data() ? chip_.check_cardholder(exchange, policy_.pin_free_limit) : Code{"55"};
  }
  // Format 0 with account number under a double-length key is what these keys are for.
  if (request.text(53).substr(0, 2) != "26") return Code{"99"};
  const PinAnswer answer = hsm_.check_pin(request.get(52), card_->pan, account_->pin_reference);
  if (answer == PinAnswer::format_error) return Code{"99"};
  if (!account_->has_pin) return std::nullopt;
  if (account_->pin_tries >= max_pin_tries) return Code{"75"};
  if (answer == PinAnswer::wrong) {
    ledger_.set_pin_tries(account_->id, account_->pin_tries + 1);
    return Code{account_->pin_tries + 1 >= max_pin_tries ? "75" : "55"};
  }
  if (account_->pin_tries != 0) ledger_.set_pin_tries(account_->id, 0);
  return std::nullopt;
}

std::optional<Code> PurchaseDesk::check_status(const Exchange& exchange) const {
  switch (account_->status) {
    case AccountStatus::open: break;
    case AccountStatus::blocked: return Code{"62"};
    case AccountStatus::lost: return Code{"41"};
    case AccountStatus::stolen: return Code{"43"};
    case AccountStatus::expired: return Code{"54"};
  }
  // YYMM on both sides; two-digit years of this century. A card is good to the end of its month.
  const std::string_view today = exchange.now.view().substr(2, 4);
  if (card_->expiry.view() < today) return Code{"54"};
  if (!account_->expiry.empty() && account_->expiry.view() < today) return Code{"54"};
  return std::nullopt;
}

Code PurchaseDesk::decide(Exchange& exchange, bool sale, std::int64_t amount_minor) {
  if (sale && amount_minor == 0) return "13";
  const std::string_view entry = exchange.request.text(22);
  const bool chip = is_chip_entry(entry);
  if (load_ && (!chip || is_contactless_entry(entry))) {
    exchange.remark = "electronic cash is loaded through the contacts of its card";
    return "40";
  }
  if (chip) {
    if (const auto refusal = chip_.read(exchange, ChipForm::request)) return *refusal;
  }
  if (const auto refusal = take_card(exchange, sale, amount_minor)) return *refusal;
  if (const auto refusal = chip ? chip_.compare(exchange, *card_) : check_stripe(exchange)) return *refusal;
  if (const auto refusal = check_identity(exchange)) {
    exchange.remark = "device identity wrong";
    return *refusal;
  }
  account_ = ledger_.find_account(card_->pan.digits());
  if (!account_) return "14";
  if (load_ && !exchange.request.has(52)) {
    exchange.remark = "electronic cash is loaded with a PIN only";
    return "55";
  }
  if (const auto refusal = check_pin(exchange)) return *refusal;
  if (chip) {
    if (const auto refusal = chip_.verify(exchange, *card_)) return *refusal;
  }
  if (const auto refusal = check_status(exchange)) return *refusal;
  if (load_) {
    const auto cash = chip_.cash_on_card();
    if (!cash) {
      exchange.remark = "the card tells no electronic cash";
      return "57";
    }
    new_cash_ = *cash + amount_minor;
  }
  if (!sale) {
    FixedString<20> balance{account_->balance_minor < 0 ? "0002156D" : "0002156C"};
    balance.append(zero_filled<12>(account_->balance_minor < 0 ? -account_->balance_minor : account_->balance_minor));
    return exchange.answer.set(54, balance) ? "00" : "96";
  }
  if (account_->limit_minor > 0 && amount_minor > account_->limit_minor) return "61";
  if (account_->balance_minor < amount_minor) return "51";
  return "00";
}

Code PurchaseDesk::forced_code(Exchange& exchange, bool sale, std::int64_t amount_minor) {
  if (is_chip_entry(exchange.request.text(22)) && !chip_.read(exchange, ChipForm::request)) {
    (void)take_card(exchange, sale, amount_minor);
  }
  exchange.remark.clear();
  return std::string_view{exchange.rule->response_code()};
}

Decision PurchaseDesk::purchase(Exchange& exchange, std::string_view reference) {
  card_.reset();
  account_.reset();
  chip_.begin();
  new_cash_.reset();
  const std::string_view processing = exchange.request.text(3);
  load_ = processing == "600000" && exchange.type() == "45";
  const bool sale = load_ || (processing == "000000" && exchange.type() == "22");
  const bool enquiry = processing == "310000" && exchange.type() == "01";
  if (!sale && !enquiry) return {"12", std::nullopt};
  const RequestKey key = key_of(exchange);
  if (ledger_.find(key)) {
    exchange.remark = "trace number was used in this batch";
    return {"94", std::nullopt};
  }
  Decision decision;
  Request record;
  record.amount_minor = sale ? number(exchange.request.text(4)) : 0;
  const bool forced = exchange.rule != nullptr && !exchange.rule->response_code().empty();
  decision.code =
      forced ? forced_code(exchange, sale, record.amount_minor) : decide(exchange, sale, record.amount_minor);
  if (!is_approval(decision.code)) new_cash_.reset();
  if (card_) chip_.answer(exchange, *card_, decision.code, new_cash_);
  record.state = is_approval(decision.code) ? RequestState::approved : RequestState::declined;
  record.account = account_ ? account_->id : 0;
  record.merchant = load_ ? ledger_.electronic_cash_account() : exchange.terminal->merchant_account;
  record.reference = reference;
  decision.posting = ledger_.record(key, record, chip_.use());
  card_.reset();
  return decision;
}

std::optional<Code> PurchaseDesk::read_chip(Exchange& exchange, const RequestKey& original) {
  if (const auto refusal = chip_.read(exchange, ChipForm::reversal)) return refusal;
  const ChipData& data = chip_.data();
  const auto use = ledger_.card_of(original);
  if (data.has(0x9F36) && use && use->counter != data.counter()) {
    exchange.remark = "the original's card counter (ATC) was another one";
    return Code{"25"};
  }
  if (data.has(0x9F36) && data.issuer_data().second() == Cryptogram::aac) exchange.remark = "the card declined";
  if (data.has(0xDF31)) {
    if (!exchange.remark.empty()) exchange.remark += "; ";
    exchange.remark += script_results_text(data.get(0xDF31));
  }
  return std::nullopt;
}

Decision PurchaseDesk::reverse(Exchange& exchange) {
  const RequestKey key = key_of(exchange);
  const std::int64_t amount_minor = number(exchange.request.text(4));
  chip_.begin();
  if (exchange.request.has(55)) {
    if (const auto refusal = read_chip(exchange, key)) return {*refusal, std::nullopt};
  }
  const auto original = ledger_.find(key);
  if (original && original->amount_minor != amount_minor) {
    exchange.remark = "amount differs from the original's";
    return {"64", std::nullopt};
  }
  if (original && !original->reference.empty()) MPOS_ASSERT(exchange.answer.set(37, original->reference));
  if (exchange.rule != nullptr && !exchange.rule->response_code().empty()) {
    return {std::string_view{exchange.rule->response_code()}, std::nullopt};
  }
  return {"00", ledger_.reverse(key, amount_minor)};
}

}  // namespace mpos::host

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/sale.hpp"

#include <algorithm>

#include "devicemodel/emv/dictionary.hpp"
#include "devicemodel/emv/field55.hpp"
#include "devicemodel/firmware/text.hpp"

namespace mpos::firmware {
namespace {

template <std::size_t N>
void wipe_text(FixedString<N>& text) noexcept {
  // The string's own bytes, then its length.
  wipe({reinterpret_cast<std::uint8_t*>(&text), sizeof text});
}

// Field 54: 20 characters an amount: account type 2, amount type 2 (02 = available), currency 3, C or D, amount 12.
std::optional<std::int64_t> balance_of(std::string_view field54) noexcept {
  constexpr std::size_t entry_chars = 20;
  std::optional<std::int64_t> found;
  for (std::size_t at = 0; at + entry_chars <= field54.size(); at += entry_chars) {
    const auto magnitude = parse_decimal(part(field54, at + 8, 12));
    if (!magnitude || part(field54, at + 4, 3) != "156") continue;
    const auto value = static_cast<std::int64_t>(*magnitude);
    const bool available = part(field54, at + 2, 2) == "02";
    if (!found || available) found = field54[at + 7] == 'D' ? -value : value;
    if (available) break;
  }
  return found;
}

}  // namespace

// Seen as success by UnionPay terminals (iso8583.md section 5). 10, partial approval, is not among them: the reader
// never asks for it.
bool is_approval(std::string_view code) noexcept {
  constexpr std::string_view codes[] = {"00", "11", "16", "A2", "A4", "A5", "A6"};
  for (const std::string_view approval : codes) {
    if (code == approval) return true;
  }
  return false;
}

void Sale::begin(const TransactionOrder& order) noexcept {
  wipe();
  order_ = order;
  tries_left_ = max_tries;
  asked_for_chip_ = false;
  chip_failed_ = false;
  entry_ = Entry::stripe;
  wants_pin_ = true;
  pin_block_empty_ = true;
  masked_pan_.clear();
  entry_mode_.clear();
  card_sequence_.clear();
  trace_ = 0;
}

CardStep Sale::on_swipe(const hal::StripeCapture& capture) noexcept {
  const auto unread = [this] {
    --tries_left_;
    return tries_left_ > 0 ? CardStep::swipe_again : CardStep::unreadable;
  };
  auto track2 = stripe::decode_track(capture.intervals_ns[1], 2);
  if (!track2) return unread();
  auto content = stripe::parse_track2(*track2);
  auto pan = content ? Pan::parse(content->pan) : std::nullopt;
  const auto forget = [&] {
    wipe_text(*track2);
    if (content) {
      wipe_text(content->pan);
      wipe_text(content->expiry);
      wipe_text(content->discretionary);
    }
    if (pan) pan->clear();
  };
  if (!pan) {
    forget();
    return unread();
  }
  const auto rules = stripe::service_code_rules(content->service_code);
  // With a slot at hand the chip comes first; a body without one can only ask the policy.
  const bool tried = chip_failed_ || !config_.interfaces.chip;
  if (rules.chip_present && !(config_.policy.fallback_allowed && tried)) {
    forget();
    asked_for_chip_ = true;
    return CardStep::use_chip;
  }
  entry_ = rules.chip_present ? Entry::fallback : Entry::stripe;
  wants_pin_ = !(content->service_code.size() == 3 && content->service_code.view()[2] == '2');
  service_code_ = content->service_code.view();
  track2_ = *track2;
  // Track 2 decides; track 3 goes along only where it was read well.
  track3_.clear();
  if (auto track3 = stripe::decode_track(capture.intervals_ns[2], 3); track3) {
    track3_ = *track3;
    wipe_text(*track3);
  }
  masked_pan_ = pan->masked().view();
  const std::string_view digits = pan->digits();
  serial_factor_ = part(digits, digits.size() - 6, 6);
  const bool begun = core_.begin_transaction().has_value();
  if (begun) core_.set_card(*pan);
  forget();
  if (begun) return CardStep::read;
  forget_account();
  return CardStep::failed;
}

std::optional<Pan> Sale::read_account(const emv::DataStore& chip) noexcept {
  namespace tag = emv::tag;
  const auto digits_of = [](Bytes packed, auto& out) {
    out.clear();
    for (const std::uint8_t byte : packed) {
      for (const unsigned nibble : {unsigned{byte} >> 4U, unsigned{byte} & 15U}) {
        if (nibble == 15) return true;
        if (nibble > 9 && nibble != 13) return false;
        const char c = nibble == 13 ? '=' : static_cast<char>('0' + nibble);
        if (!out.try_append({&c, 1})) return false;
      }
    }
    return true;
  };
  // Track 2 equivalent up to its fill (tracks.md section 4); made from number and expiry on a card without one. A card
  // at the antenna may tell its number there only.
  const auto track2 = chip.get(tag::track2);
  bool good = !track2 || digits_of(*track2, track2_);
  FixedString<20> number;
  if (chip.has(tag::pan)) {
    good = good && digits_of(chip.get_or_empty(tag::pan), number);
  } else {
    for (const char c : track2_.view()) {
      if (c == '=') break;
      good = good && number.try_append({&c, 1});
    }
  }
  auto pan = good ? Pan::parse(number) : std::nullopt;
  good = pan.has_value();
  if (good && !track2) {
    FixedString<6> expiry;
    good = digits_of(chip.get_or_empty(tag::expiry), expiry) && expiry.size() == 6;
    track2_ = number.view();
    track2_.append("=");
    track2_.append(part(expiry, 0, 4));
  }
  wipe_text(number);
  if (!good) {
    if (pan) pan->clear();
    forget_account();
    return std::nullopt;
  }
  masked_pan_ = pan->masked().view();
  const std::string_view digits = pan->digits();
  serial_factor_ = part(digits, digits.size() - 6, 6);
  const Bytes sequence = chip.get_or_empty(tag::pan_sequence);
  card_sequence_ = decimal<3>(sequence.empty() ? 0U : (sequence[0] >> 4U) * 10U + (sequence[0] & 15U));
  return pan;
}

CardStep Sale::on_chip(const emv::DataStore& chip, Entry entry) noexcept {
  auto pan = read_account(chip);
  if (!pan || !core_.begin_transaction()) {
    if (pan) pan->clear();
    forget_account();
    return CardStep::failed;
  }
  entry_ = entry;
  wants_pin_ = false;
  track3_.clear();
  core_.set_card(*pan);
  pan->clear();
  return CardStep::read;
}

const char* Sale::build_offline(const emv::DataStore& chip, Entry entry, UploadKind kind, Bytes storage_key,
                                Upload& out) noexcept {
  // What was drawn to go online, if anything, belongs to another message.
  core_.end_transaction();
  auto pan = read_account(chip);
  if (!pan) return "the card has no usable account number";
  pan->clear();
  out = {};
  if (track2_.size() > security::SecurityCore::plain_data_max_bytes) {
    forget_account();
    return "the card's track 2 is too long";
  }
  out.account = core_.seal_data(storage_key, as_bytes(track2_));
  forget_account();
  entry_ = entry;
  pin_block_empty_ = true;
  set_entry_mode();
  const auto trace = memory_.next_trace();
  if (!trace) return "the trace number could not be stored";
  trace_ = *trace;
  out.kind = kind;
  out.trace = trace_;
  out.amount_minor = order_.amount_minor;
  out.batch = memory_.batch();
  out.processing = "000000";
  out.entry_mode = entry_mode_;
  out.card_sequence = card_sequence_;
  emv::Field55Data chip_data;
  if (!emv::build_field55(emv::Field55::offline_upload, chip, chip_data) ||
      !out.chip_data.try_append(chip_data.span())) {
    return "the chip data do not fit the message";
  }
  return "";
}

void Sale::set_entry_mode() noexcept {
  switch (entry_) {
    case Entry::stripe: entry_mode_ = "02"; break;
    case Entry::fallback: entry_mode_ = "80"; break;
    case Entry::chip: entry_mode_ = "05"; break;
    case Entry::contactless: entry_mode_ = config_.policy.tap_entry_mode.view(); break;
  }
  entry_mode_.append(pin_block_empty_ ? "2" : "1");
}

bool Sale::take_pin(Duration now) noexcept {
  const auto block = core_.encipher_pin(now);
  core_.pin_vault().wipe();
  if (!block) return false;
  pin_block_ = *block;
  pin_block_empty_ = false;
  return true;
}

Result<security::SecurityCore::Package, security::SealError> Sale::seal_number() noexcept {
  return core_.seal_card_number(order_.amount_minor);
}

Result<security::SecurityCore::Package, security::SealError> Sale::seal_tracks() noexcept {
  const auto sealed = core_.seal_account(order_.amount_minor, track2_, track3_);
  if (!sealed) return Failure{sealed.error()};
  return sealed->cipher_text;
}

bool Sale::rekey(Bytes random) noexcept {
  auto content = stripe::parse_track2(track2_);
  auto pan = content ? Pan::parse(content->pan) : std::nullopt;
  const bool done = pan && core_.resume_transaction(random).has_value();
  if (done) core_.set_card(*pan);
  if (content) {
    wipe_text(content->pan);
    wipe_text(content->expiry);
    wipe_text(content->discretionary);
  }
  if (pan) pan->clear();
  return done;
}

bool Sale::write_field59(MutableBytes out, std::size_t& length) noexcept {
  iso8583::TlvWriter field59(out);
  if (pin_block_.size() == 16) field59.put("A1", pin_block_.span());
  if (core_.has_key(security::KeyUsage::serial_number)) {
    const auto cipher = core_.serial_cipher(config_.serial, serial_factor_);
    if (!cipher) return false;
    FixedString<8> version{config_.firmware_version.view()};
    while (version.size() < 8) version.append(" ");
    field59.begin("A2").put("01", "03").put("02", config_.serial).put("03", serial_factor_);
    field59.put("04", std::string_view{cipher->data(), cipher->size()}).put("05", version).end();
  }
  if (!order_.longitude.empty()) {
    field59.begin("A5").put("01", order_.longitude).put("02", order_.latitude).put("05", "GCJ02").end();
  }
  if (config_.policy.account_data == AccountData::sealed) {
    const auto sealed = core_.seal_account(order_.amount_minor, track2_, track3_);
    if (!sealed) return false;
    if (!begin_account_group(field59, config_, core_)) field59.begin("A6").put("01", "DIV");
    field59.put_hex("03", sealed->cipher_text.span()).put("04", masked_pan_).end();
  } else if (begin_account_group(field59, config_, core_)) {
    field59.end();
  }
  sign_in_.write_confirmation(field59);
  length = field59.bytes().size();
  return field59.good();
}

bool Sale::set_card_fields(iso8583::Message& message) noexcept {
  const bool pin = !pin_block_empty_;
  const bool sm4 = pin_block_.size() == 16;
  constexpr std::array<std::uint8_t, 8> zeros{};
  bool ok = message.set(22, entry_mode_) && message.set(25, "00") &&
            (card_sequence_.empty() || message.set(23, card_sequence_));
  if (pin) ok = ok && message.set(26, "12") && message.set(52, sm4 ? Bytes{zeros} : Bytes{pin_block_.span()});
  // PIN format, key algorithm, tracks enciphered (pinblock.md section 5).
  FixedString<16> control{pin ? (sm4 ? std::string_view{"231"} : std::string_view{"261"}) : std::string_view{"061"}};
  while (control.size() < 16) control.append("0");
  ok = ok && message.set(53, control);
  if (config_.policy.account_data == AccountData::sealed) return ok;

  ok = ok && set_enciphered_track(message, 35, track2_, core_);
  return track3_.empty() ? ok : ok && set_enciphered_track(message, 36, track3_, core_);
}

const char* Sale::build_request(const emv::DataStore* chip, HostMessage& out) noexcept {
  MPOS_ASSERT(has_card());
  const auto trace = memory_.next_trace();
  if (!trace) return "the trace number could not be stored";
  trace_ = *trace;
  set_entry_mode();
  const bool debit = order_.debits();
  const bool load = order_.type == TransactionType::cash_load;
  sent_ = KeyFields{
      "0200", debit ? processing_code(load) : "310000", {}, decimal<6>(trace_), config_.terminal, config_.merchant,
      "156"};
  if (debit) sent_.amount = decimal<12>(order_.amount_minor);

  FixedString<13> control{debit ? message_type(load) : "01"};
  control.append(memory_.batch());
  control.append("000");
  control.append(terminal_capability(config_));
  const FixedString<1> chip_condition{entry_ == Entry::fallback ? "2" : "0"};
  control.append(chip_condition);

  emv::Field55Data chip_data;
  emv::Field55Data reversal_data;
  if (chip != nullptr && (!emv::build_field55(emv::Field55::financial, *chip, chip_data) ||
                          !emv::build_field55(emv::Field55::reversal, *chip, reversal_data))) {
    forget_account();
    return "the chip data do not fit the message";
  }
  iso8583::Message message;
  message.mti = sent_.mti;
  std::array<std::uint8_t, 600> bytes;
  std::size_t length = 0;
  const bool ok = message.set(3, sent_.processing) && (!debit || message.set(4, sent_.amount)) &&
                  message.set(11, sent_.trace) && set_card_fields(message) && message.set(41, sent_.terminal) &&
                  message.set(42, sent_.merchant) && message.set(49, sent_.currency) &&
                  (chip_data.empty() || message.set(55, chip_data.span())) && write_field59(bytes, length) &&
                  message.set(59, Bytes{bytes}.first(length)) && message.set(60, control) &&
                  pack_with_mac(message, core_, out);
  message.wipe();
  forget_account();
  if (!ok) return "the request could not be built";

  sign_in_.count_transaction();
  if (!debit) return "";
  ReversalRecord record;
  record.cash_load = load;
  record.amount_minor = order_.amount_minor;
  record.trace = trace_;
  record.batch = memory_.batch();
  record.entry_mode = entry_mode_;
  record.chip_condition = chip_condition;
  record.reason = "06";  // what a power cut from here on means
  record.card_sequence = card_sequence_;
  if (!record.chip_data.try_append(reversal_data.span())) return "the reversal's chip data do not fit its record";
  return memory_.keep_reversal(record) ? "" : "the reversal record could not be stored";
}

SaleVerdict Sale::on_answer(Bytes bytes) noexcept {
  SaleVerdict verdict;
  iso8583::Message answer;
  if (!iso8583::unpack(bytes, answer)) {
    verdict.detail = "the answer is no message";
    return verdict;
  }
  const std::string_view code = answer.text(39);
  const bool approval = is_approval(code);
  if (code.size() != 2 || !answers(answer, sent_, approval ? Echo::required : Echo::if_present)) {
    verdict.detail = "the answer belongs to another request";
    return verdict;
  }
  const char* unproved = why_unproved(bytes, answer, config_, core_);
  const bool proved = *unproved == '\0';
  // A decline may come without a MAC (mac.md section 5); a wrong one makes it worthless.
  if (!proved && (approval || answer.has(64))) {
    verdict.reason = "A0";
    verdict.detail = unproved;
    return verdict;
  }
  verdict.proved = proved;
  if (proved) sign_in_.confirmation_arrived();
  if (code == "10") {
    verdict.detail = "partial approval was not asked for";
    return verdict;
  }
  verdict.response_code = code;
  verdict.date = answer.text(13);
  verdict.time = answer.text(12);
  verdict.reference = answer.text(37);
  verdict.authorisation_code = answer.text(38);
  verdict.chip_data.append(answer.get(55).first(std::min(answer.get(55).size(), verdict.chip_data.capacity())));
  verdict.judgement = approval ? Judgement::approved : Judgement::declined;
  if (approval && order_.type == TransactionType::balance) {
    const auto balance = balance_of(answer.text(54));
    if (!balance) {
      verdict.judgement = Judgement::refused;
      verdict.detail = "field 54 holds no balance";
      return verdict;
    }
    verdict.balance_minor = *balance;
  }
  return verdict;
}

void Sale::forget_account() noexcept {
  wipe_text(track2_);
  wipe_text(track3_);
  wipe_text(serial_factor_);
  mpos::wipe({reinterpret_cast<std::uint8_t*>(&pin_block_), sizeof pin_block_});
  core_.pin_vault().wipe();
  core_.forget_card();
}

void Sale::wipe() noexcept {
  forget_account();
  core_.end_transaction();
}

}  // namespace mpos::firmware

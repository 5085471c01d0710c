// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/chip_desk.hpp"

#include "scenarios/host/frontend/chip_scripts.hpp"

namespace mpos::host {
namespace {

// TVR byte 3 (EMV book 3, annex C5).
constexpr std::uint8_t cvm_failed = 0x80;
constexpr std::uint8_t pin_pad_absent = 0x10;
constexpr std::uint8_t pin_not_entered = 0x08;
constexpr std::uint8_t online_pin_entered = 0x04;

/// Days since 0000-03-01 of YYMMDD digits in this century; no claim about days that do not exist.
std::int64_t day_number(std::string_view yymmdd) noexcept {
  std::int64_t year = 2000 + number(yymmdd.substr(0, 2));
  const std::int64_t month = number(yymmdd.substr(2, 2));
  if (month <= 2) --year;
  const std::int64_t shifted = (month + 9) % 12;
  return 365 * year + year / 4 - year / 100 + year / 400 + (153 * shifted + 2) / 5 + number(yymmdd.substr(4, 2));
}

/// A number as N bytes BCD.
template <std::size_t N>
std::array<std::uint8_t, N> packed(std::int64_t value) noexcept {
  std::array<std::uint8_t, N> bytes{};
  for (std::size_t i = N; i > 0; --i, value /= 100) {
    bytes[i - 1] = static_cast<std::uint8_t>(value % 100 / 10 << 4 | value % 10);
  }
  return bytes;
}

FixedString<6> digits_of(Bytes date) noexcept {
  return zero_filled<6>(bcd_number(date).value_or(0));
}

}  // namespace

bool is_chip_entry(std::string_view entry_mode) noexcept {
  const std::string_view mode = part(entry_mode, 0, 2);
  return mode == "05" || is_contactless_entry(entry_mode);
}

bool is_contactless_entry(std::string_view entry_mode) noexcept {
  const std::string_view mode = part(entry_mode, 0, 2);
  return mode == "07" || mode == "98";
}

void ChipDesk::begin() noexcept {
  data_.reset();
  use_.reset();
  judged_ = false;
}

std::optional<Code> ChipDesk::read(Exchange& exchange, ChipForm form) {
  form_ = form;
  const auto refuse = [&exchange](std::string why) {
    exchange.remark = std::move(why);
    return Code{"30"};
  };
  if (!exchange.request.has(55)) return refuse("field 55 missing");
  auto data = ChipData::parse(exchange.request.get(55), form);
  if (!data) return refuse(data.error());
  data_ = *data;
  // Three digits; the card knows two of them. Without the field the sequence number is 00.
  sequence_ = "00";
  if (exchange.request.has(23)) {
    const std::string_view digits = exchange.request.text(23);
    if (digits[0] != '0') return refuse("field 23 is over 99");
    sequence_ = digits.substr(1);
  }
  return std::nullopt;
}

std::optional<Code> ChipDesk::compare(Exchange& exchange, const TrackTwo& card) {
  const iso8583::Message& request = exchange.request;
  const auto refuse = [&exchange](const char* code, const char* why) {
    exchange.remark = why;
    return Code{code};
  };
  const ChipData& data = *data_;
  const std::int64_t amount = request.has(4) ? number(request.text(4)) : 0;
  if (bcd_number(data.get(0x9F02)) != amount) return refuse("13", "field 55: 9F02 is another amount than field 4");
  if (bcd_number(data.get(0x9F03)) != 0) return refuse("13", "field 55: 9F03 asks for cash back, which is not served");
  if (bcd_number(data.get(0x5F2A)) != number(request.text(49))) {
    return refuse("30", "field 55: 5F2A is another currency than field 49");
  }
  if (bcd_number(data.get(0x9C)) != number(request.text(3).substr(0, 2))) {
    return refuse("30", "field 55: 9C is another transaction than field 3");
  }
  if (data.has(0x5F34) && bcd_number(data.get(0x5F34)) != number(sequence_)) {
    return refuse("30", "field 55: 5F34 is another card than field 23");
  }
  // Clocks may differ over midnight; an upload may come later.
  const std::int64_t age = day_number(exchange.now.view().substr(2, 6)) - day_number(digits_of(data.get(0x9A)));
  if (age < -1 || (form_ == ChipForm::request && age > 1)) return refuse("30", "field 55: 9A is not of today");
  if (request.has(2) && request.text(2) != card.pan.digits()) {
    return refuse("14", "field 2 is another account than track 2");
  }
  if (request.has(14) && request.text(14) != card.expiry.view()) {
    return refuse("14", "field 14 is another expiry than track 2");
  }
  return std::nullopt;
}

std::optional<Code> ChipDesk::check_cardholder(Exchange& exchange, std::int64_t limit_minor) const {
  const auto refuse = [&exchange](const char* why) {
    exchange.remark = why;
    return Code{"55"};
  };
  const std::uint8_t result = data_->get(0x95)[2];
  if ((result & (cvm_failed | pin_pad_absent | pin_not_entered)) != 0) return refuse("cardholder was not verified");
  if ((result & online_pin_entered) != 0) return refuse("PIN entered, but not sent");
  const bool contactless = is_contactless_entry(exchange.request.text(22));
  const std::int64_t amount = exchange.request.has(4) ? number(exchange.request.text(4)) : 0;
  if (contactless && amount > limit_minor) return refuse("over the limit of contactless sales without a PIN");
  return std::nullopt;
}

std::optional<Code> ChipDesk::check_proof(Exchange& exchange, const TrackTwo& card) {
  const ChipData& data = *data_;
  const auto refuse = [&exchange](const char* code, const char* why) {
    exchange.remark = why;
    return Code{code};
  };
  CardIssuer& issuer = hsm_.issuer();
  if (!issuer.begin({card.pan.digits(), sequence_, data.counter()}))
    return refuse("05", "no keys of the card's issuer");
  const IssuerData& from_card = data.issuer_data();
  if (from_card.algorithm != issuer.algorithm()) return refuse("05", "cryptogram of another algorithm");
  const bool online = form_ == ChipForm::request;
  // The kind is told twice; only what stands in the CVR is covered by the cryptogram.
  const Cryptogram wanted = online ? Cryptogram::arqc : Cryptogram::tc;
  const bool second = from_card.second() != Cryptogram::arqc;
  const Cryptogram told = second ? from_card.second() : from_card.first();
  if (data.kind() != wanted || told != wanted || (online && second)) {
    return refuse("05", online ? "cryptogram is no ARQC" : "cryptogram is no TC");
  }
  if (!issuer.cryptogram_is_right(data.covered().span(), data.get(0x9F26))) return refuse("05", "cryptogram wrong");
  if (!from_card.discretionary.empty()) {
    ByteVector<64> covered;
    covered.append(data.get(0x9F36));
    covered.append(from_card.discretionary);
    if (!equal_constant_time(issuer.script_mac(covered.span()), from_card.mac)) {
      return refuse("05", "MAC of the issuer data wrong");
    }
  }
  const CardUse use{ledger_.card_digest(card.pan.digits(), sequence_), data.counter()};
  if (online) {
    const auto last = ledger_.last_counter(use.card);
    // A card made anew starts to count again; host_reset takes it for a new one.
    if (last && use.counter <= *last) return refuse("05", "card counter (ATC) did not rise");
  } else if (ledger_.counter_used(use)) {
    return refuse("94", "card counter (ATC) was used before");
  }
  use_ = use;
  return std::nullopt;
}

std::optional<Code> ChipDesk::verify(Exchange& exchange, const TrackTwo& card) {
  judged_ = true;
  return check_proof(exchange, card);
}

std::optional<Code> ChipDesk::verify_notice(Exchange& exchange, const TrackTwo& card, const CardUse& of_sale,
                                            std::int64_t amount_minor) {
  constexpr std::uint8_t script_failed_after = 0x10;  // TVR byte 5
  const ChipData& data = *data_;
  CardIssuer& issuer = hsm_.issuer();
  if (ledger_.card_digest(card.pan.digits(), sequence_) != of_sale.card) {
    exchange.remark = "another card than the sale's";
    return Code{"14"};
  }
  if (!issuer.begin({card.pan.digits(), sequence_, data.counter()})) {
    exchange.remark = "no keys of the card's issuer";
    return Code{"05"};
  }
  // What the notice leaves out stands in the message, or was so when the sale was approved. The bit that scripts failed
  // may have come after the cryptogram.
  for (const bool before : {false, true}) {
    ByteVector<64> covered;
    covered.append(packed<6>(amount_minor));
    covered.append(packed<6>(0));
    covered.append(data.get(0x9F1A));
    std::array<std::uint8_t, 5> tvr{};
    copy_bytes(data.get(0x95), tvr);
    if (before) tvr[4] &= static_cast<std::uint8_t>(~script_failed_after);
    covered.append(tvr);
    covered.append(packed<2>(number(exchange.request.text(49))));
    covered.append(data.get(0x9A));
    covered.append(packed<1>(number(part(exchange.request.text(3), 0, 2))));
    for (const std::uint32_t tag : {0x9F37U, 0x82U, 0x9F36U}) covered.append(data.get(tag));
    covered.append(data.issuer_data().cvr);
    if (issuer.cryptogram_is_right(covered.span(), data.get(0x9F26))) return std::nullopt;
  }
  exchange.remark = "cryptogram wrong";
  return Code{"05"};
}

std::optional<std::int64_t> ChipDesk::cash_on_card() const {
  constexpr std::uint8_t cash_data = 0x01;  // kind of issuer data: balance, n10 (JR/T 0025.5)
  const Bytes told = data_->issuer_data().discretionary;
  if (told.size() != 6 || told[0] != cash_data) return std::nullopt;
  return bcd_number(told.subspan(1));
}

void ChipDesk::answer(Exchange& exchange, const TrackTwo& card, std::string_view code,
                      std::optional<std::int64_t> new_cash) {
  if (!data_ || form_ != ChipForm::request) return;
  if (!judged_) {
    // Refused before the cryptogram's turn came: the card is still to be told who refused.
    std::string remark = std::move(exchange.remark);
    (void)verify(exchange, card);
    exchange.remark = std::move(remark);
  }
  if (!use_) return;
  Field55 field;
  const bus::v1::HostRule* rule = exchange.rule;
  CardIssuer& issuer = hsm_.issuer();
  if (rule == nullptr || !rule->no_arpc()) {
    auto arpc = issuer.response_cryptogram(data_->get(0x9F26), code);
    if (rule != nullptr && rule->wrong_arpc()) arpc[0] ^= 1;
    ByteVector<10> value;
    value.append(arpc);
    value.append(as_bytes(code));
    MPOS_ASSERT(append_ber(0x91, value.span(), field));
  }
  bus::v1::HostRule scripts;
  if (rule != nullptr) scripts = *rule;
  if (new_cash) {
    bus::v1::IssuerScript& load = *scripts.add_scripts();
    load.set_command(bus::v1::IssuerScript::PUT_DATA);
    load.set_tag("9F79");
    load.set_amount_minor(*new_cash);
    load.set_wrong_mac(scripts.wrong_load());
  }
  if (!append_scripts(scripts, issuer, data_->counter(), data_->get(0x9F26), field)) {
    exchange.remark = "the scripts do not fit field 55";
  }
  if (!field.empty()) MPOS_ASSERT(exchange.answer.set(55, field.span()));
}

}  // namespace mpos::host

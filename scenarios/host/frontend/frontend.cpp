// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/frontend.hpp"

#include "devicemodel/base/hex.hpp"
#include "scenarios/host/frontend/masking.hpp"

namespace mpos::host {
namespace {

constexpr std::string_view acquirer = "01020000";
constexpr std::string_view institutions = "0102       0102       ";

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// An offline sale sent in later.
bool is_upload(const iso8583::Message& request) noexcept {
  return request.mti.view() == "0220" || (request.mti.view() == "0200" && part(request.text(60), 0, 2) == "36");
}

bool is_sign_off(const iso8583::Message& request) noexcept {
  return request.mti.view() == "0820" && part(request.text(60), 8, 3) == "002";
}

/// The fields a request must have, by message type; a type that is not served needs only what names the terminal.
Bytes mandatory_fields(const iso8583::Message& request) noexcept {
  static constexpr std::uint8_t management[] = {41, 42, 60};
  static constexpr std::uint8_t sign_off[] = {11, 41, 42, 60, 64};
  static constexpr std::uint8_t purchase[] = {3, 11, 22, 25, 41, 42, 49, 53, 59, 60, 64};
  static constexpr std::uint8_t reversal[] = {3, 4, 11, 25, 39, 41, 42, 49, 60, 64};
  static constexpr std::uint8_t upload[] = {3, 4, 11, 22, 25, 41, 42, 49, 55, 60, 64};
  static constexpr std::uint8_t notice[] = {3, 11, 41, 42, 49, 55, 60, 61, 64};
  const std::string_view mti = request.mti;
  if (is_upload(request)) return upload;
  if (mti == "0620") return notice;
  if (mti == "0200") return purchase;
  if (mti == "0400") return reversal;
  return is_sign_off(request) ? Bytes{sign_off} : Bytes{management};
}

}  // namespace

Frontend::Frontend(Hsm& hsm, Ledger& ledger, hal::Entropy& entropy, HostClock clock, SignInDesk::Policy sign_in,
                   PurchaseDesk::Policy purchase, ParameterDesk parameters, Observer& observer)
    : hsm_(hsm),
      ledger_(ledger),
      clock_(clock),
      observer_(observer),
      sign_in_desk_(hsm, ledger, entropy, sign_in),
      purchase_desk_(hsm, ledger, purchase),
      advice_desk_(hsm, ledger),
      parameter_desk_(std::move(parameters)),
      sequence_(ledger.requests()) {}

void Frontend::add_terminal(Terminal terminal) {
  std::string name = terminal.name;
  terminals_.insert_or_assign(std::move(name), std::move(terminal));
}

bool Frontend::signed_in(std::string_view terminal) const {
  const auto found = terminals_.find(terminal);
  return found != terminals_.end() && found->second.session == Terminal::Session::in;
}

void Frontend::note(const std::string& text) {
  if (!observer_.wants_events()) return;
  bus::v1::Note event;
  event.set_text("host: " + text);
  observer_.note(event);
}

std::optional<Code> Frontend::check_format(Exchange& exchange) const {
  const iso8583::Message& request = exchange.request;
  const auto missing = [&exchange](int field) {
    exchange.remark = "field " + std::to_string(field) + " missing or malformed";
    return Code{"30"};
  };
  for (const std::uint8_t field : mandatory_fields(request)) {
    // The published form without per-transaction keys carries no field 59.
    if (field == 59 && request.has(35)) continue;
    if (!request.has(field)) return missing(field);
  }
  if (request.text(60).size() < 11) return missing(60);
  if (request.has(11) && request.text(11) == "000000") return missing(11);
  if (request.has(49) && request.text(49) != "156") return missing(49);
  if (request.mti.view() == "0200" && !request.has(4) && (request.text(3) == "000000" || request.text(3) == "600000")) {
    return missing(4);
  }
  // The third digit of the entry mode and the PIN block must agree.
  if (request.mti.view() == "0200" && (part(request.text(22), 2, 1) == "1") != request.has(52)) return missing(52);
  const auto field59 = iso8583::parse_tlv(request.get(59));
  if (!field59) return missing(59);
  exchange.field59 = *field59;
  if (const auto keys = field59->find("A6"); keys && !iso8583::parse_tlv(*keys)) return missing(59);
  return std::nullopt;
}

std::optional<Code> Frontend::check_registration(Exchange& exchange) {
  const auto found = terminals_.find(trimmed(exchange.request.text(41)));
  if (found == terminals_.end()) return Code{"97"};
  if (found->second.merchant != trimmed(exchange.request.text(42))) return Code{"03"};
  exchange.terminal = &found->second;
  if (!found->second.blocked) return std::nullopt;
  exchange.remark = "terminal is blocked";
  return Code{"58"};
}

std::optional<Code> Frontend::check_session_and_mac(Exchange& exchange, Bytes message) {
  Terminal& terminal = *exchange.terminal;
  const bool in = terminal.session == Terminal::Session::in;
  if (!in && !terminal.offered) return Code{"77"};
  // What comes after the event belongs to that batch, which may be an earlier one.
  const bool late = exchange.request.mti.view() != "0200" || is_upload(exchange.request);
  const auto batch = number(exchange.batch());
  const bool known = (in && batch == terminal.standing.batch) || (terminal.offered && batch == terminal.offer.batch);
  if (!late && !known) {
    exchange.remark = "another batch";
    return Code{"77"};
  }
  KeySource source = KeySource::fixed;
  ByteVector<10> nonce;
  const auto keys = iso8583::parse_tlv(exchange.field59.find("A6").value_or(Bytes{}));
  if (keys && keys->find("02")) {
    const std::string_view name = keys->text("01");
    source = name == "DUKPT" ? KeySource::dukpt : name == "PSAM" ? KeySource::psam : KeySource::div;
    nonce.resize(nonce.capacity());
    const auto size = read_hex(keys->text("02"), nonce.span());
    nonce.resize(size.value_or(0));
  }
  const auto right_under = [&](const SignedIn& keys_of) {
    return hsm_.begin(keys_of.id, source, nonce.span(), exchange.request.text(11)) &&
           hsm_.mac_is_right(iso8583::mac_input(message), exchange.request.get(64));
  };
  // A message that confirms a sign-in is made with its keys; all others with those that stand.
  const bool confirms = terminal.offered && (!in || exchange.field59.find("A7"));
  const bool by_offer = confirms && right_under(terminal.offer);
  if (!by_offer && !(in && right_under(terminal.standing))) {
    exchange.remark = "MAC wrong";
    if (++terminal.bad_macs >= Terminal::max_bad_macs) {
      note("terminal " + terminal.name + " signed out after " + std::to_string(terminal.bad_macs) + " wrong MACs");
      terminal.bad_macs = 0;
      sign_in_desk_.forget(terminal);
    }
    return Code{"A0"};
  }
  terminal.bad_macs = 0;
  exchange.has_mac = true;
  if (hsm_.proves_devices()) {
    const SignedIn& made_with = by_offer ? terminal.offer : terminal.standing;
    hsm_.begin_proof(made_with.reader, made_with.reader_nonce, made_with.host_nonce, iso8583::mac_input(message));
  }
  if (!nonce.empty()) {
    std::array<std::uint8_t, 64> bytes;
    iso8583::TlvWriter echo(bytes);
    echo.begin("A6").put("01", keys->text("01")).put("02", keys->text("02")).end();
    MPOS_ASSERT(echo.good() && exchange.answer.set(59, echo.bytes()));
  }
  if (by_offer && !sign_in_desk_.confirm(exchange)) return Code{"77"};
  if (source == KeySource::dukpt) {
    const Bytes last = terminal.last_ksn.span();
    // Of one device the counter, the low 21 bits, may only rise.
    if (!last.empty() && std::memcmp(nonce.data(), last.data(), nonce.size()) <= 0) {
      exchange.remark = "DUKPT counter did not rise";
      return Code{"94"};
    }
    terminal.last_ksn = nonce;
  }
  return std::nullopt;
}

Code Frontend::decide(Exchange& exchange, Bytes message) {
  if (const auto refusal = check_format(exchange)) return *refusal;
  if (const auto refusal = check_registration(exchange)) return *refusal;
  const std::string_view mti = exchange.request.mti;
  if ((mti == "0800" || mti == "0820") && ParameterDesk::serves(exchange)) return parameter_desk_.answer(exchange);
  if (mti == "0800") return sign_in_desk_.sign_in(exchange);
  if (mti == "0820") {
    // Under its MAC: nobody else ends a terminal's session.
    if (is_sign_off(exchange.request)) {
      if (const auto refusal = check_session_and_mac(exchange, message)) return *refusal;
      return sign_in_desk_.sign_out(exchange);
    }
    return exchange.network() == "301" ? "00" : "40";
  }
  if (mti != "0200" && mti != "0400" && mti != "0220" && mti != "0620") {
    exchange.remark = "message type is not served";
    return "40";
  }
  if (const auto refusal = check_session_and_mac(exchange, message)) return *refusal;
  const bool upload = is_upload(exchange.request);
  const char* what = upload ? "offline sale" : mti == "0400" ? "reversal" : "sale";
  const Decision decision = upload          ? advice_desk_.upload(exchange, exchange.answer.text(37))
                            : mti == "0620" ? advice_desk_.notice(exchange)
                            : mti == "0400" ? purchase_desk_.reverse(exchange)
                                            : purchase_desk_.purchase(exchange, exchange.answer.text(37));
  if (ledger_.take_failure()) {
    note("the ledger cannot be read or written; nothing was posted");
    exchange.remark = "ledger failed";
    exchange.answer.clear(55);  // its cryptogram is over another code
    return "96";
  }
  if (decision.posting && observer_.wants_events()) tell_posting(*decision.posting, what);
  if ((upload || mti == "0200") && is_approval(decision.code)) finish_approval(exchange);
  return decision.code;
}

void Frontend::start_answer(Exchange& exchange) {
  iso8583::Message& answer = exchange.answer;
  answer.clear();
  FixedString<4> mti = exchange.request.mti.view().substr(0, 2);
  const char third = static_cast<char>(exchange.request.mti.view()[2] + 1);
  mti.append({&third, 1});
  mti.append(exchange.request.mti.view().substr(3, 1));
  answer.mti = mti;
  bool good = true;
  for (const int field : {2, 3, 4, 11, 14, 23, 25, 41, 42, 49, 60}) {
    if (exchange.request.has(field)) good = good && answer.set(field, exchange.request.get(field));
  }
  FixedString<12> reference = exchange.now.view().substr(4, 4);
  reference.append(zero_filled<8>(++sequence_ % 100000000));
  good = good && answer.set(12, exchange.now.view().substr(8, 6)) && answer.set(13, exchange.now.view().substr(4, 4));
  good = good && answer.set(37, reference);
  if (exchange.request.mti.view() != "0800") good = good && answer.set(32, acquirer);
  MPOS_ASSERT(good);
}

void Frontend::finish_approval(Exchange& exchange) {
  iso8583::Message& answer = exchange.answer;
  bool good = answer.set(15, answer.text(13)) && answer.set(44, institutions) && answer.set(63, "CUP");
  if (exchange.request.text(3) == "000000") good = good && answer.set(38, zero_filled<6>(sequence_ % 1000000));
  MPOS_ASSERT(good);
}

std::size_t Frontend::pack(const iso8583::Message& answer, MutableBytes out, iso8583::MacRoom mac_room) {
  const auto size = iso8583::pack(answer, out, mac_room);
  if (!size) note("answer cannot be packed: field " + std::to_string(size.error().field));
  return size ? *size : 0;
}

/// Packs with A8 in field 59: a CMAC over the answer in which 32 zeros stand for it. The folded MAC alone would let
/// whoever carries the answer change bytes in pairs.
std::size_t Frontend::pack_with_proof(Exchange& exchange, MutableBytes out) {
  std::string field59(exchange.answer.text(59));
  field59 += "A8032";
  const std::size_t value = field59.size();
  field59.append(32, '0');
  if (!exchange.answer.set(59, field59)) return 0;
  const std::size_t size = pack(exchange.answer, out, iso8583::MacRoom::yes);
  if (size == 0) return 0;
  auto proof = hsm_.answer_proof(iso8583::mac_input(out.first(size)));
  if (exchange.rule != nullptr && exchange.rule->wrong_proof()) proof[0] ^= 1;
  write_hex(proof, std::span{field59}.subspan(value));
  MPOS_ASSERT(exchange.answer.set(59, field59));
  return pack(exchange.answer, out, iso8583::MacRoom::yes);
}

std::size_t Frontend::pack_answer(Exchange& exchange, MutableBytes out) {
  if (const auto* rule = exchange.rule; rule != nullptr && !rule->alter_field().empty()) {
    const std::string& text = rule->alter_field();
    const std::size_t sign = text.find('=');
    const int field = std::atoi(text.c_str());
    if (sign == std::string::npos || !exchange.answer.set(field, std::string_view{text}.substr(sign + 1))) {
      note("rule cannot set \"" + text + "\"");
    }
  }
  if (!exchange.has_mac) return pack(exchange.answer, out, iso8583::MacRoom::no);
  const std::size_t size =
      hsm_.proves_devices() ? pack_with_proof(exchange, out) : pack(exchange.answer, out, iso8583::MacRoom::yes);
  if (size != 0) {
    const MutableBytes whole = out.first(size);
    auto mac = hsm_.answer_mac(iso8583::mac_input(whole));
    if (exchange.rule != nullptr && exchange.rule->wrong_mac()) mac[0] = mac[0] == '0' ? '1' : '0';
    copy_bytes(mac, whole.last(iso8583::mac_bytes));
  }
  return size;
}

std::string Frontend::describe(const Exchange& exchange) const {
  const std::string_view mti = exchange.request.mti;
  std::string text = mti == "0800"                 ? "sign-in"
                     : mti == "0820"               ? (exchange.network() == "301" ? "echo" : "sign-off")
                     : mti == "0400"               ? "reversal"
                     : mti == "0620"               ? "script notice"
                     : is_upload(exchange.request) ? "offline sale"
                     : mti == "0200"               ? (exchange.request.text(3) == "310000" ? "balance" : "sale")
                                                   : "message";
  if (exchange.request.has(4)) {
    const std::int64_t amount = number(exchange.request.text(4));
    text += ' ' + std::to_string(amount / 100) + '.' + std::string(zero_filled<2>(amount % 100).view());
  }
  if (exchange.request.has(41)) text += " from " + std::string(exchange.request.text(41));
  return text;
}

void Frontend::tell_posting(const Posting& posting, std::string_view what) {
  bus::v1::LedgerEntry entry;
  entry.set_entry(static_cast<std::uint64_t>(posting.id));
  entry.set_debit(ledger_.account_name(posting.debit));
  entry.set_credit(ledger_.account_name(posting.credit));
  entry.set_amount_minor(posting.amount_minor);
  entry.set_what(std::string(what));
  observer_.ledger_entry(entry);
  const std::int64_t cardholder = what == "reversal" ? posting.credit : posting.debit;
  bus::v1::AccountState state;
  state.set_masked_pan(ledger_.account_name(cardholder));
  state.set_balance_minor(ledger_.balance(cardholder));
  observer_.account_state(state);
}

Reply Frontend::handle(const iso8583::Frame& frame, MutableBytes out) {
  const auto unpacked = iso8583::unpack(frame.message, request_);
  const std::string_view mti = request_.mti;
  if (mti.size() != 4 || (mti[2] - '0') % 2 != 0) {
    note("message of " + std::to_string(frame.message.size()) + " bytes dropped: no request");
    return {};
  }
  const auto rule = rules_.empty() ? std::nullopt : rules_.take(mti);
  if (rule && rule->drop()) {
    note(std::string(mti) + " dropped by rule");
    return {};
  }
  Exchange exchange{.request = request_, .answer = answer_, .now = clock_.stamp(), .rule = rule ? &*rule : nullptr};
  start_answer(exchange);
  Code code{"30"};
  if (unpacked) {
    if (observer_.wants_events()) observer_.host_message(masked_event(request_, frame, true, describe(exchange)));
    code = decide(exchange, frame.message);
  } else {
    exchange.remark = "field " + std::to_string(unpacked.error().field) + " malformed at byte " +
                      std::to_string(unpacked.error().offset);
  }
  MPOS_ASSERT(answer_.set(39, code));
  Reply reply;
  reply.message_bytes = pack_answer(exchange, out);
  if (exchange.terminal != nullptr) reply.processing_request = parameter_desk_.processing_request(*exchange.terminal);
  hsm_.end();
  if (rule) {
    reply.delay = Duration{rule->delay_ns()};
    reply.wrong_tpdu = rule->wrong_tpdu();
  }
  if (observer_.wants_events()) {
    std::string text = unpacked ? describe(exchange) : "message";
    text += is_approval(code) ? " approved" : " declined";
    if (!exchange.remark.empty()) text += ": " + exchange.remark;
    if (rule && rule->silent()) {
      note(std::string(mti) + " not answered by rule (" + text + ")");
    } else {
      observer_.host_message(masked_event(answer_, frame, false, text));
    }
  }
  if (rule && rule->silent()) reply.message_bytes = 0;
  request_.wipe();
  return reply;
}

}  // namespace mpos::host

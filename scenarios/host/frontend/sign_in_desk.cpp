// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/sign_in_desk.hpp"

#include "devicemodel/base/hex.hpp"

namespace mpos::host {
namespace {

constexpr std::string_view serial_prefix = "Sequence No";
using Transcript = ByteVector<256>;

/// Decimal digits, an even count, as packed BCD.
void append_bcd(Transcript& transcript, std::string_view digits) noexcept {
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    transcript.push_back(static_cast<std::uint8_t>((digits[i] - '0') << 4 | (digits[i + 1] - '0')));
  }
}

void append_sized(Transcript& transcript, std::string_view text) noexcept {
  transcript.push_back(static_cast<std::uint8_t>(text.size()));
  transcript.append(as_bytes(text));
}

/// Exactly out.size() bytes of hexadecimal text.
bool take_hex(std::string_view text, MutableBytes out) noexcept {
  return read_hex(text, out) == out.size();
}

/// `Sequence No`, two digits that say how long, the serial number.
std::optional<std::string_view> serial_of(std::string_view field62) noexcept {
  constexpr std::size_t head = serial_prefix.size() + 2;
  if (!field62.starts_with(serial_prefix) || field62.size() < head) return std::nullopt;
  const std::string_view digits = field62.substr(serial_prefix.size(), 2);
  if (digits[0] < '0' || digits[0] > '9' || digits[1] < '0' || digits[1] > '9') return std::nullopt;
  const std::string_view serial = field62.substr(head);
  if (serial.empty() || serial.size() > 50 || static_cast<std::size_t>(number(digits)) != serial.size())
    return std::nullopt;
  return serial;
}

/// Damages the check value of "pik", "mak" or "tdk".
void damage_check_value(std::string_view key, MutableBytes field62) noexcept {
  constexpr std::size_t entry = 20;
  const std::size_t index = key == "pik" ? 0 : key == "mak" ? 1 : 2;
  if ((index + 1) * entry <= field62.size()) field62[(index + 1) * entry - 1] ^= 0xFF;
}

}  // namespace

std::optional<Nonce> SignInDesk::proven_nonce(Exchange& exchange, std::string_view serial, Bytes reader_proof,
                                              const std::optional<NamedPsam>& psam) {
  Nonce nonce{};
  const auto proof = iso8583::parse_tlv(reader_proof);
  std::array<std::uint8_t, 4> version{};
  std::array<std::uint8_t, 4> key_id{};
  std::array<std::uint8_t, 16> mac{};
  if (!proof || !take_hex(proof->text("01"), nonce) || !take_hex(proof->text("03"), version) ||
      !take_hex(proof->text("04"), key_id) || !take_hex(proof->text("05"), mac)) {
    exchange.remark = "reader proof malformed";
    return std::nullopt;
  }
  if (key_id != hsm_.key_id(serial, psam ? std::optional{psam->module} : std::nullopt)) {
    exchange.remark = "reader names another terminal master key";
    return std::nullopt;
  }
  Transcript transcript;
  transcript.append(as_bytes("VMPOS-SIGNIN-0"));
  transcript.append(nonce);
  append_sized(transcript, serial);
  transcript.append(version);
  transcript.append(key_id);
  transcript.append(exchange.request.get(41));
  transcript.append(exchange.request.get(42));
  append_bcd(transcript, exchange.request.text(11));
  if (psam) {
    transcript.append(psam->module.serial);
    transcript.append(psam->terminal);
    transcript.push_back(psam->module.holds_master ? 2 : 1);
  }
  if (!equal_constant_time(hsm_.proof(serial, transcript.span()), mac)) {
    exchange.remark = "reader proof wrong";
    return std::nullopt;
  }
  return nonce;
}

bool SignInDesk::write_proof(Exchange& exchange, std::string_view serial, Bytes field62, std::string_view batch) {
  SignedIn& offer = exchange.terminal->offer;
  entropy_.fill(offer.host_nonce);
  FixedString<10> policy = zero_filled<4>(policy_.hours).view();
  policy.append(zero_filled<6>(policy_.transactions));
  Transcript transcript;
  transcript.append(as_bytes("VMPOS-SIGNIN-1"));
  transcript.append(offer.reader_nonce);
  transcript.append(offer.host_nonce);
  append_sized(transcript, serial);
  transcript.append(field62);
  transcript.append(as_bytes(policy));
  transcript.append(as_bytes(exchange.now));
  transcript.append(exchange.request.get(41));
  append_bcd(transcript, batch);
  auto mac = hsm_.proof(serial, transcript.span());
  if (exchange.rule != nullptr && exchange.rule->wrong_proof()) mac[0] ^= 1;
  std::array<std::uint8_t, 200> bytes;
  iso8583::TlvWriter writer(bytes);
  writer.begin("A7").put_hex("01", offer.host_nonce).put_hex("02", offer.reader_nonce).put_hex("05", mac);
  writer.put("06", policy).put("07", exchange.now).end();
  return writer.good() && exchange.answer.set(59, writer.bytes());
}

Code SignInDesk::sign_in(Exchange& exchange) {
  Terminal& terminal = *exchange.terminal;
  const bool with_track_key = exchange.network() == "004";
  if (!with_track_key && exchange.network() != "003") {
    exchange.remark = "unsupported network management code";
    return "40";
  }
  const auto serial = serial_of(exchange.request.text(62));
  if (!serial || !exchange.request.has(11)) return "30";
  if (!terminal.admits(*serial)) {
    exchange.remark = "serial number is not the registered one";
    return "58";
  }
  // Anybody can write a serial number: the session that stands is touched only after the proof.
  const auto reader_proof = exchange.field59.find("A7");
  std::optional<NamedPsam> psam;
  if (reader_proof && !read_psam(*reader_proof, psam)) {
    exchange.remark = "PSAM identity malformed";
    return "58";
  }
  if (hsm_.proves_devices()) {
    if (!reader_proof) {
      exchange.remark = "reader proof missing";
      return "58";
    }
    const auto nonce = proven_nonce(exchange, *serial, *reader_proof, psam);
    if (!nonce) return "58";
    if (const char* trouble = psams_.admit(terminal, *serial, psam); *trouble != '\0') {
      exchange.remark = trouble;
      return "58";
    }
    // An offer this request takes the place of is void.
    terminal.offered = false;
    terminal.offer.reader_nonce = *nonce;
  }
  SignedIn& made = hsm_.proves_devices() ? terminal.offer : terminal.standing;
  hsm_.enroll(made.id, *serial, psam ? std::optional{psam->module} : std::nullopt);
  if (exchange.rule != nullptr && !exchange.rule->response_code().empty()) {
    return std::string_view{exchange.rule->response_code()};
  }
  // A reader that knows no batch may count its traces from one again: what it sends belongs to a new batch.
  const auto last = ledger_.last_batch(terminal.name);
  made.batch = terminal.standing.batch;
  if (last && *last >= made.batch) {
    made.batch = static_cast<std::uint32_t>(exchange.batch() == "000000" ? *last + 1 : *last);
  }
  auto keys = hsm_.new_working_keys(made.id, with_track_key);
  if (exchange.rule != nullptr && !exchange.rule->wrong_kcv().empty()) {
    damage_check_value(exchange.rule->wrong_kcv(), keys.span());
  }
  const auto batch = zero_filled<6>(made.batch);
  FixedString<11> control{"00"};
  control.append(batch);
  control.append(exchange.network());
  bool good = exchange.answer.set(60, control) && exchange.answer.set(62, keys.span());
  made.reader = *serial;
  if (hsm_.proves_devices()) {
    good = good && write_proof(exchange, *serial, keys.span(), batch);
    terminal.offered = true;
  } else {
    terminal.last_ksn.clear();
    terminal.session = Terminal::Session::in;
  }
  MPOS_ASSERT(good);
  return "00";
}

Code SignInDesk::sign_out(Exchange& exchange) {
  forget(*exchange.terminal);
  return "00";
}

void SignInDesk::forget(Terminal& terminal) {
  terminal.session = Terminal::Session::out;
  terminal.offered = false;
  hsm_.drop_working_keys(terminal.standing.id);
  hsm_.drop_working_keys(terminal.offer.id);
}

bool SignInDesk::confirm(Exchange& exchange) {
  Terminal& terminal = *exchange.terminal;
  const auto drop = [&](const char* why) {
    exchange.remark = why;
    terminal.offered = false;
    hsm_.drop_working_keys(terminal.offer.id);
    return false;
  };
  const auto group = exchange.field59.find("A7");
  if (!group) return drop("sign-in confirmation missing");
  const auto proof = iso8583::parse_tlv(*group);
  std::array<std::uint8_t, 16> answered{};
  std::array<std::uint8_t, 8> mac{};
  if (!proof || !take_hex(proof->text("02"), answered) || !take_hex(proof->text("05"), mac)) {
    return drop("sign-in confirmation malformed");
  }
  Transcript transcript;
  transcript.append(as_bytes("VMPOS-SIGNIN-2"));
  transcript.append(terminal.offer.host_nonce);
  transcript.append(terminal.offer.reader_nonce);
  append_bcd(transcript, zero_filled<6>(terminal.offer.batch));
  if (answered != terminal.offer.host_nonce || !hsm_.confirms(terminal.offer.id, transcript.span(), mac)) {
    return drop("sign-in confirmation wrong");
  }
  std::swap(terminal.standing, terminal.offer);
  terminal.offered = false;
  hsm_.drop_working_keys(terminal.offer.id);
  terminal.last_ksn.clear();
  terminal.session = Terminal::Session::in;
  return true;
}

}  // namespace mpos::host

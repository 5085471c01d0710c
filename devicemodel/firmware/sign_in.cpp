// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/sign_in.hpp"

#include <algorithm>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/firmware/key_fields.hpp"
#include "devicemodel/firmware/text.hpp"
#include "devicemodel/hal/calendar.hpp"
#include "devicemodel/iso8583/message.hpp"
#include "devicemodel/security/field62.hpp"

namespace mpos::firmware {
namespace {

constexpr std::string_view security_version = "00000001";
constexpr std::int64_t max_skew_seconds = 300;
constexpr std::size_t proof_bytes = 16;

using Transcript = ByteVector<320>;

void add(Transcript& transcript, std::string_view text) noexcept {
  transcript.append(as_bytes(text));
}
void add_sized(Transcript& transcript, std::string_view text) noexcept {
  transcript.push_back(static_cast<std::uint8_t>(text.size()));
  add(transcript, text);
}
// Digits as packed BCD; an even count of decimal digits.
void add_bcd(Transcript& transcript, std::string_view digits) noexcept {
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    transcript.push_back(static_cast<std::uint8_t>(((digits[i] - '0') << 4) | (digits[i + 1] - '0')));
  }
}
template <std::size_t N>
void add_padded(Transcript& transcript, std::string_view text) noexcept {
  add(transcript, text);
  for (std::size_t i = text.size(); i < N; ++i) transcript.push_back(' ');
}

bool read_exact_hex(std::string_view text, MutableBytes out) noexcept {
  const auto count = read_hex(text, out);
  return count && *count == out.size();
}

}  // namespace

SignIn::SignIn(const Config& config, security::SecurityCore& core, TerminalMemory& memory, hal::Entropy& entropy,
               hal::Rtc& rtc) noexcept
    : config_(config), core_(core), memory_(memory), entropy_(entropy), rtc_(rtc) {}

const char* SignIn::build_request(std::string_view operator_id, HostMessage& out) noexcept {
  const auto trace = memory_.next_trace();
  if (!trace) return "the trace number could not be stored";
  trace_ = decimal<6>(*trace);
  entropy_.fill(own_nonce_);

  iso8583::Message message;
  message.mti = "0800";
  FixedString<11> control{"00"};
  control.append(memory_.batch().empty() ? std::string_view{"000000"} : memory_.batch());
  control.append("004");
  FixedString<48> serial{"Sequence No"};
  serial.append(decimal<2>(config_.serial.size()));
  serial.append(config_.serial);
  bool ok = message.set(11, trace_) && message.set(41, config_.terminal) && message.set(42, config_.merchant) &&
            message.set(60, control) && message.set(62, serial) &&
            message.set(63, operator_id.empty() ? std::string_view{"01"} : operator_id);

  if (config_.policy.sign_in_proof) {
    auto check_value = core_.check_value(security::KeyUsage::master);
    if (module_ && module_->holds_master) check_value = module_->master_check;
    if (!check_value) return "the reader holds no terminal master key";
    Transcript transcript;
    add(transcript, "VMPOS-SIGNIN-0");
    transcript.append(own_nonce_);
    add_sized(transcript, config_.serial);
    transcript.append(std::array<std::uint8_t, 4>{0, 0, 0, 1});
    transcript.append(*check_value);
    add_padded<8>(transcript, config_.terminal);
    add_padded<15>(transcript, config_.merchant);
    add_bcd(transcript, trace_);
    if (module_) {
      transcript.append(module_->identity.serial);
      transcript.append(module_->identity.terminal);
      transcript.push_back(module_->holds_master ? 2 : 1);
    }
    const auto proof = core_.device_auth_mac(transcript.span());
    if (!proof) return "the reader holds no device authentication key";
    std::array<std::uint8_t, 224> bytes;
    iso8583::TlvWriter field59(bytes);
    field59.begin("A7")
        .put_hex("01", own_nonce_)
        .put("03", security_version)
        .put_hex("04", *check_value)
        .put_hex("05", *proof);
    if (module_) {
      field59.put_hex("08", module_->identity.serial).put_hex("09", module_->identity.terminal);
      field59.put("10", module_->holds_master ? std::string_view{"2"} : std::string_view{"1"});
    }
    field59.end();
    ok = ok && field59.good() && message.set(59, field59.bytes());
  }
  out.resize(HostMessage::capacity());
  const auto length = ok ? iso8583::pack(message, out.span())
                         : Result<std::size_t, iso8583::IsoFailure>{Failure{iso8583::IsoFailure{}}};
  if (!length) return "the sign-in message could not be packed";
  out.resize(*length);
  return "";
}

const char* SignIn::check_proof(Bytes field59, Bytes field62, std::string_view batch) noexcept {
  const auto groups = iso8583::parse_tlv(field59);
  if (!groups) return "field 59 malformed";
  const auto group = groups->find("A7");
  if (!group) return "host proof missing";
  const auto proof = iso8583::parse_tlv(*group);
  if (!proof) return "host proof malformed";

  std::array<std::uint8_t, proof_bytes> answered{};
  std::array<std::uint8_t, proof_bytes> mac{};
  const std::string_view policy = proof->text("06");
  const std::string_view time = proof->text("07");
  if (!read_exact_hex(proof->text("01"), host_nonce_) || !read_exact_hex(proof->text("02"), answered) ||
      !read_exact_hex(proof->text("05"), mac) || policy.size() != 10 || !parse_decimal(policy)) {
    return "host proof malformed";
  }
  if (!equal_constant_time(answered, own_nonce_)) return "host proof answers another nonce";

  Transcript transcript;
  add(transcript, "VMPOS-SIGNIN-1");
  transcript.append(own_nonce_);
  transcript.append(host_nonce_);
  add_sized(transcript, config_.serial);
  transcript.append(field62);
  add(transcript, policy);
  if (time.size() != 14) return "host proof malformed";
  add(transcript, time);
  add_padded<8>(transcript, config_.terminal);
  add_bcd(transcript, batch);
  const auto expected = core_.device_auth_mac(transcript.span());
  if (!expected || !equal_constant_time(*expected, mac)) return "host proof wrong";

  host_time_ = hal::parse_calendar_digits(time);
  if (!host_time_) return "host time malformed";
  const std::int64_t skew = hal::seconds_between(rtc_.now(), *host_time_);
  if (memory_.clock_set() && (skew > max_skew_seconds || skew < -max_skew_seconds))
    return "host clock differs by over 300 s";
  offered_hours_ = static_cast<std::uint32_t>(*parse_decimal(part(policy, 0, 4)));
  offered_transactions_ = static_cast<std::uint32_t>(*parse_decimal(part(policy, 4, 6)));
  return "";
}

std::optional<SignInVerdict> SignIn::refuse(Bytes bytes) noexcept {
  const auto refused = [](const char* detail) { return SignInVerdict{false, {}, detail}; };
  iso8583::Message answer;
  if (!iso8583::unpack(bytes, answer)) return refused("the answer is no message");
  if (answer.mti.view() != "0810" || answer.text(11) != trace_.view() ||
      !equal_padded(answer.text(41), config_.terminal) || !equal_padded(answer.text(42), config_.merchant)) {
    return refused("the answer belongs to another request");
  }
  code_ = answer.text(39);
  if (code_.view() != "00") return SignInVerdict{false, code_, "the host refused the sign-in"};
  const auto broken = [this](const char* detail) { return SignInVerdict{false, code_, detail}; };
  const std::string_view control = answer.text(60);
  const std::string_view batch = part(control, 2, 6);
  if (part(control, 0, 2) != "00" || batch.size() != 6) return broken("field 60 malformed");

  offered_hours_ = 0;
  offered_transactions_ = 0;
  host_time_.reset();
  if (answer.get(62).size() > field62_.capacity()) return broken("field 62 too long");
  if (config_.policy.sign_in_proof) {
    const char* wrong = check_proof(answer.get(59), answer.get(62), batch);
    if (*wrong != '\0') return broken(wrong);
  }
  batch_ = batch;
  field62_.clear();
  field62_.append(answer.get(62));
  return std::nullopt;
}

ByteVector<72> SignIn::wrapped_keys() const noexcept {
  ByteVector<72> out;
  const auto parsed = security::parse_field62(field62_.span());
  if (!parsed) return out;
  out.append(parsed->pin.cipher_text);
  out.append(parsed->mac.cipher_text);
  if (parsed->track) out.append(parsed->track->cipher_text);
  return out;
}

SignInVerdict SignIn::install(Duration now, Bytes opened) noexcept {
  const auto loaded =
      opened.empty() ? core_.load_working_keys(field62_.span()) : core_.load_opened_keys(field62_.span(), opened);
  if (!loaded) {
    if (loaded.error() != security::KeyError::bad_check_value) return {false, code_, "working keys refused"};
    const std::string_view key = core_.failed_key() != nullptr ? core_.failed_key() : "";
    return {false, code_,
            key == "pik"   ? "key check value of the PIN key wrong"
            : key == "mak" ? "key check value of the MAC key wrong"
                           : "key check value of the track key wrong"};
  }
  const bool first = !memory_.clock_set();
  if (!memory_.set_batch(batch_)) {
    drop();
    return {false, code_, "the batch could not be stored"};
  }
  if (first && host_time_) rtc_.set(*host_time_);
  if (config_.policy.sign_in_proof) {
    session_.clear();
    session_.append(host_nonce_);
    session_.append(own_nonce_);
    const bool set = core_.set_session(own_nonce_, host_nonce_).has_value();
    MPOS_ASSERT(set);  // MAC1 was checked under the same key
  }

  const auto least = [](std::uint32_t own, std::uint32_t offered) {
    return offered == 0 ? own : std::min(own, offered);
  };
  active_ = true;
  confirmation_due_ = config_.policy.sign_in_proof;
  expires_ = now + std::chrono::hours{least(config_.policy.sign_in_hours, offered_hours_)};
  transactions_left_ = least(config_.policy.sign_in_transactions, offered_transactions_);
  return {true, code_, ""};
}

bool SignIn::is_valid(Duration now) const noexcept {
  return active_ && now < expires_ && transactions_left_ > 0;
}

void SignIn::count_transaction() noexcept {
  if (transactions_left_ > 0) --transactions_left_;
}

void SignIn::drop() noexcept {
  active_ = false;
  confirmation_due_ = false;
  core_.drop_working_keys();
}

void SignIn::write_confirmation(iso8583::TlvWriter& field59) noexcept {
  if (!confirmation_due_) return;
  Transcript transcript;
  add(transcript, "VMPOS-SIGNIN-2");
  transcript.append(session_.span());
  add_bcd(transcript, memory_.batch());
  const auto confirmation = core_.sign_in_confirmation(transcript.span());
  if (!confirmation) return;
  field59.begin("A7").put_hex("02", Bytes{session_.span()}.first(proof_bytes)).put_hex("05", *confirmation).end();
}

}  // namespace mpos::firmware

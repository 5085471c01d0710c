// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/advice.hpp"

#include "devicemodel/firmware/reversal.hpp"
#include "devicemodel/firmware/text.hpp"

namespace mpos::firmware {
namespace {

/// The host cannot now, and may later: in progress, issuer or network away, system failures (iso8583.md section 5).
bool asks_for_patience(std::string_view code) noexcept {
  constexpr std::string_view codes[] = {"06", "09", "19", "22", "68", "90", "91", "92", "96", "98"};
  for (const std::string_view patient : codes) {
    if (code == patient) return true;
  }
  return false;
}

}  // namespace

bool Advice::set_account(iso8583::Message& message, iso8583::TlvWriter& field59) noexcept {
  const bool named = begin_account_group(field59, config_, core_);
  if (current_.account.empty()) {
    if (named) field59.end();
    return true;
  }
  SecretBytes<security::SecurityCore::plain_data_max_bytes> track;
  if (!core_.open_data(storage_key_, current_.account.span(), track)) return false;
  const std::string_view text = as_text(track.expose());
  if (config_.policy.account_data == AccountData::sealed) {
    const auto sealed = core_.seal_account(current_.amount_minor, text, {});
    if (!sealed) return false;
    if (!named) field59.begin("A6").put("01", "DIV");
    field59.put_hex("03", sealed->cipher_text.span()).end();
    return true;
  }
  if (named) field59.end();
  // No PIN, tracks enciphered (pinblock.md section 5).
  return set_enciphered_track(message, 35, text, core_) && message.set(53, "0610000000000000");
}

bool Advice::build_request(HostMessage& out) noexcept {
  const auto next = uploads_.oldest();
  if (!next || !core_.begin_transaction()) return false;
  current_ = *next;
  const bool notice = current_.kind == UploadKind::script_notice;
  sent_ = KeyFields{notice ? "0620" : "0220",
                    current_.processing,
                    decimal<12>(current_.amount_minor),
                    decimal<6>(current_.trace),
                    config_.terminal,
                    config_.merchant,
                    "156"};
  FixedString<13> control{notice ? "00" : current_.kind == UploadKind::cash_sale ? "36" : "30"};
  control.append(current_.batch);
  control.append(notice ? "951" : "000");
  control.append(terminal_capability(config_));
  control.append("0");

  iso8583::Message message;
  std::array<std::uint8_t, 600> bytes;
  iso8583::TlvWriter field59(bytes);
  bool ok = set_account(message, field59);
  sign_in_.write_confirmation(field59);
  message.mti = sent_.mti;
  FixedString<12> original{current_.batch.view()};
  original.append(decimal<6>(current_.original_trace));
  ok = ok && message.set(3, sent_.processing) && message.set(4, sent_.amount) && message.set(11, sent_.trace) &&
       message.set(22, current_.entry_mode) &&
       (current_.card_sequence.empty() || message.set(23, current_.card_sequence)) && message.set(25, "00") &&
       message.set(41, sent_.terminal) && message.set(42, sent_.merchant) && message.set(49, sent_.currency) &&
       message.set(55, current_.chip_data.span()) && field59.good() &&
       (field59.bytes().empty() || message.set(59, field59.bytes())) && message.set(60, control) &&
       (!notice || message.set(61, original)) && pack_with_mac(message, core_, out);
  message.wipe();
  if (!ok) core_.end_transaction();
  return ok;
}

Advice::Next Advice::on_answer(Bytes bytes, bool& forced_sign_in) noexcept {
  forced_sign_in = false;
  iso8583::Message answer;
  const bool readable = iso8583::unpack(bytes, answer).has_value();
  code_ = readable ? part(answer.text(39), 0, 2) : std::string_view{};
  const bool proved =
      readable && answers(answer, sent_, Echo::required) && *why_unproved(bytes, answer, config_, core_) == '\0';
  core_.end_transaction();
  forced_sign_in = forces_sign_in(code_);
  if (!proved) return Next::later;
  sign_in_.confirmation_arrived();
  if (forced_sign_in || asks_for_patience(code_)) return Next::later;
  // When the flash fails the record stays, and the host says 00 once more.
  if (!uploads_.drop(current_.number)) return Next::later;
  // 25: the host has forgotten the sale a script belonged to; there is nothing left to tell it.
  const std::string_view code = code_;
  const bool taken = code == "00" || (current_.kind == UploadKind::script_notice && code == "25");
  return taken ? Next::done : Next::refused;
}

}  // namespace mpos::firmware

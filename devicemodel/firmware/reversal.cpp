// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/reversal.hpp"

#include "devicemodel/firmware/text.hpp"

namespace mpos::firmware {

bool forces_sign_in(std::string_view code) noexcept {
  return code == "A0" || code == "99" || code == "77";
}

bool Reversal::build_request(HostMessage& out) noexcept {
  MPOS_ASSERT(memory_.reversal().has_value());
  ReversalRecord record = *memory_.reversal();
  // A record that cannot be set aside is tried once more with each transaction.
  if (record.attempts < max_attempts) ++record.attempts;
  if (!memory_.keep_reversal(record) || !core_.begin_transaction()) return false;

  sent_ = KeyFields{"0400",
                    processing_code(record.cash_load),
                    decimal<12>(record.amount_minor),
                    decimal<6>(record.trace),
                    config_.terminal,
                    config_.merchant,
                    "156"};
  FixedString<13> control{message_type(record.cash_load)};
  control.append(record.batch);
  control.append("000");
  control.append(terminal_capability(config_));
  control.append(record.chip_condition);
  std::array<std::uint8_t, 256> bytes;
  iso8583::TlvWriter field59(bytes);
  if (begin_account_group(field59, config_, core_)) field59.end();
  sign_in_.write_confirmation(field59);

  iso8583::Message message;
  message.mti = sent_.mti;
  const bool ok = message.set(3, sent_.processing) && message.set(4, sent_.amount) && message.set(11, sent_.trace) &&
                  message.set(22, record.entry_mode) &&
                  (record.card_sequence.empty() || message.set(23, record.card_sequence)) && message.set(25, "00") &&
                  message.set(39, record.reason) && message.set(41, sent_.terminal) &&
                  message.set(42, sent_.merchant) && message.set(49, sent_.currency) && field59.good() &&
                  (record.chip_data.empty() || message.set(55, record.chip_data.span())) &&
                  (field59.bytes().empty() || message.set(59, field59.bytes())) && message.set(60, control);
  return ok && pack_with_mac(message, core_, out);
}

Reversal::Next Reversal::on_answer(Bytes bytes, bool& forced_sign_in) noexcept {
  iso8583::Message answer;
  forced_sign_in = false;
  if (!iso8583::unpack(bytes, answer)) return failed();
  const std::string_view code = answer.text(39);
  if (answers(answer, sent_, Echo::required) && *why_unproved(bytes, answer, config_, core_) == '\0') {
    sign_in_.confirmation_arrived();
    if (code == "00" || code == "12" || code == "25") {
      core_.end_transaction();
      return memory_.drop_reversal() ? Next::done : Next::try_again;
    }
  }
  forced_sign_in = forces_sign_in(code);
  return failed();
}

Reversal::Next Reversal::on_silence() noexcept {
  return failed();
}

void Reversal::on_not_sent() noexcept {
  core_.end_transaction();
  if (!memory_.reversal() || memory_.reversal()->attempts == 0) return;
  ReversalRecord record = *memory_.reversal();
  --record.attempts;
  // When the flash fails here the attempt stays counted, which only asks for a person sooner.
  (void)memory_.keep_reversal(record);
}

Reversal::Next Reversal::failed() noexcept {
  core_.end_transaction();
  if (memory_.reversal() && memory_.reversal()->attempts >= max_attempts) {
    return memory_.set_reversal_aside() ? Next::set_aside : Next::stuck;
  }
  return Next::try_again;
}

}  // namespace mpos::firmware

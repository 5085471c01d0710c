// SPDX-License-Identifier: Apache-2.0
#include "scenarios/phone/words.hpp"

namespace mpos::phone {

using namespace reader::v1;

std::string_view outcome_word(Outcome outcome) noexcept {
  switch (outcome) {
    case OUTCOME_APPROVED: return "approved";
    case OUTCOME_DECLINED: return "declined";
    case OUTCOME_CANCELLED: return "cancelled";
    case OUTCOME_TIMED_OUT: return "timed_out";
    case OUTCOME_CARD_UNREADABLE: return "card_unreadable";
    case OUTCOME_CHIP_REQUIRED: return "chip_required";
    case OUTCOME_NO_ANSWER: return "no_answer";
    case OUTCOME_NOT_SENT: return "not_sent";
    case OUTCOME_ANSWER_REFUSED: return "answer_refused";
    case OUTCOME_CARD_REMOVED: return "card_removed";
    case OUTCOME_CARD_REFUSED: return "card_refused";
    default: return "error";
  }
}

std::string_view stage_word(Stage stage) noexcept {
  switch (stage) {
    case STAGE_WAITING_FOR_CARD: return "waiting_for_card";
    case STAGE_SWIPE_AGAIN: return "swipe_again";
    case STAGE_USE_CHIP: return "use_chip";
    case STAGE_CARD_READ: return "card_read";
    case STAGE_PIN_ENTRY: return "pin_entry";
    case STAGE_PIN_DONE: return "pin_done";
    case STAGE_HOST: return "host";
    case STAGE_REVERSAL: return "reversal";
    case STAGE_CHIP: return "chip";
    case STAGE_CHOICE: return "choice";
    case STAGE_REMOVE_CARD: return "remove_card";
    case STAGE_TAP_AGAIN: return "tap_again";
    case STAGE_ONE_CARD: return "one_card";
    case STAGE_SEE_PHONE: return "see_phone";
    case STAGE_NO_TAP: return "no_tap";
    case STAGE_UPLOAD: return "upload";
    default: return "unknown";
  }
}

std::string code_word(Code code) {
  std::string word = Code_Name(code);
  if (word.starts_with("CODE_")) word.erase(0, 5);
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return word.empty() ? "code " + std::to_string(static_cast<int>(code)) : word;
}

std::string_view type_word(TransactionType type) noexcept {
  if (type == TRANSACTION_TYPE_WALLET) return "wallet";
  if (type == TRANSACTION_TYPE_CASH_LOAD) return "cash_load";
  if (type == TRANSACTION_TYPE_CASH_SALE) return "cash_sale";
  return type == TRANSACTION_TYPE_BALANCE ? "balance" : "sale";
}

std::string_view close_sentence(link::CloseReason reason) noexcept {
  using link::CloseReason;
  switch (reason) {
    case CloseReason::none: return "";
    case CloseReason::transport_lost: return "the link broke";
    case CloseReason::far_end_closed: return "the reader ended the session";
    case CloseReason::idle_timeout: return "the session was idle for too long";
    case CloseReason::handshake_failed: return "the handshake failed";
    case CloseReason::handshake_timeout: return "the reader did not answer the handshake";
    case CloseReason::certificate_refused: return "the reader's certificate is not to be trusted";
    case CloseReason::code_refused: return "the six digits were refused on the reader";
    case CloseReason::code_timeout: return "nobody accepted the six digits on the reader";
    case CloseReason::busy: return "the reader is busy with another phone";
    case CloseReason::record_refused: return "a damaged or repeated record was refused";
    case CloseReason::retransmission_limit: return "the reader does not answer";
    case CloseReason::version: return "the reader speaks another version of the protocol";
  }
  return "the link is gone";
}

bus::v1::LinkState::State close_state(link::CloseReason reason) noexcept {
  using link::CloseReason;
  switch (reason) {
    case CloseReason::busy: return bus::v1::LinkState::BUSY;
    case CloseReason::handshake_failed:
    case CloseReason::certificate_refused:
    case CloseReason::code_refused:
    case CloseReason::code_timeout:
    case CloseReason::version: return bus::v1::LinkState::REFUSED;
    default: return bus::v1::LinkState::DOWN;
  }
}

std::optional<Language> language_of(std::string_view tag) noexcept {
  if (tag.empty()) return LANGUAGE_UNSPECIFIED;
  if (tag == "en") return LANGUAGE_ENGLISH;
  if (tag == "zh-CN") return LANGUAGE_SIMPLIFIED_CHINESE;
  if (tag == "zh-TW") return LANGUAGE_TRADITIONAL_CHINESE;
  return std::nullopt;
}

std::string money(std::int64_t minor) {
  const bool negative = minor < 0;
  const std::uint64_t value = negative ? 0 - static_cast<std::uint64_t>(minor) : static_cast<std::uint64_t>(minor);
  std::string text = std::to_string(value / 100) + ".";
  text += static_cast<char>('0' + value / 10 % 10);
  text += static_cast<char>('0' + value % 10);
  return negative ? "-" + text : text;
}

}  // namespace mpos::phone

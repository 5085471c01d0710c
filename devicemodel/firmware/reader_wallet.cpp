// SPDX-License-Identifier: Apache-2.0
// The purchase from a PBOC wallet: card in the chip slot, PSAM in its own, and no host.
#include "devicemodel/base/hex.hpp"
#include "devicemodel/firmware/reader.hpp"
#include "devicemodel/firmware/text.hpp"

namespace mpos::firmware {

void Reader::start_wallet() noexcept {
  show_service(service_name(), Prompt::processing);
  ask_identity(SamJob::wallet_identity);
}

void Reader::begin_wallet() noexcept {
  const auto amount = static_cast<std::uint32_t>(order_.amount_minor);
  const auto status = wallet_.begin(amount, board_.rtc.now(), sam_.identity().terminal);
  set_state(ReaderState::waiting_for_card);
  board_.timers.start(wait_timer, config_.policy.card_timeout);
  show_service(service_name(), Prompt::insert_card);
  notify_stage(mpos_reader_v1_Stage_STAGE_WAITING_FOR_CARD);
  on_wallet(status);
}

void Reader::serve_wallet() noexcept {
  on_wallet(wallet_.on_card());
}

void Reader::on_wallet(WalletPurchase::Status status) noexcept {
  switch (status) {
    case WalletPurchase::Status::waiting_for_card: break;
    case WalletPurchase::Status::working:
      if (state_ != ReaderState::waiting_for_card) break;
      stop_waiting();
      card_used_ = true;
      show_card_busy();
      notify_stage(mpos_reader_v1_Stage_STAGE_CHIP);
      break;
    case WalletPurchase::Status::finished: finish_wallet(); break;
  }
  sam_job_ = wallet_.asks_sam() ? SamJob::wallet : SamJob::none;
}

void Reader::cancel_wallet(Lost how) noexcept {
  // Once the card works it comes to its end, which takes a moment.
  if (state_ != ReaderState::waiting_for_card) return;
  wallet_.stop();
  finish(mpos_reader_v1_Outcome_OUTCOME_CANCELLED, Prompt::cancelled,
         how == Lost::link ? "the link was lost" : "cancelled");
}

void Reader::finish_wallet() noexcept {
  using Outcome = WalletPurchase::Outcome;
  const WalletRecord& record = wallet_.record();
  verdict_.balance_minor = wallet_.balance_minor();
  if (record.number != 0) {
    std::array<char, 8> digits{};
    write_hex(record.terminal_number, digits);
    verdict_.reference = std::string_view{digits.data(), digits.size()};
  }
  const auto end = [this](mpos_reader_v1_Outcome outcome, Prompt text, const char* detail) {
    finish(outcome, text, detail);
  };
  switch (wallet_.outcome()) {
    case Outcome::paid:
      verdict_.judgement = Judgement::approved;
      return end(mpos_reader_v1_Outcome_OUTCOME_APPROVED, Prompt::approved, "");
    case Outcome::insufficient:
      return end(mpos_reader_v1_Outcome_OUTCOME_DECLINED, Prompt::not_enough_funds,
                 "the wallet holds less than the amount");
    case Outcome::no_wallet:
      return end(mpos_reader_v1_Outcome_OUTCOME_DECLINED, Prompt::declined, "the card is no wallet of this kind");
    case Outcome::card_refused:
      return end(mpos_reader_v1_Outcome_OUTCOME_DECLINED, Prompt::declined, "the card refused the PSAM's order");
    case Outcome::card_removed:
      return end(mpos_reader_v1_Outcome_OUTCOME_CANCELLED, Prompt::cancelled, "the card was taken out");
    case Outcome::mac2_wrong:
      audit_.append(AuditEvent::wallet_mac2_wrong, record.terminal_number);
      return end(mpos_reader_v1_Outcome_OUTCOME_ANSWER_REFUSED, Prompt::answer_refused,
                 "the PSAM says that the card's answer is wrong");
    case Outcome::uncertain:
      audit_.append(AuditEvent::wallet_uncertain, record.terminal_number);
      return end(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::chip_no_answer,
                 "the card was told to pay and did not answer: look at its balance");
    case Outcome::psam_failed:
      return end(mpos_reader_v1_Outcome_OUTCOME_ERROR,
                 sam_.error() == sam::SamError::absent ? Prompt::psam_removed : Prompt::psam_failed, sam_trouble());
    case Outcome::record_failed:
      return end(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::declined, "the purchase record could not be stored");
    case Outcome::card_failed:
    case Outcome::none:
      return end(mpos_reader_v1_Outcome_OUTCOME_CARD_UNREADABLE, Prompt::chip_no_answer, "the chip gave no answer");
  }
}

}  // namespace mpos::firmware

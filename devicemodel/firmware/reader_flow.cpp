// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "devicemodel/firmware/reader.hpp"
#include "devicemodel/firmware/text.hpp"

namespace mpos::firmware {

void Reader::stop_waiting() noexcept {
  board_.timers.stop(wait_timer);
  board_.timers.stop(pin_key_timer);
  board_.timers.stop(removal_timer);
  removal_asked_ = false;
}

void Reader::start_sign_in() noexcept {
  stop_waiting();
  board_.timers.stop(clock_timer);
  task_ = Task::sign_in;
  language_ = config_.language;
  show_service(Prompt::sign_in, Prompt::processing);
  if (config_.policy.sam_use != SamUse::none) return start_sam_sign_in();
  send_sign_in();
}

void Reader::send_sign_in() noexcept {
  sign_in_.set_module(claim_);
  const char* failed = sign_in_.build_request(operator_id_, host_message_);
  if (*failed != '\0') return finish_sign_in({false, {}, failed}, Prompt::declined);
  open_exchange(Exchange::sign_in, memory_.trace());
}

void Reader::prepare_transaction() noexcept {
  stop_waiting();
  board_.timers.stop(clock_timer);
  task_ = Task::transaction;
  language_ = order_.language;
  verdict_ = {};
  sale_.begin(order_);
  entry_is_chip_ = by_tap_ = no_tap_ = chip_asked_online_ = false;
  tap_tries_ = config_.policy.tap_tries;
  host_word_ = HostWord::none;
  chip_tries_ = 3;
}

void Reader::start_transaction() noexcept {
  prepare_transaction();
  if (order_.type == TransactionType::wallet) return start_wallet();
  if (!memory_.reversal()) return before_card();
  notify_stage(mpos_reader_v1_Stage_STAGE_REVERSAL);
  send_reversal();
}

void Reader::start_upload() noexcept {
  stop_waiting();
  if (!memory_.reversal() && uploads_.count() == 0) return finish_upload();
  board_.timers.stop(clock_timer);
  task_ = Task::upload;
  language_ = config_.language;
  if (!memory_.reversal()) return send_uploads();
  send_reversal();
}

void Reader::wait_for_card() noexcept {
  set_state(ReaderState::waiting_for_card);
  board_.timers.start(wait_timer, patience(config_.policy.card_timeout));
  // A card that had its transaction is taken out first; one that was put in before it was asked for is welcome.
  if (chip_welcome() && chip_.card_present()) {
    if (!card_used_ && !sale_.chip_given_up() && !torn_tap_stands()) return start_chip();
    return ask_to_remove_card(sale_.chip_given_up() ? Prompt::swipe_card : Prompt::none);
  }
  open_card_ways();
  show_service(service_name(), card_prompt());
  notify_stage(mpos_reader_v1_Stage_STAGE_WAITING_FOR_CARD);
}

/// Stripe and antenna, each where the order takes it. A card in the slot is an event at any time.
void Reader::open_card_ways() noexcept {
  board_.stripe.release();
  board_.stripe.enable(stripe_welcome());
  if (tap_welcome()) tap_.await_card();
}

void Reader::on_card_step(CardStep step) noexcept {
  switch (step) {
    case CardStep::swipe_again:
      // A 55AA phone has said itself how long the card may take.
      if (!speaks_compat()) board_.timers.start(wait_timer, config_.policy.card_timeout);
      show_service(service_name(), Prompt::swipe_again);
      notify_stage(mpos_reader_v1_Stage_STAGE_SWIPE_AGAIN);
      break;
    case CardStep::use_chip:
      if (speaks_compat() && !compat_.wants_chip) {
        return finish(mpos_reader_v1_Outcome_OUTCOME_CHIP_REQUIRED, Prompt::use_the_chip, "the card has a chip");
      }
      board_.timers.start(wait_timer, config_.policy.card_timeout);
      show_service(service_name(), Prompt::use_the_chip);
      notify_stage(mpos_reader_v1_Stage_STAGE_USE_CHIP);
      break;
    case CardStep::unreadable:
      finish(mpos_reader_v1_Outcome_OUTCOME_CARD_UNREADABLE, Prompt::card_unreadable, "three swipes could not be read");
      break;
    case CardStep::failed: finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::declined, "no transaction key"); break;
    case CardStep::read:
      board_.stripe.enable(false);
      tap_.stop();
      stop_waiting();
      // A DUKPT counter is on flash before its key is used, so that a power cut cannot turn it back (REQ-103).
      if (config_.policy.transaction_keys == security::TransactionKeys::dukpt && !save_keys()) {
        return finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::declined, "the key counter could not be stored");
      }
      if (speaks_compat()) return compat_card_read();
      notify_stage(mpos_reader_v1_Stage_STAGE_CARD_READ);
      if (sale_.wants_pin()) return ask_pin(PinFor::host);
      go_online();
      break;
  }
}

void Reader::ask_pin(PinFor whom) noexcept {
  offline_pin_ = whom == PinFor::card;
  set_state(ReaderState::pin_entry);
  pin_entry_.begin(config_.policy.pin_bypass_allowed ? PinEntry::Bypass::allowed : PinEntry::Bypass::refused);
  board_.timers.start(wait_timer, patience(config_.policy.pin_timeout));
  board_.timers.start(pin_key_timer, std::min(config_.policy.pin_key_timeout, max_idle_with_account_data));
  if (offline_pin_) {
    show_offline_pin();
    first_offline_pin_ = false;
  } else {
    show_service(service_name(), Prompt::enter_pin);
  }
  notify_stage(mpos_reader_v1_Stage_STAGE_PIN_ENTRY);
}

void Reader::on_pin_step(PinStep step) noexcept {
  switch (step) {
    case PinStep::refused: break;
    case PinStep::collecting:
      board_.timers.start(pin_key_timer, std::min(config_.policy.pin_key_timeout, max_idle_with_account_data));
      show_pin_stars();
      break;
    case PinStep::cancelled: cancel(Lost::cancelled); break;
    case PinStep::timed_out:
      if (chip_runs()) {
        stop_waiting();
        ending_ = {mpos_reader_v1_Outcome_OUTCOME_TIMED_OUT, Prompt::timed_out, "the PIN took too long"};
        return give_chip(emv::Input::Kind::cancelled);
      }
      finish(mpos_reader_v1_Outcome_OUTCOME_TIMED_OUT, Prompt::timed_out, "the PIN took too long");
      break;
    case PinStep::bypassed:
      if (chip_asked_online_) return cancel(Lost::cancelled);
      stop_waiting();
      if (speaks_compat() && !chip_runs()) return compat_pin_entered(compat::PinStatus::empty);
      notify_stage(mpos_reader_v1_Stage_STAGE_PIN_DONE);
      if (chip_runs()) return give_chip(emv::Input::Kind::pin_bypassed);
      go_online();
      break;
    case PinStep::entered:
      stop_waiting();
      if (offline_pin_) return chip_pin_entered();
      if (!sale_.take_pin(now())) {
        return finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::declined, "the PIN could not be enciphered");
      }
      // The token is gone for good before the PIN block leaves: a power cycle does not fill the bucket (REQ-057).
      if (!save_pin_tokens()) {
        return finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::declined, "the PIN count could not be stored");
      }
      if (speaks_compat() && !chip_runs()) return compat_pin_entered(compat::PinStatus::entered);
      notify_stage(mpos_reader_v1_Stage_STAGE_PIN_DONE);
      if (chip_runs() && !chip_asked_online_) return give_chip(emv::Input::Kind::pin_entered);
      go_online();
      break;
  }
}

void Reader::go_online() noexcept {
  if (speaks_compat()) return compat_chip_online();
  MPOS_ASSERT(!cash_pays());  // the card pays by itself: there is nothing to ask the host
  show_service(service_name(), Prompt::processing);
  const char* failed = sale_.build_request(chip_runs() ? &chip_data() : nullptr, host_message_);
  if (*failed != '\0') return finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::declined, failed);
  seal(Exchange::transaction, sale_.trace());
}

void Reader::send_reversal() noexcept {
  show_service(Prompt::reversal, Prompt::processing);
  const std::uint32_t trace = reversal_.trace();
  const bool built = reversal_.build_request(host_message_);
  const bool saved = config_.policy.transaction_keys != security::TransactionKeys::dukpt || save_keys();
  if (built && saved) return seal(Exchange::reversal, trace);
  if (task_ == Task::upload) return finish_upload();
  finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::declined, "the reversal could not be built");
}

void Reader::after_attempt(Reversal::Next next) noexcept {
  if (next == Reversal::Next::try_again) return send_reversal();
  // A reversal goes first: it may undo what an upload stands for.
  if (task_ == Task::upload) return memory_.reversal() ? finish_upload() : send_uploads();
  if (next == Reversal::Next::stuck) {
    return finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::declined, "the reversal could not be set aside");
  }
  before_card();
}

void Reader::cancel(Lost how) noexcept {
  if (wallet_.is_running()) return cancel_wallet(how);
  // How a chip transaction ended is for its phone to fetch; there is nothing left to cancel.
  if (how == Lost::cancelled && compat_.chip.phase == CompatChip::Phase::done) return;
  switch (state_) {
    case ReaderState::host:
      if (sam_job_ != SamJob::none) {
        sam_.abandon();
        end_sam_job(mpos_reader_v1_Outcome_OUTCOME_CANCELLED, Prompt::cancelled,
                    how == Lost::link ? "the link was lost" : "cancelled");
        break;
      }
      host_lost(how);
      break;
    case ReaderState::card:
      // The host has spoken: what the card makes of it takes a moment and cannot be cancelled.
      if (host_word_ == HostWord::spoke || host_word_ == HostWord::lost) break;
      [[fallthrough]];
    case ReaderState::waiting_for_card:
    case ReaderState::choice:
    case ReaderState::pin_entry:
      finish(mpos_reader_v1_Outcome_OUTCOME_CANCELLED, Prompt::cancelled,
             how == Lost::link ? "the link was lost" : "cancelled");
      break;
    case ReaderState::booting:
    case ReaderState::idle:
    case ReaderState::result:
    case ReaderState::locked: break;
  }
}

void Reader::show_result_for_a_while(Prompt text, std::string_view last) noexcept {
  set_state(ReaderState::result);
  show_result(text, last);
  if (config_.interfaces.chip && card_used_ && chip_.card_present()) return ask_to_remove_card(text);
  board_.timers.start(wait_timer, config_.policy.result_time);
}

void Reader::finish(mpos_reader_v1_Outcome outcome, Prompt text, const char* detail) noexcept {
  if (speaks_compat()) return compat_finished(outcome, text);
  stop_waiting();
  board_.stripe.enable(false);
  board_.stripe.release();
  const bool approved = outcome == mpos_reader_v1_Outcome_OUTCOME_APPROVED;
  const bool by_chip = entry_is_chip_;
  const bool wallet = order_.type == TransactionType::wallet;
  if (wallet) wallet_.stop();
  const bool sign = approved && !wallet && (by_chip ? chip_outcome().signature : sale_.signature_required());
  if (by_chip) end_chip();
  tap_.stop();
  if (!approved && torn_tap_stands()) detail = "the card may have paid: tap it again for the same amount";
  sale_.wipe();
  wipe(host_message_.span());
  host_message_.clear();

  notice_.which_body = mpos_reader_v1_Notice_transaction_result_tag;
  auto& result = notice_.body.transaction_result;
  result = {};
  result.outcome = outcome;
  switch (order_.type) {
    case TransactionType::sale: result.type = mpos_reader_v1_TransactionType_TRANSACTION_TYPE_SALE; break;
    case TransactionType::balance: result.type = mpos_reader_v1_TransactionType_TRANSACTION_TYPE_BALANCE; break;
    case TransactionType::wallet: result.type = mpos_reader_v1_TransactionType_TRANSACTION_TYPE_WALLET; break;
    case TransactionType::cash_load: result.type = mpos_reader_v1_TransactionType_TRANSACTION_TYPE_CASH_LOAD; break;
    case TransactionType::cash_sale: result.type = mpos_reader_v1_TransactionType_TRANSACTION_TYPE_CASH_SALE; break;
  }
  result.amount_minor = order_.amount_minor;
  result.trace = sale_.trace();
  result.signature_required = sign;
  result.balance_minor = verdict_.balance_minor;
  result.reversal_pending = reversal_pending();
  result.uploads_pending = static_cast<std::uint32_t>(uploads_.count());
  result.approved_offline = approved && verdict_.offline;
  command::set_text(result.response_code, verdict_.response_code);
  command::set_text(result.masked_pan, sale_.masked_pan());
  command::set_text(result.batch, memory_.batch());
  command::set_text(result.authorisation_code, verdict_.authorisation_code);
  command::set_text(result.reference, verdict_.reference);
  command::set_text(result.date, verdict_.date);
  command::set_text(result.time, verdict_.time);
  command::set_text(result.entry_mode, sale_.entry_mode());
  command::set_text(result.display_text, prompt(text, language_));
  command::set_text(result.detail, detail);
  if (by_chip) fill_chip_result();
  queue_notice();

  const bool declined = outcome == mpos_reader_v1_Outcome_OUTCOME_DECLINED;
  FixedString<60> left;
  const bool purse = wallet || contacts_only() || cash_pays();
  if ((wallet && declined) || (purse && approved)) {
    left.append(prompt(Prompt::wallet_left, language_));
    left.append(money_text(verdict_.balance_minor));
  }
  if (wallet || !left.empty()) {
    show_result_for_a_while(text, {});
    if (!left.empty()) screen_.center(1, left);
    screen_.flush();
    task_ = Task::none;
    return;
  }
  show_result_for_a_while(text, sign ? prompt(Prompt::signature, language_)
                                     : std::string_view{declined ? verdict_.response_code.view() : std::string_view{}});
  task_ = Task::none;
}

void Reader::finish_sign_in(const SignInVerdict& verdict, Prompt text) noexcept {
  notice_.which_body = mpos_reader_v1_Notice_sign_in_result_tag;
  auto& result = notice_.body.sign_in_result;
  result = {};
  result.signed_in = verdict.signed_in;
  command::set_text(result.response_code, verdict.response_code);
  if (verdict.signed_in) command::set_text(result.batch, memory_.batch());
  command::set_text(result.detail, verdict.detail);
  queue_notice();
  if (claim_ && verdict.signed_in) (void)memory_.keep_module_serial(claim_->identity.serial);
  if (claim_ && verdict.response_code.view() == "58") audit_.append(AuditEvent::psam_refused, claim_->identity.serial);
  if (verdict.signed_in) {
    task_ = Task::none;
    set_state(ReaderState::idle);
    return show_idle();
  }
  show_result_for_a_while(text, verdict.response_code);
  task_ = Task::none;
}

void Reader::finish_upload() noexcept {
  task_ = Task::none;
  notice_.which_body = mpos_reader_v1_Notice_upload_result_tag;
  notice_.body.upload_result.done = !reversal_pending() && uploads_.count() == 0;
  notice_.body.upload_result.uploads_pending = static_cast<std::uint32_t>(uploads_.count());
  queue_notice();
  set_state(ReaderState::idle);
  show_idle();
}

}  // namespace mpos::firmware

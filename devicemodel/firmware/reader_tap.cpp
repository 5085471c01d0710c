// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/reader.hpp"

/// The card at the antenna: from the moment the field goes on to the moment the card may leave. What follows then, PIN,
/// host and result, is the way of the card in the slot (reader_chip.cpp).
namespace mpos::firmware {
namespace {

using namespace std::chrono_literals;

// Says that the card was read and may be taken away.
constexpr std::uint16_t tapped_tone_hz = 1500;
constexpr Duration tapped_tone = 250ms;

}  // namespace

bool Reader::tap_welcome() const noexcept {
  return config_.interfaces.contactless && !contacts_only() && !no_tap_ && !sale_.chip_given_up() &&
         emv::contactless_allows(parameters_.applications(), order_.amount_minor);
}

void Reader::serve_field() noexcept {
  while (const auto step = tap_.poll()) on_tap_step(*step);
}

void Reader::on_tap_step(TapStep step) noexcept {
  switch (step) {
    case TapStep::working: break;
    case TapStep::presented:
      if (state_ == ReaderState::waiting_for_card) start_tap();
      break;
    case TapStep::enter_online_pin:
      if (cash_pays()) return cash_refused();
      board_.indicators.beep(tapped_tone_hz, tapped_tone);
      if (read_chip_account()) ask_pin(PinFor::host);
      break;
    case TapStep::go_online:
      if (cash_pays()) return cash_refused();
      // After a PIN the account is known, and the tone has sounded.
      if (!sale_.has_card()) board_.indicators.beep(tapped_tone_hz, tapped_tone);
      if (read_chip_account()) go_online();
      break;
    case TapStep::finished: on_tap_finished(); break;
  }
}

void Reader::start_tap() noexcept {
  stop_waiting();
  board_.stripe.enable(false);
  board_.stripe.release();
  entry_is_chip_ = true;
  by_tap_ = true;
  ending_ = {mpos_reader_v1_Outcome_OUTCOME_CANCELLED, Prompt::cancelled, "cancelled"};
  show_card_busy();
  notify_stage(mpos_reader_v1_Stage_STAGE_CHIP);
  terminal_profile_.type = offline_possible() ? offline_terminal : online_terminal;
  on_tap_step(tap_.begin(chip_transaction()));
}

void Reader::on_tap_finished() noexcept {
  const emv::Outcome& outcome = tap_.outcome();
  if (host_word_ != HostWord::none) return on_kernel_finished();
  switch (outcome.disposition) {
    case emv::Disposition::present_one_card:
      return tap_again(Prompt::present_one_card, mpos_reader_v1_Stage_STAGE_ONE_CARD);
    case emv::Disposition::see_phone: return tap_again(Prompt::see_phone, mpos_reader_v1_Stage_STAGE_SEE_PHONE);
    case emv::Disposition::try_other_interface: return refuse_tap();
    case emv::Disposition::terminated:
      if (outcome.reason != emv::Reason::card_removed && outcome.reason != emv::Reason::card_mute) break;
      if (tap_tries_ > 0) --tap_tries_;
      if (tap_tries_ == 0) return refuse_tap();
      return tap_again(Prompt::tap_card, mpos_reader_v1_Stage_STAGE_TAP_AGAIN);
    default: break;
  }
  on_kernel_finished();
}

void Reader::tap_again(Prompt text, mpos_reader_v1_Stage stage) noexcept {
  end_chip();
  entry_is_chip_ = by_tap_ = false;
  set_state(ReaderState::waiting_for_card);
  if (config_.interfaces.chip && chip_.card_present() && !card_used_) return start_chip();  // it came meanwhile
  board_.timers.start(wait_timer, config_.policy.card_timeout);
  board_.stripe.release();
  board_.stripe.enable(true);
  tap_.await_card();
  show_service(service_name(), text,
               prompt(text == Prompt::tap_card ? Prompt::hold_card_still : Prompt::none, language_));
  notify_stage(stage);
}

void Reader::refuse_tap() noexcept {
  no_tap_ = true;
  end_chip();
  tap_.stop();
  entry_is_chip_ = by_tap_ = false;
  notify_stage(mpos_reader_v1_Stage_STAGE_NO_TAP);
  wait_for_card();
}

}  // namespace mpos::firmware

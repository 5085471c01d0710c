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
// A card that was moved away too early is tapped again at once; later the payment is a new one.
constexpr Duration torn_tap_lifetime = 10min;

}  // namespace

bool Reader::tap_welcome() const noexcept {
  return config_.interfaces.contactless && !speaks_compat() && !contacts_only() && !no_tap_ && !sale_.chip_given_up() &&
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
    case TapStep::left_behind:
      if (state_ == ReaderState::waiting_for_card) ask_to_remove_card(Prompt::none);
      break;
    case TapStep::gone:
      if (state_ != ReaderState::waiting_for_card || !removal_asked_) break;
      stop_waiting();
      wait_for_card();
      break;
  }
}

void Reader::start_tap() noexcept {
  begin_chip_entry(true);
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
      // It may have paid: it is to be tapped again until it has said so.
      if (outcome.torn || torn_tap_stands()) return tap_again(Prompt::tap_card, mpos_reader_v1_Stage_STAGE_TAP_AGAIN);
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
  if (config_.interfaces.chip && chip_.card_present() && !card_used_ && !torn_tap_stands()) {
    return start_chip();  // it came meanwhile
  }
  board_.timers.start(wait_timer, config_.policy.card_timeout);
  open_card_ways();
  show_service(service_name(), text,
               prompt(text == Prompt::tap_card ? Prompt::hold_card_still : Prompt::none, language_));
  notify_stage(stage);
}

bool Reader::torn_tap_stands() const noexcept {
  return torn_ && torn_->type == order_.type && torn_->amount_minor == order_.amount_minor && now() < torn_->until;
}

void Reader::note_torn_tap() noexcept {
  using emv::Reason;
  const emv::Outcome& outcome = tap_.outcome();
  if (!outcome.torn) {
    // One that ended earlier has not changed what the one before it left.
    const bool cut_short = outcome.reason == Reason::card_removed || outcome.reason == Reason::card_mute ||
                           outcome.reason == Reason::several_cards || outcome.reason == Reason::cancelled;
    if (!cut_short) torn_.reset();
    return;
  }
  const emv::DataStore& store = tap_.store();
  torn_ = TornSale{};
  torn_->type = order_.type;
  torn_->amount_minor = order_.amount_minor;
  torn_->until = now() + torn_tap_lifetime;
  copy_bytes(store.get_or_empty(emv::tag::unpredictable), torn_->unpredictable);
  copy_bytes(store.get_or_empty(emv::tag::date), torn_->date);
  copy_bytes(store.get_or_empty(emv::tag::atc), torn_->tap.atc);
  if (const auto held = store.get(emv::tag::spendable); held && held->size() == 6) {
    copy_bytes(*held, torn_->tap.held.emplace());
  }
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

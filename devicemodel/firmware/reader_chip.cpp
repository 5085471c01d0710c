// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "devicemodel/base/bcd.hpp"
#include "devicemodel/base/hex.hpp"
#include "devicemodel/emv/dictionary.hpp"
#include "devicemodel/emv/field55.hpp"
#include "devicemodel/firmware/reader.hpp"
#include "devicemodel/firmware/text.hpp"

/// The card in the chip slot: from its insertion to its removal, the kernel's wishes in between.
namespace mpos::firmware {
namespace {

using namespace std::chrono_literals;

// "Remove card" is said again, and sounds, this often.
constexpr Duration removal_reminder = 1s;
constexpr std::uint16_t removal_tone_hz = 1500;
constexpr Duration removal_tone = 150ms;

const char* sentence(emv::Reason reason) noexcept {
  using emv::Reason;
  switch (reason) {
    case Reason::none: return "the card declined";
    case Reason::card_mute: return "the chip gave no answer";
    case Reason::card_removed: return "the card was taken out";
    case Reason::cancelled: return "cancelled";
    case Reason::card_blocked: return "the card is blocked";
    case Reason::no_application: return "the card has no application this reader knows";
    case Reason::bad_status: return "the card refused a command";
    case Reason::bad_data: return "the card's data cannot be read";
    case Reason::missing_data: return "the card lacks mandatory data";
    case Reason::duplicate_data: return "the card holds a data object twice";
    case Reason::wrong_cryptogram: return "the card answered with more than it was asked for";
    case Reason::service_not_allowed: return "the card does not allow this service";
    case Reason::expired: return "the application is expired";
    case Reason::authentication_failed: return "the card could not prove that it is genuine";
    case Reason::over_limit: return "the amount is over the limit of every application";
    case Reason::several_cards: return "more than one card was presented";
    case Reason::already_paid: return "the card has paid already when it was moved away, and cannot prove it";
    case Reason::out_of_memory: return "the card's data do not fit the reader";
    case Reason::wrong_input: return "the reader lost its step";
  }
  return "";
}

}  // namespace

emv::Transaction Reader::chip_transaction() noexcept {
  emv::Transaction out;
  out.amount = packed_bcd<6>(order_.amount_minor);
  switch (order_.type) {  // as field 3 begins
    case TransactionType::balance: out.type = 0x31; break;
    case TransactionType::cash_load: out.type = 0x60; break;
    case TransactionType::cash_sale: out.electronic_cash = true; break;
    case TransactionType::sale:
    case TransactionType::wallet: break;
  }
  const hal::CalendarTime now = board_.rtc.now();
  out.date = {bcd_byte(now.year % 100U), bcd_byte(now.month), bcd_byte(now.day)};
  out.time = {bcd_byte(now.hour), bcd_byte(now.minute), bcd_byte(now.second)};
  board_.entropy.fill(out.unpredictable);
  std::array<std::uint8_t, 4> draw{};
  board_.entropy.fill(draw);
  out.random = static_cast<std::uint8_t>(1 + load_be32(draw.data()) % 99);
  if (by_tap_ && torn_tap_stands() && torn_->date == out.date) {
    out.unpredictable = torn_->unpredictable;
    out.torn = torn_->tap;
  }
  // The number the request will draw: nothing else asks for one while the card is in.
  out.sequence = packed_bcd<4>(memory_.trace() >= TerminalMemory::max_trace ? 1 : memory_.trace() + 1);
  return out;
}

void Reader::serve_slot() noexcept {
  while (const auto step = chip_.poll()) on_chip_step(*step);
}

void Reader::begin_chip_entry(bool tap) noexcept {
  stop_waiting();
  board_.stripe.enable(false);
  board_.stripe.release();
  entry_is_chip_ = true;
  by_tap_ = tap;
  ending_ = {mpos_reader_v1_Outcome_OUTCOME_CANCELLED, Prompt::cancelled, "cancelled"};
  show_card_busy();
  notify_stage(mpos_reader_v1_Stage_STAGE_CHIP);
  // Without room to keep an approval the reader is an online-only terminal, and tells the card so (9F35).
  terminal_profile_.type = offline_possible() ? offline_terminal : online_terminal;
}

void Reader::start_chip() noexcept {
  if (speaks_compat() && compat_.chip.phase != CompatChip::Phase::running) return compat_chip_inserted();
  tap_.stop();
  card_used_ = true;
  first_offline_pin_ = true;
  begin_chip_entry(false);
  chip_.begin(chip_transaction());
}

void Reader::give_chip(const emv::Input& input) noexcept {
  if (by_tap_) return on_tap_step(tap_.give(input));
  on_chip_step(chip_.give(input));
}

void Reader::give_chip(emv::Input::Kind kind) noexcept {
  emv::Input input;
  input.kind = kind;
  give_chip(input);
}

void Reader::on_chip_step(ChipStep step) noexcept {
  switch (step) {
    case ChipStep::working:
      if (chip_.running() && (state_ == ReaderState::pin_entry || state_ == ReaderState::choice)) show_card_busy();
      break;
    case ChipStep::inserted:
      card_used_ = false;
      if (torn_tap_stands()) break;  // its chip would pay once more
      if (state_ == ReaderState::waiting_for_card && chip_welcome() && !sale_.chip_given_up()) start_chip();
      break;
    case ChipStep::removed: on_chip_removed(); break;
    case ChipStep::choose_application: choose_application(); break;
    case ChipStep::enter_online_pin:
      if (cash_pays()) return cash_refused();
      if (read_chip_account()) ask_pin(PinFor::host);
      break;
    case ChipStep::enter_offline_pin: ask_pin(PinFor::card); break;
    case ChipStep::go_online:
      if (read_chip_account()) ask_host();
      break;
    case ChipStep::finished: on_chip_finished(); break;
  }
}

void Reader::on_chip_removed() noexcept {
  card_used_ = false;
  if (!removal_asked_) return;
  stop_waiting();
  if (state_ == ReaderState::waiting_for_card) return wait_for_card();
  if (state_ != ReaderState::result) return;
  set_state(ReaderState::idle);
  if (!confirming_code_) show_idle();
}

bool Reader::read_chip_account() noexcept {
  if (sale_.has_card()) return true;
  if (sale_.on_chip(chip_data(), chip_entry()) != CardStep::read) {
    finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::declined, "no transaction key, or no account number");
    return false;
  }
  // As with a stripe: the DUKPT counter is on flash before its key is used.
  if (config_.policy.transaction_keys == security::TransactionKeys::dukpt && !save_keys()) {
    finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::declined, "the key counter could not be stored");
    return false;
  }
  notify_stage(mpos_reader_v1_Stage_STAGE_CARD_READ);
  return true;
}

void Reader::choose_application() noexcept {
  choice_ = 0;
  set_state(ReaderState::choice);
  board_.timers.start(wait_timer, patience(config_.policy.card_timeout));
  show_choice();
  notify_stage(mpos_reader_v1_Stage_STAGE_CHOICE);
}

void Reader::on_choice_key(hal::Key key) noexcept {
  const std::size_t count = chip_.candidates().size();
  if (key == hal::Key::cancel) return cancel(Lost::cancelled);
  if (key == hal::Key::up && choice_ > 0) --choice_;
  if (key == hal::Key::down && choice_ + 1 < count) ++choice_;
  if (key != hal::Key::enter) return show_choice();
  stop_waiting();
  show_card_busy();
  on_chip_step(chip_.give(emv::Input::Kind::application_chosen, {}, choice_));
}

void Reader::chip_pin_entered() noexcept {
  SecretBytes<8> block;
  const bool made = core_.offline_pin_block(block).has_value();
  notify_stage(mpos_reader_v1_Stage_STAGE_PIN_DONE);
  show_card_busy();
  on_chip_step(made ? chip_.give(emv::Input::Kind::pin_entered, block.expose())
                    : chip_.give(emv::Input::Kind::pin_bypassed));
}

void Reader::chip_host_lost(mpos_reader_v1_Outcome outcome, Prompt text, const char* detail) noexcept {
  host_word_ = HostWord::lost;
  // Whoever can damage an answer must not get an approval by the default codes: the card is told to refuse.
  if (outcome == mpos_reader_v1_Outcome_OUTCOME_ANSWER_REFUSED) terminal_profile_.type = online_terminal;
  ending_ = {outcome, text, detail};
  set_state(ReaderState::card);
  give_chip(emv::Input::Kind::host_unreachable);
}

void Reader::on_chip_finished() noexcept {
  const emv::Outcome& outcome = chip_.outcome();
  if (exchange_ == Exchange::transaction) {  // the card is gone while the host was asked
    close_exchange();
    keep_reason("06");
  }
  if (sam_job_ == SamJob::seal || sam_job_ == SamJob::check) {  // or while the PSAM made or checked field 64
    // Its request never left: there is nothing to reverse.
    if (sam_job_ == SamJob::seal) (void)memory_.drop_reversal();
    sam_job_ = SamJob::none;
    board_.timers.stop(host_timer);
    sam_.abandon();
  }
  if (chip_.reset_failed()) return chip_unreadable();
  if (outcome.disposition == emv::Disposition::terminated && outcome.fallback) return chip_unreadable();
  on_kernel_finished();
}

void Reader::on_kernel_finished() noexcept {
  if (speaks_compat()) return compat_chip_finished();
  const emv::Outcome& outcome = chip_outcome();
  switch (host_word_) {
    case HostWord::spoke: return finish_chip_with_host();
    case HostWord::lost:
      // Unable to go online, and issuer and terminal let the card decide (Y3). The request may have arrived: its
      // reversal goes out before the upload.
      if (outcome.disposition == emv::Disposition::approved_offline) {
        return approve_by_card();
      }
      return finish(ending_.outcome, ending_.text, ending_.detail);
    case HostWord::none: break;
  }
  finish_chip_alone();
}

void Reader::finish_chip_with_host() noexcept {
  const emv::Outcome& outcome = chip_outcome();
  const bool load = order_.type == TransactionType::cash_load;
  const bool loaded = !load || cash_loaded();
  const bool stands =
      verdict_.judgement == Judgement::approved && outcome.disposition == emv::Disposition::approved_online && loaded;
  // What the scripts of a load that failed did stands in its reversal.
  if (!load || stands) keep_script_notice();
  if (stands) {
    if (!memory_.drop_reversal()) {  // the record that stays would reverse this sale: then it is none
      verdict_ = {};
      return finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::declined, "the reversal record could not be removed");
    }
    return finish(mpos_reader_v1_Outcome_OUTCOME_APPROVED, Prompt::approved, "");
  }
  if (verdict_.judgement == Judgement::approved) {
    if (order_.debits() && memory_.reversal()) {
      ReversalRecord record = *memory_.reversal();
      record.reason = "06";
      emv::Field55Data data;
      if (emv::build_field55(emv::Field55::card_declined, chip_data(), data)) {
        record.chip_data.clear();
        (void)record.chip_data.try_append(data.span());
      }
      // When the flash fails the first record still stands and reverses just as well.
      (void)memory_.keep_reversal(record);
    }
    verdict_.judgement = Judgement::declined;
    const bool refused = outcome.disposition == emv::Disposition::declined_by_card;
    if (outcome.reason == emv::Reason::card_removed) {
      return finish(mpos_reader_v1_Outcome_OUTCOME_CARD_REMOVED, Prompt::declined, sentence(outcome.reason));
    }
    if (!loaded && !refused) {
      return finish(mpos_reader_v1_Outcome_OUTCOME_DECLINED, Prompt::declined, "the card could not be loaded");
    }
    return finish(mpos_reader_v1_Outcome_OUTCOME_DECLINED, Prompt::declined,
                  refused ? "the card declined after the host had approved" : sentence(outcome.reason));
  }
  if (verdict_.proved) (void)memory_.drop_reversal();
  finish(mpos_reader_v1_Outcome_OUTCOME_DECLINED, decline_text(verdict_.response_code), "the host declined");
}

void Reader::finish_chip_alone() noexcept {
  const emv::Outcome& outcome = chip_outcome();
  if (outcome.disposition == emv::Disposition::approved_offline) return approve_by_card();
  if (outcome.disposition != emv::Disposition::declined_offline) return chip_terminated();
  note_offline_decline();
  finish(mpos_reader_v1_Outcome_OUTCOME_DECLINED, Prompt::declined, sentence(outcome.reason));
}

void Reader::chip_terminated() noexcept {
  const emv::Reason reason = chip_outcome().reason;
  switch (reason) {
    case emv::Reason::cancelled: return finish(ending_.outcome, ending_.text, ending_.detail);
    case emv::Reason::card_removed:
      return finish(mpos_reader_v1_Outcome_OUTCOME_CARD_REMOVED, Prompt::cancelled, sentence(reason));
    case emv::Reason::card_mute:
      return finish(mpos_reader_v1_Outcome_OUTCOME_CARD_UNREADABLE, Prompt::chip_no_answer, sentence(reason));
    default: return finish(mpos_reader_v1_Outcome_OUTCOME_CARD_REFUSED, Prompt::declined, sentence(reason));
  }
}

void Reader::chip_unreadable() noexcept {
  const bool no_application = chip_.outcome().reason == emv::Reason::no_application;
  if (chip_tries_ > 0) --chip_tries_;
  const bool again = chip_tries_ > 0 && !no_application;
  if (!again && (!config_.policy.fallback_allowed || contacts_only() || cash_pays())) {
    return finish(mpos_reader_v1_Outcome_OUTCOME_CARD_UNREADABLE, Prompt::chip_no_answer,
                  "three tries brought no answer of the chip");
  }
  end_chip();
  entry_is_chip_ = false;
  // Perhaps it lay the wrong way round; otherwise its stripe is read.
  if (!again) sale_.chip_failed();
  if (!again && speaks_compat()) {  // when the phone asks for it
    return finish(mpos_reader_v1_Outcome_OUTCOME_CARD_UNREADABLE, Prompt::chip_no_answer,
                  sentence(emv::Reason::card_mute));
  }
  set_state(ReaderState::waiting_for_card);
  board_.timers.start(wait_timer, patience(config_.policy.card_timeout));
  ask_to_remove_card(again ? Prompt::chip_no_answer : Prompt::swipe_card);
}

/// Says so once and sounds until the card is out.
void Reader::ask_to_remove_card(Prompt text) noexcept {
  if (!removal_asked_) {
    removal_asked_ = true;
    if (state_ == ReaderState::waiting_for_card) show_service(service_name(), text);
    screen_.center(3, prompt(Prompt::remove_card, language_));
    screen_.flush();
    notify_stage(mpos_reader_v1_Stage_STAGE_REMOVE_CARD);
  }
  board_.indicators.beep(removal_tone_hz, removal_tone);
  board_.timers.start(removal_timer, removal_reminder);
}

void Reader::end_chip() noexcept {
  if (by_tap_) {
    tap_.abort(emv::Reason::cancelled);
  } else {
    chip_.abort(emv::Reason::cancelled);
  }
  if (by_tap_) note_torn_tap();
  fill_report(chip_data(), chip_outcome(), emv_report_);
  emv_report_.contactless = by_tap_;
  ++emv_report_.number;
  if (by_tap_) {
    tap_.wipe();
  } else {
    chip_.wipe();
  }
}

void Reader::fill_chip_result() noexcept {
  auto& result = notice_.body.transaction_result;
  const auto hex = [](Bytes bytes, auto& field) {
    FixedString<32> text;
    for (const std::uint8_t byte : bytes) {
      const char digits[2] = {hex_digits_upper[byte >> 4], hex_digits_upper[byte & 15]};
      text.append({digits, 2});
    }
    command::set_text(field, text);
  };
  hex(emv_report_.aid.span(), result.aid);
  command::set_text(result.application_label, emv_report_.label);
  hex(emv_report_.tvr, result.tvr);
  hex(emv_report_.tsi, result.tsi);
  hex(emv_report_.cryptogram.span(), result.cryptogram);
  hex(emv_report_.atc.span(), result.atc);
  if (!emv_report_.cid.empty()) {
    const unsigned kind = emv_report_.cid[0] >> 6;
    command::set_text(result.cryptogram_kind, kind == 1 ? "TC" : kind == 2 ? "ARQC" : "AAC");
  }
}

}  // namespace mpos::firmware

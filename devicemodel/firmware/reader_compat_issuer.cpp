// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/dictionary.hpp"
#include "devicemodel/emv/field55.hpp"
#include "devicemodel/firmware/compat_fields.hpp"
#include "devicemodel/firmware/reader.hpp"
#include "devicemodel/hal/calendar.hpp"

/// The chip of a 55AA phone, from its host's answer to the moment the card may leave.
namespace mpos::firmware {

using compat::ChipStatus;
using compat::Command;
using compat::ErrorCode;
using compat::IssuerStatus;
using Phase = CompatChip::Phase;

void Reader::compat_issuer_data(Bytes body) noexcept {
  const auto data = compat::parse_issuer_data(body, compat_certified() ? compat::Proof::required : compat::Proof::none);
  if (!data) return compat_refuse(data.error());
  if (compat_.chip.phase != Phase::online) return compat_refuse(ErrorCode::not_now);
  if (data->record != compat_.chip.record) return compat_refuse(ErrorCode::bad_parameter);
  if (compat_certified() && data->reached) {
    if (core_.mac_verification_locked()) return compat_refuse(ErrorCode::locked);
    ByteVector<300> covered;
    put_number(covered, static_cast<std::uint16_t>(Command::issuer_data));
    covered.append(data->covered);
    if (!core_.verify_reader_mac(compat_mac(), covered.span(), data->proof)) {
      return compat_refuse(ErrorCode::bad_check_value);
    }
  }
  compat_.chip.phase = Phase::finishing;
  stop_waiting();
  compat_say();
  show_card_busy();
  if (!data->reached) {
    // Anybody can say so: a certified reader's card gets no chance to approve by itself (Y3).
    if (compat_certified()) terminal_profile_.type = online_terminal;
    return chip_host_lost(mpos_reader_v1_Outcome_OUTCOME_NO_ANSWER, Prompt::no_host_answer, "no answer from the host");
  }
  host_word_ = HostWord::spoke;
  emv::Input answer;
  answer.kind = emv::Input::Kind::host_answer;
  answer.data = data->chip_data;
  answer.approved = is_approval(data->answer_code);
  copy_bytes(as_bytes(data->answer_code), answer.response_code);
  give_chip(answer);
}

void Reader::compat_issuer_done(ChipStatus status) noexcept {
  compat_.chip.phase = Phase::done;
  compat_.chip.last = status;
  compat_.chip.issuer_done = true;
  host_word_ = HostWord::none;
  const Prompt text = status == ChipStatus::approved       ? Prompt::approved
                      : status == ChipStatus::card_removed ? Prompt::cancelled
                                                           : Prompt::declined;
  if (compat_.chip.unheard) return compat_finished(mpos_reader_v1_Outcome_OUTCOME_CANCELLED, text);
  set_state(ReaderState::card);
  show_service(service_name(), text);
  board_.timers.start(wait_timer, max_idle_with_account_data);
}

void Reader::compat_issuer_status(Bytes body) noexcept {
  if (!compat_names_chip(body)) return;
  const IssuerStatus status = compat_.chip.phase == Phase::finishing ? IssuerStatus::at_work
                              : compat_.chip.issuer_done             ? IssuerStatus::done
                                                                     : IssuerStatus::awaited;
  const auto byte = static_cast<std::uint8_t>(status);
  compat_say({&byte, 1});
}

void Reader::compat_issuer_result(Bytes body) noexcept {
  if (!compat_names_chip(body)) return;
  if (!compat_.chip.issuer_done) return compat_refuse(ErrorCode::not_now);
  emv::Field55Data chip_data_out;
  if (!emv::build_field55(emv::Field55::offline_upload, chip_data(), chip_data_out)) {
    return compat_refuse(ErrorCode::other);
  }
  const Bytes scripts = chip_data().get_or_empty(emv::tag::script_results);
  const auto time = hal::format_calendar_digits(board_.rtc.now());
  const auto nonce = core_.transaction_nonce();
  ByteVector<3> head;
  head.push_back(static_cast<std::uint8_t>(compat_.chip.last));
  put_number(head, compat_.chip.record);

  ByteVector<640> covered;
  put_number(covered, static_cast<std::uint16_t>(Command::issuer_result));
  covered.append(compat_.custom.span());
  covered.append(head.span());
  covered.append(scripts);
  put_serial(covered, config_.serial);
  covered.append(as_bytes(time));
  covered.append(nonce.span());
  if (compat_certified()) covered.append(chip_data_out.span());
  const auto mac = core_.reader_mac(compat_mac(), covered.span());
  if (!mac) return compat_refuse(ErrorCode::no_working_key);

  ByteVector<400> out;
  out.append(head.span());
  put_time(out, time);
  out.append(nonce.span());
  put_short(out, scripts);
  out.append(*mac);
  put_long(out, chip_data_out.span());
  compat_say(out.span());
}

void Reader::compat_close_chip(Bytes body) noexcept {
  if (!body.empty()) return compat_refuse(ErrorCode::bad_length);
  if (compat_.chip.phase == Phase::none && !compat_.holds_card) return compat_say();
  if (!compat_.rests() || compat_.holds_card) return compat_refuse(ErrorCode::not_now);
  const ChipStatus last = compat_.chip.issuer_done ? compat_.chip.last : compat_.chip.first;
  const bool over = compat_.chip.phase == Phase::done;
  const Prompt text = !over || last == ChipStatus::card_removed ? Prompt::cancelled
                      : last == ChipStatus::approved            ? Prompt::approved
                                                                : Prompt::declined;
  compat_finished(mpos_reader_v1_Outcome_OUTCOME_CANCELLED, text);
  if (!removal_asked_) {
    stop_waiting();
    set_state(ReaderState::idle);
    show_idle();
  }
  compat_say();
}

/// The card that is finishing is not torn off: it ends, and what it says nobody fetches.
void Reader::compat_phone_gone() noexcept {
  compat_.chip.unheard = compat_.chip.phase == Phase::finishing;
  compat_.fallback_until = {};
}

}  // namespace mpos::firmware

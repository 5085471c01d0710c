// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "devicemodel/emv/field55.hpp"
#include "devicemodel/firmware/compat_fields.hpp"
#include "devicemodel/firmware/reader.hpp"
#include "devicemodel/hal/calendar.hpp"

/// The chip of a 55AA phone, from its insertion to the first cryptogram. What happens in between is reader_chip.cpp's.
namespace mpos::firmware {

using compat::ChipStatus;
using compat::Command;
using compat::ErrorCode;
using Phase = CompatChip::Phase;
using Waits = CompatTask::Waits;

namespace {

// The public firmware's limit for every PIN; a certified reader takes up to twelve digits (ISO 9564-1).
constexpr std::uint8_t short_pin_digits = 6;
constexpr std::uint8_t long_pin_digits = 12;
constexpr std::uint8_t least_pin_digits = 4;

}  // namespace

Duration Reader::patience(Duration own) const noexcept {
  return speaks_compat() ? std::min(own, compat_.patience) : own;
}

bool Reader::stripe_welcome() const noexcept {
  if (speaks_compat()) return compat_.wants_stripe && compat_.chip.phase == Phase::none;
  return !contacts_only() && !cash_pays() && !torn_tap_stands();
}

/// The card is not worked before the phone says so.
void Reader::compat_chip_inserted() noexcept {
  stop_waiting();
  board_.stripe.enable(false);
  board_.stripe.release();
  compat_.chip.phase = Phase::inserted;
  compat_hold_card();
  const auto status = static_cast<std::uint8_t>(compat::CardStatus::chip_inserted);
  compat_say({&status, 1});
}

void Reader::compat_start_chip(Bytes body) noexcept {
  if (compat_.chip.phase != Phase::inserted) return compat_refuse(ErrorCode::not_now);
  const auto order = compat::parse_chip_order(body);
  if (!order) return compat_refuse(order.error());
  // The chip is asked for what the display showed when it was put in.
  if (order->amount_minor != compat_.amount_minor) return compat_refuse(ErrorCode::bad_parameter);
  compat_.patience = std::chrono::seconds{order->timeout_s};
  compat_.min_digits = least_pin_digits;
  compat_.max_digits = compat_certified() ? long_pin_digits : short_pin_digits;
  compat_.chip.phase = Phase::running;
  compat_.defer(Waits::chip);
  if (!chip_.card_present()) {
    return finish(mpos_reader_v1_Outcome_OUTCOME_CARD_REMOVED, Prompt::cancelled, "the card was taken out");
  }
  start_chip();
}

void Reader::compat_chip_online() noexcept {
  compat_chip_answered(ChipStatus::online_wanted, Phase::online);
}

/// The first cryptogram is there: the transaction gets its number, and 0503 its answer.
void Reader::compat_chip_answered(ChipStatus status, Phase next) noexcept {
  const auto number = memory_.next_trace();
  if (!number) {
    compat_.recall();
    compat_finished(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::declined);
    return compat_refuse(ErrorCode::storage);
  }
  compat_.chip.phase = next;
  compat_.chip.first = status;
  compat_.chip.record = static_cast<std::uint16_t>(*number);
  compat_hold_card();
  if (next == Phase::done) {
    show_service(service_name(), status == ChipStatus::approved ? Prompt::approved : Prompt::declined);
  }
  compat_say_chip(status, compat_.chip.record);
}

void Reader::compat_say_chip(ChipStatus status, std::uint16_t record) noexcept {
  ByteVector<3> out;
  out.push_back(static_cast<std::uint8_t>(status));
  put_number(out, record);
  compat_say(out.span());
}

/// The kernel is done: with the first cryptogram, with the second, or because the card is gone.
void Reader::compat_chip_finished() noexcept {
  const emv::Outcome& outcome = chip_outcome();
  const bool removed = outcome.reason == emv::Reason::card_removed;
  switch (compat_.chip.phase) {
    case Phase::online: return compat_issuer_done(ChipStatus::card_removed);
    case Phase::finishing: {
      const bool approved = outcome.disposition == emv::Disposition::approved_online ||
                            outcome.disposition == emv::Disposition::approved_offline;
      return compat_issuer_done(approved  ? ChipStatus::approved
                                : removed ? ChipStatus::card_removed
                                          : ChipStatus::declined);
    }
    default: break;
  }
  const bool declined = outcome.disposition == emv::Disposition::declined_offline;
  if (declined) note_offline_decline();
  if (!declined && outcome.disposition != emv::Disposition::approved_offline) return chip_terminated();
  if (read_chip_account()) compat_chip_answered(declined ? ChipStatus::declined : ChipStatus::approved, Phase::done);
}

/// How 0503 is answered when there is no cryptogram to fetch. Opens the way to the stripe where the chip gave it up.
ChipStatus Reader::compat_chip_ending(mpos_reader_v1_Outcome outcome) noexcept {
  switch (outcome) {
    case mpos_reader_v1_Outcome_OUTCOME_CANCELLED: return ChipStatus::cancelled;
    case mpos_reader_v1_Outcome_OUTCOME_TIMED_OUT: return ChipStatus::timed_out;
    case mpos_reader_v1_Outcome_OUTCOME_CARD_REMOVED: return ChipStatus::card_removed;
    default: break;
  }
  if (!sale_.chip_given_up()) return ChipStatus::unusable;
  compat_.fallback_until = now() + max_idle_with_account_data;
  return ChipStatus::fall_back;
}

bool Reader::compat_names_chip(Bytes body) noexcept {
  const auto record = compat::parse_record_index(body);
  if (!record) {
    compat_refuse(record.error());
    return false;
  }
  const Phase phase = compat_.chip.phase;
  if (phase != Phase::online && phase != Phase::finishing && phase != Phase::done) {
    compat_refuse(ErrorCode::not_now);
    return false;
  }
  if (*record != compat_.chip.record) {
    compat_refuse(ErrorCode::bad_parameter);
    return false;
  }
  return true;
}

void Reader::compat_chip_result(Bytes body) noexcept {
  if (!compat_names_chip(body)) return;
  // Behind the issuer's answer the card's data are those of 0508.
  if (compat_.chip.phase == Phase::finishing || compat_.chip.issuer_done) return compat_refuse(ErrorCode::not_now);
  emv::Field55Data chip_data_out;
  const bool online = compat_.chip.first == ChipStatus::online_wanted;
  if (!emv::build_field55(online ? emv::Field55::financial : emv::Field55::offline_upload, chip_data(),
                          chip_data_out)) {
    return compat_refuse(ErrorCode::other);
  }
  const auto package = sale_.seal_chip_account();
  if (!package) return compat_refuse(ErrorCode::no_working_key);
  const auto time = hal::format_calendar_digits(board_.rtc.now());
  const auto nonce = core_.transaction_nonce();
  const std::string_view display = compat_.show_masked ? sale_.masked_pan() : std::string_view{};

  ByteVector<20> head;
  head.push_back(static_cast<std::uint8_t>(compat_.chip.first));
  put_number(head, compat_.chip.record);
  ByteVector<17> pin;
  const auto pin_status = sale_.has_pin() ? compat::PinStatus::entered : compat::PinStatus::empty;
  pin.push_back(static_cast<std::uint8_t>(pin_status));
  if (sale_.has_pin()) pin.append(sale_.pin_block());

  ByteVector<1024> covered;
  put_number(covered, static_cast<std::uint16_t>(Command::pboc_result));
  covered.append(compat_.custom.span());
  covered.append(head.span());
  covered.append(pin.span());
  covered.append(package->span());
  covered.append(as_bytes(display));
  put_serial(covered, config_.serial);
  covered.append(as_bytes(time));
  covered.append(nonce.span());
  if (compat_certified()) covered.append(chip_data_out.span());
  const auto mac = core_.reader_mac(compat_mac(), covered.span());
  if (!mac) return compat_refuse(ErrorCode::no_working_key);

  ByteVector<510> out;
  out.append(head.span());
  put_time(out, time);
  out.append(nonce.span());
  out.append(pin.span());
  put_short(out, package->span());
  put_short(out, as_bytes(display));
  put_short(out, {});  // no extra data
  out.append(*mac);
  put_long(out, chip_data_out.span());
  compat_say(out.span());
}

}  // namespace mpos::firmware

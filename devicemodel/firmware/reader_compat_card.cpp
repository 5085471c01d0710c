// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "devicemodel/base/bcd.hpp"
#include "devicemodel/firmware/compat_fields.hpp"
#include "devicemodel/firmware/reader.hpp"
#include "devicemodel/firmware/text.hpp"
#include "devicemodel/hal/calendar.hpp"

namespace mpos::firmware {
namespace {

using compat::CardStatus;
using compat::ErrorCode;
using compat::PinStatus;
using Waits = CompatTask::Waits;

// The public firmware's limit; a certified reader takes up to twelve (ISO 9564-1).
constexpr std::uint8_t short_pin_digits = 6;

}  // namespace

void Reader::compat_forget() noexcept {
  if (entry_is_chip_) {
    end_chip();
    entry_is_chip_ = false;
  }
  host_word_ = HostWord::none;
  sale_.wipe();
  compat_.holds_card = compat_.has_pin = false;
  compat_.chip = {};
  wipe({compat_.plain.data(), compat_.plain.capacity()});
  compat_.plain.clear();
}

void Reader::compat_open_card(Bytes body) noexcept {
  const auto order = compat::parse_card_order(body);
  if (!order) return compat_refuse(order.error());
  // A mode this body has no part for is passed over, as long as another one is left.
  const bool contacts = (order->modes & compat::CardOrder::contacts) != 0 && config_.interfaces.chip;
  const bool stripe = (order->modes & compat::CardOrder::stripe) != 0;
  if (!contacts && !stripe) return compat_refuse(ErrorCode::bad_parameter);
  if (!compat_.rests() && !command::allowed(mpos_reader_v1_Request_start_transaction_tag, command_state())) {
    return compat_refuse(ErrorCode::not_now);
  }
  if (!compat_has_keys()) return;
  const bool fallback =
      now() < compat_.fallback_until && sale_.chip_given_up() && order->amount_minor == compat_.amount_minor;
  compat_forget();
  compat_.fallback_until = {};
  compat_.defer(Waits::card);
  compat_.wants_chip = contacts;
  compat_.wants_stripe = stripe;
  compat_.patience = std::chrono::seconds{order->timeout_s};
  compat_.amount_minor = order->amount_minor;
  compat_.show_masked = order->show_masked;
  compat_.custom.clear();
  compat_.custom.append(order->custom);

  order_ = {};
  order_.type = order->amount_minor > 0 ? TransactionType::sale : TransactionType::balance;
  order_.amount_minor = order->amount_minor;
  order_.language = config_.language;
  prepare_transaction();
  if (fallback && stripe) sale_.chip_failed();
  wait_for_card();
}

/// Account data rest in the reader until the phone's next command, and the deferred one is answered.
void Reader::compat_hold_card() noexcept {
  set_state(ReaderState::card);
  show_service(service_name(), Prompt::processing);
  board_.timers.start(wait_timer, max_idle_with_account_data);
  compat_.recall();
}

void Reader::compat_card_read() noexcept {
  compat_.holds_card = true;
  compat_hold_card();
  ByteVector<4> out;
  out.push_back(static_cast<std::uint8_t>(CardStatus::swiped));
  out.append(as_bytes(sale_.service_code()));
  compat_say(out.span());
}

void Reader::compat_card_result(bool tracks) noexcept {
  if (!compat_.holds_card) return compat_refuse(ErrorCode::not_now);
  const auto package = tracks ? sale_.seal_tracks() : sale_.seal_number();
  if (!package) return compat_refuse(ErrorCode::no_working_key);
  const auto time = hal::format_calendar_digits(board_.rtc.now());
  const auto nonce = core_.transaction_nonce();
  const std::string_view display = compat_.show_masked ? sale_.masked_pan() : std::string_view{};

  ByteVector<512> covered;
  covered.append(compat_.custom.span());
  covered.append(package->span());
  covered.append(as_bytes(display));
  put_serial(covered, config_.serial);
  covered.append(as_bytes(time));
  covered.append(nonce.span());
  const auto mac = core_.reader_mac(compat_mac(), covered.span());
  if (!mac) return compat_refuse(ErrorCode::no_working_key);

  ByteVector<400> out;
  put_time(out, time);
  out.append(nonce.span());
  put_short(out, package->span());
  put_short(out, as_bytes(display));
  put_short(out, {});  // no extra data
  out.append(*mac);
  compat_say(out.span());
}

void Reader::compat_open_keyboard(Bytes body) noexcept {
  if (!compat_.holds_card) return compat_refuse(ErrorCode::not_now);
  const auto order = compat::parse_pin_order(body);
  if (!order) return compat_refuse(order.error());
  // The PIN goes with what the display showed when the card was read.
  if (order->amount_minor != compat_.amount_minor) return compat_refuse(ErrorCode::bad_parameter);
  constexpr std::array<std::uint8_t, 8> none{};
  if (compat_certified()) {
    if (!equal(order->random, none)) return compat_refuse(ErrorCode::bad_parameter);
  } else {
    if (order->max_digits > short_pin_digits) return compat_refuse(ErrorCode::bad_parameter);
    if (!sale_.rekey(order->random)) return compat_refuse(ErrorCode::no_working_key);
  }
  compat_.min_digits = order->min_digits;
  compat_.max_digits = order->max_digits;
  compat_.has_pin = false;
  compat_.defer(Waits::pin);
  compat_.patience = std::chrono::seconds{order->timeout_s};
  ask_pin(PinFor::host);
}

void Reader::compat_pin_entered(PinStatus status) noexcept {
  compat_.has_pin = status == PinStatus::entered;
  compat_hold_card();
  const auto byte = static_cast<std::uint8_t>(status);
  compat_say({&byte, 1});
}

void Reader::compat_pin_result() noexcept {
  if (!compat_.holds_card || !compat_.has_pin) return compat_refuse(ErrorCode::not_now);
  ByteVector<8> clear;
  clear.append(packed_bcd<6>(compat_.amount_minor));
  clear.append(as_bytes("FF"));  // two letters, as the public firmware has it (reader.json)
  const auto amount = core_.seal_bytes(clear.span());
  if (!amount) return compat_refuse(ErrorCode::no_working_key);
  ByteVector<32> out;
  out.append(sale_.pin_block());
  out.append(amount->span());
  const auto mac = core_.reader_mac(compat_mac(), out.span());
  if (!mac) return compat_refuse(ErrorCode::no_working_key);
  out.append(*mac);
  compat_say(out.span());
}

void Reader::compat_encrypt(Bytes body) noexcept {
  if (compat_.holds_card || !command::allowed(mpos_reader_v1_Request_start_transaction_tag, command_state())) {
    return compat_refuse(ErrorCode::not_now);
  }
  const auto order = compat::parse_data_order(body);
  if (!order) return compat_refuse(order.error());
  if (!compat_has_keys()) return;
  stop_waiting();
  board_.timers.stop(clock_timer);
  compat_.plain.clear();
  compat_.plain.append(order->data);
  compat_.defer(Waits::confirmation);
  FixedString<16> shown;
  for (const std::uint8_t byte : order->data) {
    const char c = byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : '.';
    if (!shown.try_append({&c, 1})) break;
  }
  set_state(ReaderState::choice);
  screen_.clear();
  screen_.center_title("SIMULATOR");
  screen_.center(1, order->title);
  screen_.center(2, shown);
  screen_.flush();
  board_.timers.start(wait_timer, std::chrono::seconds{order->timeout_s});
}

void Reader::compat_confirmed() noexcept {
  board_.timers.stop(wait_timer);
  compat_.recall();
  set_state(ReaderState::idle);
  SecretBytes<160> clear;
  const std::size_t size = 1 + compat_.plain.size() + 1 + compat::serial_bytes;
  const MutableBytes room = clear.fill(size);
  room[0] = static_cast<std::uint8_t>(compat_.plain.size());
  copy_bytes(compat_.plain.span(), room.subspan(1));
  room[1 + compat_.plain.size()] = compat::serial_bytes;
  const MutableBytes serial = room.last(compat::serial_bytes);
  for (std::uint8_t& byte : serial) byte = ' ';
  copy_bytes(as_bytes(config_.serial), serial);
  const bool begun = core_.begin_transaction().has_value();
  const auto nonce = core_.transaction_nonce();
  const auto sealed = core_.seal_bytes(clear.expose());
  core_.end_transaction();
  compat_forget();
  show_idle();
  if (!begun || !sealed) return compat_refuse(ErrorCode::no_working_key);
  ByteVector<200> out;
  out.append(nonce.span());
  out.push_back(static_cast<std::uint8_t>(sealed->size()));
  out.append(sealed->span());
  compat_say(out.span());
}

void Reader::compat_finished(mpos_reader_v1_Outcome outcome, Prompt text) noexcept {
  stop_waiting();
  board_.stripe.enable(false);
  board_.stripe.release();
  const Waits waited = compat_.waits;
  if (waited != Waits::none) compat_.recall();
  const auto chip = waited == Waits::chip ? compat_chip_ending(outcome) : compat::ChipStatus::unusable;
  compat_forget();
  show_result_for_a_while(text, {});
  task_ = Task::none;

  const bool cancelled = outcome == mpos_reader_v1_Outcome_OUTCOME_CANCELLED;
  const bool timed_out = outcome == mpos_reader_v1_Outcome_OUTCOME_TIMED_OUT;
  std::uint8_t status = 0;
  switch (waited) {
    case Waits::none: return;
    case Waits::confirmation:
      return compat_refuse(cancelled ? ErrorCode::cancelled : timed_out ? ErrorCode::timed_out : ErrorCode::other);
    case Waits::card:
      status =
          static_cast<std::uint8_t>(cancelled                                         ? CardStatus::cancelled
                                    : timed_out                                       ? CardStatus::timed_out
                                    : outcome == mpos_reader_v1_Outcome_OUTCOME_ERROR ? CardStatus::encryption_failed
                                                                                      : CardStatus::swipe_failed);
      break;
    case Waits::pin:
      if (!cancelled && !timed_out) return compat_refuse(ErrorCode::other);
      status = static_cast<std::uint8_t>(cancelled ? PinStatus::cancelled : PinStatus::timed_out);
      break;
    case Waits::chip: return compat_say_chip(chip, 0);
  }
  compat_say({&status, 1});
}

}  // namespace mpos::firmware

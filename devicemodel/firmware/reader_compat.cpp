// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/reader.hpp"
#include "devicemodel/firmware/text.hpp"
#include "devicemodel/hal/calendar.hpp"

namespace mpos::firmware {
namespace {

using compat::Command;
using compat::ErrorCode;

}  // namespace

void Reader::serve_compat() noexcept {
  const bool up = board_.link.is_up();
  if (link_seen_ && (!up || board_.link.generation() != link_generation_)) {
    link_down();
    compat_phone_gone();
    compat_.front.reset();
    link_seen_ = false;
  }
  if (up && !link_seen_) {
    link_seen_ = true;
    link_generation_ = board_.link.generation();
    compat_.front.reset();
    board_.indicators.set(hal::Light::link, true);
  }
  while (link_seen_) {
    pump_compat();
    if (const auto packet = compat_.front.poll(now())) {
      on_compat_request(*packet);
      continue;
    }
    std::array<std::uint8_t, 512> bytes;
    const std::size_t room = compat_.front.room();
    const std::size_t count = board_.link.receive(MutableBytes{bytes}.first(room < bytes.size() ? room : bytes.size()));
    if (count == 0) break;
    compat_.front.feed(Bytes{bytes}.first(count), now());
  }
  pump_compat();
  set_link_timer(link_seen_ ? compat_.front.deadline() : std::nullopt);
}

void Reader::pump_compat() noexcept {
  for (Bytes ready = compat_.front.outgoing(); link_seen_ && !ready.empty(); ready = compat_.front.outgoing()) {
    const std::size_t taken = board_.link.transmit(ready);
    if (taken == 0) break;
    compat_.front.sent(taken);
  }
}

void Reader::compat_say(Bytes data) noexcept {
  ByteVector<512> answer;
  answer.resize(2);
  store_be16(answer.data(), static_cast<std::uint16_t>(compat_.command));
  answer.append(data);
  compat_.front.answer(compat_.packet, compat::FrameType::success, answer.span(), now());
}

void Reader::compat_refuse(ErrorCode code) noexcept {
  std::array<std::uint8_t, 3> answer{};
  store_be16(answer.data(), static_cast<std::uint16_t>(compat_.command));
  answer[2] = static_cast<std::uint8_t>(code);
  compat_.front.answer(compat_.packet, compat::FrameType::error, answer, now());
}

void Reader::on_compat_request(const compat::Packet& packet) noexcept {
  compat_.packet = packet.index;
  compat_.command = packet.data.size() < 2 ? Command{} : static_cast<Command>(load_be16(packet.data.data()));
  if (packet.data.size() < 2) return compat_refuse(ErrorCode::bad_length);
  const Bytes body = packet.data.subspan(2);
  if (compat_.command == Command::device_information) return compat_information();
  if (state_ == ReaderState::locked) return compat_refuse(ErrorCode::locked);
  if (compat_.command == Command::reset) return compat_reset();
  if (compat_.waits != CompatTask::Waits::none && compat_.command != Command::get_clock) {
    return compat_refuse(ErrorCode::not_now);
  }
  switch (compat_.command) {
    case Command::device_information:
    case Command::reset: return;
    case Command::get_clock:
    case Command::set_clock: return compat_clock(body);
    case Command::set_ram_cache:
    case Command::clear_ram_cache:
    case Command::set_flash_cache:
    case Command::get_flash_cache: return compat_cache(compat_.command, body);
    case Command::print:
    case Command::print_status: return compat_refuse(ErrorCode::no_printer);
    case Command::load_keys: return compat_load_keys(body);
    case Command::verify_mac: return compat_verify_mac(body);
    case Command::encrypt_data: return compat_encrypt(body);
    case Command::open_card_reader: return compat_open_card(body);
    case Command::card_number: return compat_card_result(false);
    case Command::tracks: return compat_card_result(true);
    case Command::open_keyboard: return compat_open_keyboard(body);
    case Command::get_pin: return compat_pin_result();
    case Command::show_text: return compat_text(body);
    case Command::ca_keys: return compat_parameters(ParameterKind::ca_key, body);
    case Command::applications: return compat_parameters(ParameterKind::application, body);
    case Command::start_pboc: return compat_start_chip(body);
    case Command::pboc_result: return compat_chip_result(body);
    case Command::issuer_data: return compat_issuer_data(body);
    case Command::issuer_status: return compat_issuer_status(body);
    case Command::issuer_result: return compat_issuer_result(body);
    case Command::close_emv: return compat_close_chip(body);
    // Known, and not for a phone without proof of who it is.
    case Command::boot_loader:
    case Command::firmware: return compat_refuse(ErrorCode::unsupported);
  }
  compat_refuse(ErrorCode::unknown_command);
}

void Reader::compat_information() noexcept {
  // The command core's own answer, in the other wire's fields.
  command::Reply reply{};
  handle_info(reply);
  const auto& info = reply.body.info;
  ByteVector<compat::information_bytes> out;
  put_text<6>(out, "SIM001");
  put_text<5>(out, "SIM01");
  put_text<8>(out, "SIMREAD");
  put_text<20>(out, command::text_of(info.model));
  put_text<20>(out, command::text_of(info.firmware_version));
  put_text<2>(out, "01");
  put_text<6>(out, "000001");
  put_text<compat::serial_bytes>(out, command::text_of(info.serial));
  put_text<1>(out, reversal_pending() ? "1" : "0");
  char status[8] = {'0', '0', '0', '0', '0', '0', '0', '0'};
  if (core_.has_key(security::KeyUsage::master)) status[0] = '1';
  if (core_.has_key(security::KeyUsage::pin)) status[1] = '1';
  if (state_ == ReaderState::locked) status[2] = '1';
  if (compat_certified()) status[3] = '1';
  put_text<8>(out, {status, sizeof status});
  compat_say(out.span());
}

void Reader::compat_clock(Bytes body) noexcept {
  if (compat_.command == Command::get_clock) {
    if (!body.empty()) return compat_refuse(ErrorCode::bad_length);
    const auto text = hal::format_calendar_digits(board_.rtc.now());
    return compat_say(as_bytes(text));
  }
  if (body.size() != 14) return compat_refuse(ErrorCode::bad_length);
  const auto time = hal::parse_calendar_digits(as_text(body));
  if (!time) return compat_refuse(ErrorCode::bad_parameter);
  board_.rtc.set(*time);
  if (state_ == ReaderState::idle) show_idle();
  compat_say();
}

bool Reader::compat_has_keys() noexcept {
  using security::KeyUsage;
  if (!core_.has_key(KeyUsage::master)) {
    compat_refuse(ErrorCode::no_master_key);
    return false;
  }
  if (!core_.has_key(KeyUsage::pin) || !core_.has_key(KeyUsage::mac) || !core_.has_key(KeyUsage::track)) {
    compat_refuse(ErrorCode::no_working_key);
    return false;
  }
  return true;
}

void Reader::compat_load_keys(Bytes body) noexcept {
  if (compat_.holds()) return compat_refuse(ErrorCode::not_now);
  const auto load = compat::parse_key_load(body, compat_certified() ? compat::Proof::required : compat::Proof::none);
  if (!load) return compat_refuse(load.error());
  if (compat_certified()) {
    const auto expected = core_.device_auth_mac(load->covered);
    if (!expected) return compat_refuse(ErrorCode::no_master_key);
    if (!equal_constant_time(*expected, load->proof)) return compat_refuse(ErrorCode::bad_check_value);
  }
  ByteVector<60> field62;
  for (const auto* key : {&load->pin, &load->mac, &load->track}) {
    field62.append(key->cipher_text);
    field62.append(key->check_value);
  }
  const auto report = core_.load_working_keys(field62.span());
  if (!report) {
    switch (report.error()) {
      case security::KeyError::no_master_key: return compat_refuse(ErrorCode::no_master_key);
      case security::KeyError::bad_check_value: return compat_refuse(ErrorCode::bad_check_value);
      default: return compat_refuse(ErrorCode::bad_parameter);
    }
  }
  compat_say();
}

void Reader::compat_verify_mac(Bytes body) noexcept {
  if (compat_.holds()) return compat_refuse(ErrorCode::not_now);
  const auto check = compat::parse_mac_check(body);
  if (!check) return compat_refuse(check.error());
  if (!compat_has_keys()) return;
  if (core_.mac_verification_locked()) return compat_refuse(ErrorCode::locked);
  if (!core_.resume_transaction(check->random)) return compat_refuse(ErrorCode::no_working_key);
  const bool right = core_.verify_reader_mac(compat_mac(), check->data, check->mac);
  core_.end_transaction();
  const std::uint8_t status = right ? 0 : 1;
  compat_say({&status, 1});
}

void Reader::compat_cache(Command command, Bytes body) noexcept {
  const bool flash = command == Command::set_flash_cache || command == Command::get_flash_cache;
  if (command == Command::clear_ram_cache || command == Command::get_flash_cache) {
    if (body.size() != 1) return compat_refuse(ErrorCode::bad_length);
    if (body[0] >= CompatTask::cache_count) return compat_refuse(ErrorCode::bad_parameter);
    if (command == Command::clear_ram_cache) {
      compat_.ram[body[0]].clear();
      return compat_say();
    }
    std::array<std::uint8_t, CompatTask::cache_bytes> value;
    const auto length = store_.read(record_id::compat_caches.at(body[0]), value);
    const std::size_t size = length ? *length : 0;
    ByteVector<CompatTask::cache_bytes + 4> out;
    out.push_back(body[0]);
    out.push_back(0);
    out.push_back(static_cast<std::uint8_t>(size));
    out.append(Bytes{value}.first(size));
    out.push_back(compat::check_of(Bytes{value}.first(size)));
    return compat_say(out.span());
  }
  const auto write = compat::parse_cache_write(body);
  if (!write) return compat_refuse(write.error());
  if (write->index >= CompatTask::cache_count || write->data.size() > CompatTask::cache_bytes) {
    return compat_refuse(ErrorCode::bad_parameter);
  }
  if (flash) {
    if (!store_.write(record_id::compat_caches.at(write->index), write->data)) return compat_refuse(ErrorCode::storage);
  } else {
    compat_.ram[write->index].clear();
    compat_.ram[write->index].append(write->data);
  }
  compat_say();
}

void Reader::compat_text(Bytes body) noexcept {
  const bool free = state_ == ReaderState::idle || state_ == ReaderState::result || compat_.rests();
  if (!free) return compat_refuse(ErrorCode::not_now);
  const auto order = compat::parse_text_order(body);
  if (!order) return compat_refuse(order.error());
  // The title is the reader's own: no text of a phone's passes for one of its questions.
  screen_.clear();
  screen_.center_title("SIMULATOR");
  for (std::size_t i = 0; i < order->lines.size(); ++i) screen_.center(static_cast<int>(i) + 1, order->lines[i]);
  screen_.flush();
  if (!compat_.rests()) {
    set_state(ReaderState::result);
    const Duration span =
        order->seconds > 0 ? Duration{std::chrono::seconds{order->seconds}} : config_.policy.result_time;
    board_.timers.start(wait_timer, span);
  }
  compat_say();
}

void Reader::compat_reset() noexcept {
  const std::uint8_t packet = compat_.packet;
  if (compat_.waits != CompatTask::Waits::none || compat_.holds()) {
    compat_finished(mpos_reader_v1_Outcome_OUTCOME_CANCELLED, Prompt::cancelled);
  }
  compat_.fallback_until = {};
  stop_waiting();
  set_state(ReaderState::idle);
  show_idle();
  compat_.packet = packet;
  compat_.command = Command::reset;
  compat_say();
}

}  // namespace mpos::firmware

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "devicemodel/firmware/reader.hpp"

namespace mpos::firmware {
namespace {

bool all_of(std::string_view text, std::string_view allowed) noexcept {
  for (const char c : text) {
    bool found = false;
    for (const char candidate : allowed) found = found || c == candidate;
    if (!found) return false;
  }
  return true;
}

constexpr std::string_view decimal_digits = "0123456789";
constexpr std::string_view degree_characters = "+-.0123456789";
constexpr std::uint64_t max_amount_minor = 999999999999;
constexpr std::uint64_t max_wallet_minor = 0xFFFFFFFF;   // four bytes in the wallet's commands
constexpr std::uint64_t max_cash_minor = 9'999'999'999;  // n10 on the card

}  // namespace

void Reader::serve_link() noexcept {
  if (speaks_compat()) return serve_compat();
  const bool up = board_.link.is_up();
  if (link_seen_ && (!up || board_.link.generation() != link_generation_)) {
    channel_.reset();
    link_down();
    link_seen_ = false;
  }
  if (up && !link_seen_) {
    link_seen_ = true;
    far_end_keeps_no_time_ = false;
    link_generation_ = board_.link.generation();
    channel_.start(now(), config_.policy.lossy_link || board_.link.carrier() == hal::ByteLink::Carrier::ble);
  }
  for (bool more = true; more;) {
    pump_link();
    more = false;
    // A phone that does not read is not read from; but the end of its session is taken note of. On a radio it is heard,
    // for its acknowledgements, and not listened to.
    const bool no_room = !outbox_.ready_for_request() && channel_.is_up();
    channel_.hold(no_room);
    pump_link();  // what hold() tells the phone
    if (no_room && !channel_.is_lossy()) break;
    if (const auto event = channel_.poll()) {
      on_link_event(*event);
      more = true;
      continue;
    }
    if (!link_seen_) break;
    std::array<std::uint8_t, 1024> bytes;
    if (const std::size_t count = board_.link.receive(bytes); count > 0) {
      // poll() has just answered nothing, so the channel has room for all of it.
      const std::size_t taken = channel_.feed(Bytes{bytes}.first(count), now());
      MPOS_ASSERT(taken == count);
      more = true;
    }
  }
  set_link_timer(channel_.deadline());
}

void Reader::set_link_timer(std::optional<Duration> deadline) noexcept {
  if (deadline == link_deadline_) return;
  link_deadline_ = deadline;
  if (!deadline) {
    board_.timers.stop(link_timer);
  } else {
    board_.timers.start(link_timer, std::max(*deadline - now(), Duration::zero()));
  }
}

void Reader::pump_link() noexcept {
  while (!outbox_.empty() && channel_.send(outbox_.front(), now())) outbox_.pop();
  for (Bytes ready = channel_.outgoing(); link_seen_ && !ready.empty(); ready = channel_.outgoing()) {
    const std::size_t taken = board_.link.transmit(ready);
    if (taken == 0) break;
    channel_.sent(taken, now());
    while (!outbox_.empty() && channel_.send(outbox_.front(), now())) outbox_.pop();
  }
}

void Reader::link_down() noexcept {
  outbox_.clear();
  dispatcher_.forget();
  notice_number_ = 0;
  board_.indicators.set(hal::Light::link, false);
  const bool was_confirming = confirming_code_;
  confirming_code_ = false;
  if (was_confirming && state_ == ReaderState::idle) show_idle();
  cancel(Lost::link);
}

void Reader::on_link_event(const link::Channel::Event& event) noexcept {
  using Kind = link::Channel::Event::Kind;
  switch (event.kind) {
    case Kind::confirm_code:
      // A locked reader goes on looking locked, and nobody accepts a phone for it.
      if (state_ == ReaderState::locked) {
        channel_.confirm(false, now());
        break;
      }
      confirming_code_ = true;
      show_code({event.code.data(), event.code.size()});
      break;
    case Kind::up:
      confirming_code_ = false;
      far_end_keeps_no_time_ = event.far_end_keeps_no_time;
      outbox_.clear();
      dispatcher_.forget();
      notice_number_ = 0;
      board_.indicators.set(hal::Light::link, true);
      if (state_ == ReaderState::idle) show_idle();
      break;
    case Kind::message: answer_request(event.message); break;
    case Kind::closed:
      ++links_ended_;
      last_link_end_ = event.reason;
      pump_link();  // the goodbye
      link_down();
      board_.link.disconnect();
      channel_.reset();
      link_seen_ = false;
      break;
  }
}

void Reader::answer_request(Bytes bytes) noexcept {
  deferred_ = Deferred::none;
  const auto answer = dispatcher_.answer(bytes, *this);
  // The executor takes a request only while the outbox has room for what it can cause.
  const bool queued = outbox_.push(answer.reply);
  MPOS_ASSERT(queued);
  if (answer.acted == command::Dispatcher::Acted::yes) carry_out();
}

void Reader::carry_out() noexcept {
  const Deferred what = deferred_;
  deferred_ = Deferred::none;
  switch (what) {
    case Deferred::none: break;
    case Deferred::sign_in: start_sign_in(); break;
    case Deferred::transaction: start_transaction(); break;
    case Deferred::upload: start_upload(); break;
    case Deferred::parameters: start_parameters(); break;
    case Deferred::cancel: cancel(Lost::cancelled); break;
    case Deferred::host_answer: {
      const auto& body = dispatcher_.request().body.host_answer;
      on_host_answer(body.outcome, Bytes{body.message.bytes, body.message.size});
      break;
    }
  }
}

command::State Reader::command_state() const {
  return static_cast<command::State>(static_cast<int>(state_) + 1);
}

bool Reader::keys_and_sign_in_ok(command::Reply& reply, bool sign_in_needed) const noexcept {
  if (config_.policy.sam_use == SamUse::keys) {
    if (!sam_.is_present()) {
      command::refuse(reply, mpos_reader_v1_Code_CODE_NO_KEYS, "no PSAM is in its slot, and it holds the keys");
      return false;
    }
  } else if (!core_.has_key(security::KeyUsage::master)) {
    command::refuse(reply, mpos_reader_v1_Code_CODE_NO_KEYS, "the reader holds no terminal master key");
    return false;
  }
  if (sign_in_needed && !signed_in()) {
    command::refuse(reply, mpos_reader_v1_Code_CODE_SIGN_IN_REQUIRED, "sign in first");
    return false;
  }
  return true;
}

void Reader::handle(const command::Request& request, command::Reply& reply) {
  const auto accept = [&](Deferred what) {
    reply.which_body = mpos_reader_v1_Reply_accepted_tag;
    deferred_ = what;
  };
  switch (request.which_body) {
    case mpos_reader_v1_Request_get_info_tag: return handle_info(reply);
    case mpos_reader_v1_Request_echo_tag:
      reply.which_body = mpos_reader_v1_Reply_echo_tag;
      reply.body.echo = request.body.echo;
      return;
    case mpos_reader_v1_Request_get_state_tag:
      reply.which_body = mpos_reader_v1_Reply_state_tag;
      reply.body.state = {command_state(), signed_in(), reversal_pending(), memory_.trace(),
                          static_cast<std::uint32_t>(uploads_.count())};
      return;
    case mpos_reader_v1_Request_sign_in_tag: {
      const std::string_view who = command::text_of(request.body.sign_in.operator_id);
      if (!all_of(who, decimal_digits))
        return command::refuse(reply, mpos_reader_v1_Code_CODE_BAD_VALUE, "operator_id");
      if (!keys_and_sign_in_ok(reply, false)) return;
      operator_id_ = who;
      return accept(Deferred::sign_in);
    }
    case mpos_reader_v1_Request_start_transaction_tag:
      handle_start(request.body.start_transaction, reply);
      if (reply.code == mpos_reader_v1_Code_CODE_OK) accept(Deferred::transaction);
      return;
    case mpos_reader_v1_Request_host_answer_tag: {
      const auto& body = request.body.host_answer;
      if (exchange_ == Exchange::none || body.exchange != exchange_number_) {
        return command::refuse(reply, mpos_reader_v1_Code_CODE_NO_SUCH_EXCHANGE, "exchange");
      }
      const std::int64_t outcome = command::number_of(body.outcome);
      if (outcome < mpos_reader_v1_HostOutcome_HOST_OUTCOME_ANSWERED ||
          outcome > mpos_reader_v1_HostOutcome_HOST_OUTCOME_NO_ANSWER) {
        return command::refuse(reply, mpos_reader_v1_Code_CODE_BAD_VALUE, "outcome");
      }
      if ((body.outcome == mpos_reader_v1_HostOutcome_HOST_OUTCOME_ANSWERED) != (body.message.size > 0)) {
        return command::refuse(reply, mpos_reader_v1_Code_CODE_BAD_VALUE, "message");
      }
      return accept(Deferred::host_answer);
    }
    case mpos_reader_v1_Request_cancel_tag: return accept(Deferred::cancel);
    case mpos_reader_v1_Request_compute_mac_tag: return handle_compute_mac(request.body.compute_mac, reply);
    case mpos_reader_v1_Request_upload_tag:
      if (keys_and_sign_in_ok(reply, reversal_pending() || uploads_.count() > 0)) accept(Deferred::upload);
      return;
    case mpos_reader_v1_Request_load_parameters_tag: {
      const std::int64_t set = command::number_of(request.body.load_parameters.set);
      if (set != mpos_reader_v1_ParameterSet_PARAMETER_SET_CA_KEYS &&
          set != mpos_reader_v1_ParameterSet_PARAMETER_SET_APPLICATIONS) {
        return command::refuse(reply, mpos_reader_v1_Code_CODE_BAD_VALUE, "set");
      }
      if (!config_.interfaces.chip || config_.parameter_modulus.empty()) {
        return command::refuse(reply, mpos_reader_v1_Code_CODE_UNSUPPORTED,
                               "no chip slot, or no key that signs parameter files");
      }
      ordered_set_ = set == mpos_reader_v1_ParameterSet_PARAMETER_SET_CA_KEYS ? emv::ParameterSet::ca_keys
                                                                              : emv::ParameterSet::applications;
      return accept(Deferred::parameters);
    }
    default:
      return command::refuse(reply, mpos_reader_v1_Code_CODE_UNKNOWN_REQUEST, "this reader does not know the request");
  }
}

void Reader::handle_info(command::Reply& reply) const noexcept {
  reply.which_body = mpos_reader_v1_Reply_info_tag;
  auto& info = reply.body.info;
  info = {};
  info.simulator = true;
  info.api_version = 1;
  info.has_stripe = true;
  info.has_chip = config_.interfaces.chip;
  info.has_contactless = config_.interfaces.contactless;
  info.has_pin_pad = true;
  command::set_text(info.serial, config_.serial);
  command::set_text(info.model, config_.model);
  command::set_text(info.firmware_version, config_.firmware_version);
  command::set_text(info.terminal, config_.terminal);
  command::set_text(info.merchant, config_.merchant);
  command::set_text(info.batch, memory_.batch());
}

void Reader::handle_start(const mpos_reader_v1_StartTransaction& body, command::Reply& reply) noexcept {
  const auto bad = [&](std::string_view field) { command::refuse(reply, mpos_reader_v1_Code_CODE_BAD_VALUE, field); };
  TransactionOrder order;
  switch (command::number_of(body.type)) {
    case mpos_reader_v1_TransactionType_TRANSACTION_TYPE_SALE:
      order.type = TransactionType::sale;
      if (body.amount_minor < 1 || body.amount_minor > max_amount_minor) return bad("amount_minor");
      break;
    case mpos_reader_v1_TransactionType_TRANSACTION_TYPE_BALANCE:
      order.type = TransactionType::balance;
      if (body.amount_minor != 0) return bad("amount_minor");
      break;
    case mpos_reader_v1_TransactionType_TRANSACTION_TYPE_CASH_LOAD:
      order.type = TransactionType::cash_load;
      if (body.amount_minor < 1 || body.amount_minor > max_cash_minor) return bad("amount_minor");
      if (!config_.interfaces.chip) {
        return command::refuse(reply, mpos_reader_v1_Code_CODE_UNSUPPORTED, "this reader has no chip slot");
      }
      break;
    case mpos_reader_v1_TransactionType_TRANSACTION_TYPE_CASH_SALE:
      order.type = TransactionType::cash_sale;
      if (body.amount_minor < 1 || body.amount_minor > max_cash_minor) return bad("amount_minor");
      if (!config_.policy.offline_approvals) {
        return command::refuse(reply, mpos_reader_v1_Code_CODE_UNSUPPORTED, "this reader approves nothing offline");
      }
      if (!uploads_.has_room_for_a_sale()) {
        return command::refuse(reply, mpos_reader_v1_Code_CODE_UNSUPPORTED,
                               "no room for an offline sale: upload first");
      }
      break;
    case mpos_reader_v1_TransactionType_TRANSACTION_TYPE_WALLET:
      order.type = TransactionType::wallet;
      if (body.amount_minor < 1 || body.amount_minor > max_wallet_minor) return bad("amount_minor");
      if (!config_.interfaces.chip) {
        return command::refuse(reply, mpos_reader_v1_Code_CODE_UNSUPPORTED, "this reader has no chip slot");
      }
      if (!sam_.is_present()) {
        return command::refuse(reply, mpos_reader_v1_Code_CODE_NO_KEYS, "no PSAM is in its slot");
      }
      break;
    default: return bad("type");
  }
  order.amount_minor = body.amount_minor;
  const std::string_view currency = command::text_of(body.currency);
  if (!currency.empty() && currency != "156") return bad("currency");
  switch (command::number_of(body.language)) {
    case mpos_reader_v1_Language_LANGUAGE_UNSPECIFIED: order.language = config_.language; break;
    case mpos_reader_v1_Language_LANGUAGE_ENGLISH: order.language = Language::english; break;
    case mpos_reader_v1_Language_LANGUAGE_SIMPLIFIED_CHINESE: order.language = Language::simplified_chinese; break;
    case mpos_reader_v1_Language_LANGUAGE_TRADITIONAL_CHINESE: order.language = Language::traditional_chinese; break;
    default: return bad("language");
  }
  const std::string_view longitude = command::text_of(body.longitude);
  const std::string_view latitude = command::text_of(body.latitude);
  if (!all_of(longitude, degree_characters)) return bad("longitude");
  if (!all_of(latitude, degree_characters) || longitude.empty() != latitude.empty()) return bad("latitude");
  order.longitude = longitude;
  order.latitude = latitude;
  if (keys_and_sign_in_ok(reply, true)) order_ = order;
}

void Reader::handle_compute_mac(const mpos_reader_v1_ComputeMac& body, command::Reply& reply) noexcept {
  if (exchange_ != Exchange::transaction) {
    return command::refuse(reply, mpos_reader_v1_Code_CODE_WRONG_STATE, "no transaction waits for a message");
  }
  if (core_.mac_by_module()) {
    return command::refuse(reply, mpos_reader_v1_Code_CODE_UNSUPPORTED, "the PSAM seals the reader's own message only");
  }
  // Field 64 announced and left out: eight bytes stand in for it while the message is parsed.
  ByteVector<sizeof(body.message.bytes) + iso8583::mac_bytes> bytes;
  bytes.append(Bytes{body.message.bytes, body.message.size});
  bytes.append(std::array<std::uint8_t, iso8583::mac_bytes>{});
  iso8583::Message message;
  if (!iso8583::unpack(bytes.span(), message) || !message.has(64)) {
    return command::refuse(reply, mpos_reader_v1_Code_CODE_BAD_VALUE, "message");
  }
  if (const char* field = first_mismatch(message, sale_.key_fields()); *field != '\0') {
    return command::refuse(reply, mpos_reader_v1_Code_CODE_KEY_FIELD_MISMATCH, field);
  }
  const auto mac = core_.mac({body.message.bytes, body.message.size});
  if (!mac) return command::refuse(reply, mpos_reader_v1_Code_CODE_SIGN_IN_REQUIRED, "no MAC key");
  reply.which_body = mpos_reader_v1_Reply_mac_tag;
  reply.body.mac.mac.size = static_cast<pb_size_t>(mac->size());
  copy_bytes(*mac, {reply.body.mac.mac.bytes, mac->size()});
}

void Reader::queue_notice() noexcept {
  if (!channel_.is_up()) return;
  notice_.number = ++notice_number_;
  std::array<std::uint8_t, command::max_notice_bytes> bytes;
  const std::size_t length = command::encode(notice_, bytes);
  const bool queued = outbox_.push(Bytes{bytes}.first(length));
  // A phone that reads nothing while its reader works loses the session, not the reader.
  if (!queued) channel_.close(link::CloseReason::retransmission_limit, now());
}

void Reader::notify_stage(mpos_reader_v1_Stage stage) noexcept {
  notice_.which_body = mpos_reader_v1_Notice_progress_tag;
  auto& progress = notice_.body.progress;
  progress = {};
  progress.stage = stage;
  if (stage == mpos_reader_v1_Stage_STAGE_CARD_READ) command::set_text(progress.masked_pan, sale_.masked_pan());
  if (stage == mpos_reader_v1_Stage_STAGE_SWIPE_AGAIN)
    progress.tries_left = static_cast<std::uint32_t>(sale_.tries_left());
  if (stage == mpos_reader_v1_Stage_STAGE_TAP_AGAIN) progress.tries_left = tap_tries_;
  queue_notice();
}

}  // namespace mpos::firmware

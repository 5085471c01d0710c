// SPDX-License-Identifier: Apache-2.0
#include "scenarios/phone/phone.hpp"

#include <algorithm>

#include "scenarios/phone/receipt.hpp"
#include "scenarios/phone/words.hpp"

namespace mpos::phone {
namespace {

link::Settings link_settings(const Settings& settings) {
  link::Settings link;
  link.role = link::Role::phone;
  link.lossy = settings.lossy;
  link.keeps_no_time = settings.keeps_no_time;
  link.phone_name = "VMPOS phone";
  return link;
}

/// Reply and Notice both begin with a number as field 1. A Reply goes on with its code, a number in field 2; where a
/// Notice has field 2 it is a message.
bool is_reply(Bytes message) noexcept {
  constexpr std::uint8_t number_in_field_1 = 0x08;
  constexpr std::uint8_t number_in_field_2 = 0x10;
  std::size_t at = 0;
  if (!message.empty() && message[0] == number_in_field_1) {
    ++at;
    while (at < message.size() && (message[at] & 0x80) != 0) ++at;
    ++at;
  }
  return at < message.size() && message[at] == number_in_field_2;
}

}  // namespace

Phone::Phone(sim::Scheduler& scheduler, const Crypto& crypto, Settings settings, AcquirerLine::Dial dial,
             Observer& observer)
    : scheduler_(scheduler),
      settings_(std::move(settings)),
      observer_(observer),
      channel_(link_settings(settings_), crypto.primitives, crypto.send_cipher, crypto.receive_cipher, crypto.entropy,
               crypto.identity, nullptr, &crypto.verifier),
      acquirer_(scheduler,
                [this, dial = std::move(dial)]() -> std::unique_ptr<radio::Stream> {
                  return fault_ == bus::v1::PhoneFault::NO_NETWORK || !dial ? nullptr : dial();
                },
                settings_.tpdu, settings_.header,
                {.answered = [this](Bytes message) { on_host_answer(message); },
                 .failed = [this](bool sent) { on_host_failure(sent); }}) {
  link_state_.set_state(bus::v1::LinkState::DOWN);
}

Phone::~Phone() {
  if (stream_) {
    stream_->set_handlers({});
    stream_->close();
  }
}

// --- Acts on the link ------------------------------------------------------------------------------------------------

Phone::Done Phone::connect(std::unique_ptr<radio::Stream> stream, std::string transport) {
  if (!stream) return Failure{std::string{"no way to the reader"}};
  if (stream_ && stream_->is_open()) return Failure{std::string{"already connected; disconnect first"}};
  channel_.reset();
  stream_ = std::move(stream);
  stream_->set_handlers({.opened =
                             [this] {
                               channel_.start(now());
                               pump();
                             },
                         .received = [this](Bytes bytes) { feed(bytes); },
                         .closed =
                             [this](const std::string& reason) {
                               channel_.lost();
                               pump();
                               // A stream that never opened had no session to lose.
                               if (action_ == Action::connect) on_closed(link::CloseReason::transport_lost, reason);
                             }});
  action_ = Action::connect;
  link_state_.set_transport(std::move(transport));
  step("connecting");
  tell_link(bus::v1::LinkState::CONNECTING);
  return {};
}

Phone::Done Phone::disconnect() {
  if (!stream_ || !stream_->is_open()) return Failure{std::string{"not connected"}};
  leaving_ = true;
  channel_.close(link::CloseReason::far_end_closed, now());
  pump();
  // Before the handshake began there was nothing to close.
  if (leaving_) on_closed(link::CloseReason::none, {});
  return {};
}

Phone::Done Phone::raw(Bytes bytes, bool sealed) {
  if (!stream_ || !stream_->is_open()) return Failure{std::string{"not connected"}};
  if (!sealed) {
    if (!stream_->send(bytes)) return Failure{std::string{"the link takes no more bytes"}};
    return {};
  }
  if (!channel_.is_up()) return Failure{std::string{"no session is up"}};
  if (!channel_.send(bytes, now())) return Failure{std::string{"the link takes 1 to 4096 bytes at a time"}};
  pump();
  return {};
}

// --- Link ------------------------------------------------------------------------------------------------------------

bool Phone::request(reader::v1::Request& request) {
  request.set_id(next_id_);
  next_id_ = next_id_ == 0xFFFFFFFFU ? 1 : next_id_ + 1;
  buffer_.clear();
  request.SerializeToString(&buffer_);
  if (observer_.wanted()) observer_.message(true, request);
  const bool taken = channel_.send(as_bytes(buffer_), now());
  pump();
  return taken;
}

void Phone::pump() {
  if (pumping_) return;
  pumping_ = true;
  do {
    while (const auto event = channel_.poll()) take(*event);
  } while (flush());
  pumping_ = false;
  arm();
}

void Phone::feed(Bytes bytes) {
  pumping_ = true;
  link::feed_all(channel_, bytes, now(), [this](const link::Channel::Event& event) { take(event); });
  pumping_ = false;
  pump();
}

bool Phone::flush() {
  const Bytes out = channel_.outgoing();
  if (out.empty() || !stream_ || !stream_->is_open() || !stream_->send(out)) return false;
  channel_.sent(out.size(), now());
  return true;
}

void Phone::arm() {
  const auto deadline = channel_.deadline();
  if (!deadline) {
    timer_.cancel();
    armed_for_.reset();
    return;
  }
  // A deadline that only moved later keeps its timer: firing early costs one look, arming anew for each message costs
  // more.
  if (armed_for_ && *armed_for_ <= *deadline) return;
  armed_for_ = deadline;
  timer_ = scheduler_.after(std::max(*deadline - now(), Duration{0}), "phone link", [this] {
    armed_for_.reset();
    channel_.on_time(now());
    pump();
  });
}

void Phone::take(const link::Channel::Event& event) {
  using Kind = link::Channel::Event::Kind;
  switch (event.kind) {
    case Kind::confirm_code: {
      const std::string_view code{event.code.data(), event.code.size()};
      step("confirm", code);
      tell_link(bus::v1::LinkState::CONFIRM, code);
      break;
    }
    case Kind::up: on_up(); break;
    case Kind::message:
      if (is_reply(event.message)) {
        if (reply_.ParseFromArray(event.message.data(), static_cast<int>(event.message.size()))) {
          if (observer_.wanted()) observer_.message(false, reply_);
          take_reply();
        }
      } else if (notice_.ParseFromArray(event.message.data(), static_cast<int>(event.message.size()))) {
        if (observer_.wanted()) observer_.message(false, notice_);
        take_notice();
      }
      break;
    case Kind::closed:
      on_closed(std::exchange(leaving_, false) ? link::CloseReason::none : event.reason, event.detail);
      break;
  }
}

void Phone::on_up() {
  tell_link(bus::v1::LinkState::UP);
  request_.Clear();
  request_.mutable_get_info();
  info_id_ = next_id_;
  request(request_);
}

void Phone::on_closed(link::CloseReason reason, std::string_view detail) {
  std::string sentence{close_sentence(reason)};
  if (!detail.empty()) sentence += ": " + std::string{detail};
  leaving_ = false;
  while (flush()) {
  }
  acquirer_.finish();
  exchange_ = 0;
  const Action action = action_;
  if (stream_) {
    stream_->set_handlers({});
    stream_->close();
  }
  channel_.reset();
  timer_.cancel();
  armed_for_.reset();
  step("disconnected", sentence);
  tell_link(close_state(reason), {}, sentence);
  if (action == Action::connect) {
    action_ = Action::none;
  } else if (action != Action::none) {
    end("error", {}, sentence.empty() ? std::string_view{"disconnected"} : sentence);
  }
}

// --- What the reader says --------------------------------------------------------------------------------------------

void Phone::take_reply() {
  if (reply_.id() == info_id_ && info_id_ != 0) {
    info_id_ = 0;
    if (reply_.has_info()) info_ = reply_.info();
    if (action_ == Action::connect) action_ = Action::none;
    step("connected", info_.serial());
  } else if (reply_.id() == mac_id_ && mac_id_ != 0) {
    on_mac_answer(reply_);
  } else if (reply_.id() == action_id_ && action_ != Action::none) {
    take_reply_to_action(reply_);
  } else if (reply_.code() != reader::v1::CODE_OK) {
    step("request_refused", code_word(reply_.code()) + ": " + reply_.detail());
  }
}

void Phone::take_reply_to_action(const reader::v1::Reply& reply) {
  if (reply.code() != reader::v1::CODE_OK) {
    refuse(code_word(reply.code()) + (reply.detail().empty() ? "" : ": " + reply.detail()));
  } else if (action_ == Action::echo) {
    if (reply.echo().payload() == echo_text_) {
      end("echoed", {}, echo_text_);
    } else {
      end("error", {}, "the echo differs");
    }
  }
}

void Phone::take_notice() {
  switch (notice_.body_case()) {
    case reader::v1::Notice::kProgress: on_progress(notice_.progress()); break;
    case reader::v1::Notice::kHostRequest: on_host_request(notice_.host_request()); break;
    case reader::v1::Notice::kTransactionResult: on_result(*notice_.mutable_transaction_result()); break;
    case reader::v1::Notice::kSignInResult: on_sign_in(notice_.sign_in_result()); break;
    case reader::v1::Notice::kUploadResult: on_upload(notice_.upload_result()); break;
    case reader::v1::Notice::kParameterResult: on_parameters(notice_.parameter_result()); break;
    case reader::v1::Notice::BODY_NOT_SET: break;
  }
}

void Phone::on_progress(const reader::v1::Progress& progress) {
  std::string text;
  if (progress.tries_left() > 0) text = std::to_string(progress.tries_left()) + " tries left";
  step(stage_word(progress.stage()), text, progress.masked_pan());
}

void Phone::on_result(reader::v1::TransactionResult& result) {
  result_.Swap(&result);
  signature_due_ = result_.outcome() == reader::v1::OUTCOME_APPROVED && result_.signature_required();
  exchange_ = 0;
  acquirer_.finish();
  if (sells(action_)) action_ = Action::none;
  stage_ = "result";
  if (!observer_.wanted()) return;
  step("result", result_.display_text(), result_.masked_pan());
  if (result_.outcome() == reader::v1::OUTCOME_APPROVED) {
    observer_.receipt(make_receipt(result_, info_, settings_.merchant_name, operator_));
  }
  bus::v1::Outcome outcome;
  outcome.set_signature_required(signature_due_);
  outcome.set_outcome(std::string{outcome_word(result_.outcome())});
  outcome.set_type(std::string{type_word(result_.type())});
  outcome.set_response_code(result_.response_code());
  outcome.set_amount_minor(static_cast<std::int64_t>(result_.amount_minor()));
  outcome.set_masked_pan(result_.masked_pan());
  outcome.set_trace(result_.trace());
  outcome.set_batch(result_.batch());
  outcome.set_authorisation_code(result_.authorisation_code());
  outcome.set_reference(result_.reference());
  outcome.set_reversal_pending(result_.reversal_pending());
  outcome.set_balance_minor(result_.balance_minor());
  outcome.set_detail(result_.detail());
  outcome.set_entry_mode(result_.entry_mode());
  outcome.set_offline(result_.approved_offline());
  outcome.set_uploads_pending(result_.uploads_pending());
  observer_.outcome(std::move(outcome));
}

// --- What the merchant sees ------------------------------------------------------------------------------------------

void Phone::refuse(const std::string& detail) {
  step("refused", detail);
  end("refused", {}, detail);
}

void Phone::end(std::string_view outcome, std::string_view response_code, std::string_view detail) {
  const auto type = word(action_);
  action_ = Action::none;
  if (!observer_.wanted()) return;
  bus::v1::Outcome event;
  event.set_outcome(std::string{outcome});
  event.set_type(std::string{type});
  event.set_response_code(std::string{response_code});
  event.set_detail(std::string{detail});
  observer_.outcome(std::move(event));
}

void Phone::step(std::string_view stage, std::string_view text, std::string_view masked_pan) {
  stage_ = stage;
  if (!observer_.wanted()) return;
  bus::v1::PhoneStep event;
  event.set_stage(std::string{stage});
  event.set_text(std::string{text});
  event.set_masked_pan(std::string{masked_pan});
  observer_.step(std::move(event));
}

void Phone::tell_link(bus::v1::LinkState::State state, std::string_view code, std::string_view reason) {
  link_state_.set_state(state);
  link_state_.set_code(std::string{code});
  link_state_.set_reason(std::string{reason});
  observer_.link(link_state_);
}

}  // namespace mpos::phone

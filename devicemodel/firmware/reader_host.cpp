// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/reader.hpp"

/// Exchanges with the host, by way of the phone: opened, answered, lost.
namespace mpos::firmware {

mpos_reader_v1_HostExchange Reader::kind_of(Exchange exchange, UploadKind upload) noexcept {
  switch (exchange) {
    case Exchange::none: break;
    case Exchange::sign_in: return mpos_reader_v1_HostExchange_HOST_EXCHANGE_SIGN_IN;
    case Exchange::transaction: return mpos_reader_v1_HostExchange_HOST_EXCHANGE_TRANSACTION;
    case Exchange::reversal: return mpos_reader_v1_HostExchange_HOST_EXCHANGE_REVERSAL;
    case Exchange::advice:
      return upload == UploadKind::script_notice ? mpos_reader_v1_HostExchange_HOST_EXCHANGE_SCRIPT_NOTICE
                                                 : mpos_reader_v1_HostExchange_HOST_EXCHANGE_OFFLINE_SALE;
    case Exchange::parameters: return mpos_reader_v1_HostExchange_HOST_EXCHANGE_PARAMETERS;
  }
  return mpos_reader_v1_HostExchange_HOST_EXCHANGE_UNSPECIFIED;
}

void Reader::open_exchange(Exchange exchange, std::uint32_t trace) noexcept {
  exchange_ = exchange;
  ++exchange_number_;
  set_state(ReaderState::host);
  board_.timers.start(host_timer, config_.policy.host_timeout);

  notice_.which_body = mpos_reader_v1_Notice_host_request_tag;
  auto& request = notice_.body.host_request;
  request.exchange = exchange_number_;
  request.kind = kind_of(exchange, advice_.kind());
  request.message.size = static_cast<pb_size_t>(host_message_.size());
  copy_bytes(host_message_.span(), request.message.bytes);
  const auto timeout = std::chrono::duration_cast<std::chrono::milliseconds>(config_.policy.host_timeout);
  request.timeout_ms = static_cast<std::uint32_t>(timeout.count());
  request.trace = trace;
  queue_notice();
}

void Reader::close_exchange() noexcept {
  exchange_ = Exchange::none;
  board_.timers.stop(host_timer);
}

void Reader::on_host_answer(mpos_reader_v1_HostOutcome outcome, Bytes message) noexcept {
  if (outcome == mpos_reader_v1_HostOutcome_HOST_OUTCOME_NO_ANSWER) return host_lost(Lost::no_answer);
  const Exchange kind = exchange_;
  close_exchange();
  const bool answered = outcome == mpos_reader_v1_HostOutcome_HOST_OUTCOME_ANSWERED;
  host_reached_ = answered;
  const bool has_mac = kind != Exchange::sign_in && kind != Exchange::parameters;
  if (answered && has_mac && check_with_sam(kind, message)) return;
  switch (kind) {
    case Exchange::none: break;
    case Exchange::sign_in: on_sign_in_answer(outcome, message); break;
    case Exchange::reversal: on_reversal_answer(outcome, message); break;
    case Exchange::advice: on_advice_answer(outcome, message); break;
    case Exchange::parameters: on_parameter_answer(outcome, message); break;
    case Exchange::transaction:
      if (answered) return on_transaction_answer(message);
      // The phone's word alone: the record stays, and the host answers 00 to the reversal of what it never saw.
      if (chip_runs()) {
        return chip_host_lost(mpos_reader_v1_Outcome_OUTCOME_NOT_SENT, Prompt::no_connection,
                              "the host could not be reached");
      }
      finish(mpos_reader_v1_Outcome_OUTCOME_NOT_SENT, Prompt::no_connection, "the host could not be reached");
      break;
  }
}

void Reader::on_sign_in_answer(mpos_reader_v1_HostOutcome outcome, Bytes message) noexcept {
  if (outcome == mpos_reader_v1_HostOutcome_HOST_OUTCOME_NOT_SENT) {
    return finish_sign_in({false, {}, "the host could not be reached"}, Prompt::no_connection);
  }
  if (const auto refused = sign_in_.refuse(message)) return finish_sign_in(*refused, Prompt::declined);
  if (core_.mac_by_module()) return open_working_keys();
  finish_sign_in(sign_in_.install(now()), Prompt::declined);
}

void Reader::on_reversal_answer(mpos_reader_v1_HostOutcome outcome, Bytes message) noexcept {
  if (outcome == mpos_reader_v1_HostOutcome_HOST_OUTCOME_NOT_SENT) {
    reversal_.on_not_sent();
    if (task_ == Task::upload) return finish_upload();
    return finish(mpos_reader_v1_Outcome_OUTCOME_NOT_SENT, Prompt::no_connection, "the host could not be reached");
  }
  bool forced_sign_in = false;
  const auto next = reversal_.on_answer(message, forced_sign_in);
  if (forced_sign_in) {
    sign_in_.drop();
    if (task_ == Task::upload) return finish_upload();
    return finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::please_sign_in, "the host asks for a sign-in");
  }
  after_attempt(next);
}

void Reader::keep_reason(std::string_view reason) noexcept {
  if (!order_.debits() || !memory_.reversal()) return;
  ReversalRecord record = *memory_.reversal();
  record.reason = reason;
  // When the flash fails the record keeps reason 06 and reverses just as well.
  (void)memory_.keep_reversal(record);
}

void Reader::on_transaction_answer(Bytes message) noexcept {
  verdict_ = sale_.on_answer(message);
  const FixedString<2> code = verdict_.response_code;
  if (forces_sign_in(code)) sign_in_.drop();
  if (chip_runs() && verdict_.judgement != Judgement::refused) {
    host_word_ = HostWord::spoke;
    set_state(ReaderState::card);
    const bool approved = verdict_.judgement == Judgement::approved;
    emv::Input answer;
    answer.kind = emv::Input::Kind::host_answer;
    answer.data = verdict_.chip_data.span();
    answer.approved = approved;
    copy_bytes(as_bytes(code), answer.response_code);
    return give_chip(answer);
  }
  switch (verdict_.judgement) {
    case Judgement::approved:
      // The record that stays would reverse this sale: then it is none.
      if (!memory_.drop_reversal()) {
        verdict_ = {};
        return finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::declined,
                      "the reversal record could not be removed");
      }
      finish(mpos_reader_v1_Outcome_OUTCOME_APPROVED, Prompt::approved, "");
      break;
    case Judgement::declined:
      // When the flash fails the record stays, and a reversal of a declined sale changes nothing.
      if (verdict_.proved) (void)memory_.drop_reversal();
      finish(mpos_reader_v1_Outcome_OUTCOME_DECLINED, decline_text(code), "the host declined");
      break;
    case Judgement::refused:
      keep_reason(verdict_.reason);
      if (chip_runs()) {
        return chip_host_lost(mpos_reader_v1_Outcome_OUTCOME_ANSWER_REFUSED, Prompt::answer_refused, verdict_.detail);
      }
      finish(mpos_reader_v1_Outcome_OUTCOME_ANSWER_REFUSED, Prompt::answer_refused, verdict_.detail);
      break;
  }
}

void Reader::host_lost(Lost how) noexcept {
  const char* detail = how == Lost::cancelled ? "cancelled"
                       : how == Lost::link    ? "the link was lost"
                                              : "no answer from the host";
  const Prompt text = how == Lost::cancelled ? Prompt::cancelled : Prompt::no_host_answer;
  const auto outcome =
      how == Lost::cancelled ? mpos_reader_v1_Outcome_OUTCOME_CANCELLED : mpos_reader_v1_Outcome_OUTCOME_NO_ANSWER;
  if (how == Lost::no_answer) host_reached_ = false;
  if (how == Lost::no_answer && exchange_ == Exchange::advice) {
    close_exchange();
    advice_.on_silence();
    return uploads_end(false);
  }
  if (how == Lost::no_answer && exchange_ == Exchange::reversal) {
    close_exchange();
    return after_attempt(reversal_.on_silence());
  }
  if (how == Lost::no_answer && exchange_ == Exchange::transaction && chip_runs()) {
    close_exchange();
    keep_reason("98");
    return chip_host_lost(outcome, text, detail);
  }
  lose_exchange(outcome, text, detail);
}

void Reader::lose_exchange(mpos_reader_v1_Outcome outcome, Prompt text, const char* detail) noexcept {
  const Exchange kind = exchange_;
  close_exchange();
  switch (kind) {
    case Exchange::none: break;
    case Exchange::sign_in: finish_sign_in({false, {}, detail}, text); break;
    case Exchange::reversal:
      (void)reversal_.on_silence();
      if (task_ == Task::upload) return finish_upload();
      finish(outcome, text, detail);
      break;
    case Exchange::parameters: finish_parameters(text, detail); break;
    case Exchange::advice:
      advice_.on_silence();
      if (task_ == Task::upload) return finish_upload();
      finish(outcome, text, detail);
      break;
    case Exchange::transaction:
      keep_reason("98");
      finish(outcome, text, detail);
      break;
  }
}

}  // namespace mpos::firmware

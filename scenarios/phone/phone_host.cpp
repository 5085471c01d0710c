// SPDX-License-Identifier: Apache-2.0
#include "scenarios/phone/message_edit.hpp"
#include "scenarios/phone/phone.hpp"
#include "scenarios/phone/words.hpp"

namespace mpos::phone {

using bus::v1::PhoneFault;

/// Faults that meet one message are used up by it.
bool Phone::take_fault(PhoneFault::Kind fault) noexcept {
  if (fault_ != fault) return false;
  fault_ = PhoneFault::NONE;
  return true;
}

void Phone::on_host_request(const reader::v1::HostRequest& request) {
  exchange_ = request.exchange();
  const Bytes message = as_bytes(request.message());
  outgoing_message_.assign(message.begin(), message.end());
  if (request.kind() == reader::v1::HOST_EXCHANGE_REVERSAL)
    step("sending_reversal", "trace " + std::to_string(request.trace()));
  if (request.kind() == reader::v1::HOST_EXCHANGE_OFFLINE_SALE)
    step("sending_offline_sale", "trace " + std::to_string(request.trace()));
  if (request.kind() == reader::v1::HOST_EXCHANGE_SCRIPT_NOTICE)
    step("sending_script_notice", "trace " + std::to_string(request.trace()));
  // A stolen MAC would let the phone have another amount approved: it asks, and must not get one.
  if (fault_ == PhoneFault::FOREIGN_MAC && outgoing_message_.size() > 26) {
    fault_ = PhoneFault::NONE;
    std::vector<std::uint8_t> foreign{outgoing_message_.begin(), outgoing_message_.end() - 8};
    flip_a_bit(foreign);
    request_.Clear();
    request_.mutable_compute_mac()->set_message(foreign.data(), foreign.size());
    mac_id_ = next_id_;
    if (this->request(request_)) return;
  }
  forward();
}

void Phone::on_mac_answer(const reader::v1::Reply& reply) {
  mac_id_ = 0;
  if (reply.code() == reader::v1::CODE_OK) {
    step("foreign_mac_given");
  } else {
    step("foreign_mac_refused", code_word(reply.code()) + (reply.detail().empty() ? "" : ": " + reply.detail()));
  }
  if (exchange_ != 0) forward();
}

void Phone::forward() {
  if (fault_ == PhoneFault::NO_NETWORK) {
    bring(reader::v1::HOST_OUTCOME_NOT_SENT, {}, 1);
    return;
  }
  if (take_fault(PhoneFault::ALTER_REQUEST)) flip_a_bit(outgoing_message_);
  acquirer_.send(outgoing_message_, take_fault(PhoneFault::REPEAT_REQUEST) ? 2 : 1);
}

void Phone::on_host_answer(Bytes message) {
  if (exchange_ == 0) return;
  if (take_fault(PhoneFault::LOSE_ANSWER)) return;
  if (fault_ == PhoneFault::FORGE_APPROVAL) {
    std::vector<std::uint8_t> forged{message.begin(), message.end()};
    if (forge_approval(forged)) fault_ = PhoneFault::NONE;
    bring(reader::v1::HOST_OUTCOME_ANSWERED, forged, 1);
    return;
  }
  bring(reader::v1::HOST_OUTCOME_ANSWERED, message, take_fault(PhoneFault::REPEAT_ANSWER) ? 2 : 1);
}

void Phone::on_host_failure(bool sent) {
  bring(sent ? reader::v1::HOST_OUTCOME_NO_ANSWER : reader::v1::HOST_OUTCOME_NOT_SENT, {}, 1);
}

void Phone::bring(reader::v1::HostOutcome outcome, Bytes message, int times) {
  if (exchange_ == 0 || !channel_.is_up()) return;
  const std::uint32_t exchange = exchange_;
  exchange_ = 0;
  for (int i = 0; i < times; ++i) {
    request_.Clear();
    auto& answer = *request_.mutable_host_answer();
    answer.set_exchange(exchange);
    answer.set_outcome(outcome);
    answer.set_message(message.data(), message.size());
    request(request_);
  }
}

}  // namespace mpos::phone

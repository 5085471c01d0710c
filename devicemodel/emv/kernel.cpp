// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/kernel.hpp"

namespace mpos::emv {

Kernel::Kernel(const Ports& ports, const TerminalProfile& profile, const Policy& policy, const AidTable& aids,
               const CaKeyTable& keys) noexcept
    : ports_(ports), profile_(profile), policy_(policy), aids_(aids), keys_(keys), recovery_(ports.primitives) {}

void Kernel::begin(const Transaction& transaction) noexcept {
  transaction_ = transaction;
  store_.clear();
  records_.clear();
  wipe_buffers();
  candidates_.clear();
  selected_ = Candidate{};
  outcome_ = Outcome{};
  tvr_ = {};
  tsi_ = 0;
  pin_bypassed_ = pin_pad_broken_ = false;
  cryptogram_asked_ = host_approved_ = host_declined_ = false;
  script_results_.clear();
  blocked_application_ = false;
  state_ = State::idle;
}

void Kernel::wipe_buffers() noexcept {
  wipe(apdu_.span());
  apdu_.clear();
  wipe(transaction_data_.span());
  transaction_data_.clear();
  pin_block_.clear();
}

void Kernel::put(Tag tag, Bytes value) noexcept {
  // The terminal's own data has a fixed upper bound far below the pool, and goes in before the card's.
  if (!store_.put(tag, value)) outcome_.reason = Reason::out_of_memory;
}

void Kernel::publish() noexcept {
  put(tag::tvr, tvr_);
  put(tag::tsi, std::array<std::uint8_t, 2>{tsi_, 0});
}

std::uint64_t Kernel::amount(Tag tag) const noexcept {
  std::uint64_t sum = 0;
  for (const std::uint8_t byte : store_.get_or_empty(tag)) sum = sum * 100 + (byte >> 4) * 10U + (byte & 15U);
  return sum;
}

bool Kernel::profile_bit(std::uint8_t mask) const noexcept {
  const Bytes aip = store_.get_or_empty(tag::aip);
  return !aip.empty() && (aip[0] & mask) != 0;
}

Action Kernel::send(State state, const Header& header, Bytes data, Le le) noexcept {
  state_ = state;
  build_apdu(header, data, le, apdu_);
  Action action;
  action.kind = Action::Kind::send_apdu;
  action.apdu = apdu_.span();
  return action;
}

Action Kernel::finish(Disposition disposition, Reason reason) noexcept {
  outcome_.disposition = disposition;
  outcome_.reason = reason;
  if (disposition != Disposition::approved_offline && disposition != Disposition::approved_online) {
    outcome_.signature = false;
    outcome_.reverse = host_approved_;
  }
  publish();
  if (!script_results_.empty()) put(tag::script_results, script_results_.span());
  wipe_buffers();
  state_ = State::done;
  Action action;
  action.outcome = outcome_;
  return action;
}

Action Kernel::broken(Reason reason) noexcept {
  if (state_ == State::script_after) {  // the transaction is complete; only the script is lost
    set(tvr::script_failed_after);
    note_script(0x10);
    return conclude();
  }
  if (state_ == State::online) outcome_.reverse = host_approved_ = true;  // the request may be on its way
  if (reason == Reason::card_mute && !cryptogram_asked_) outcome_.fallback = policy_.fallback_when_mute;
  return terminate(reason);
}

Action Kernel::advance(const Input& input) noexcept {
  if (state_ == State::done) {
    Action action;
    action.outcome = outcome_;
    return action;
  }
  if (input.kind == Input::Kind::card_removed) return broken(Reason::card_removed);
  return step(input);
}

Action Kernel::step(const Input& input) noexcept {
  using Kind = Input::Kind;
  switch (state_) {
    case State::idle:
      if (input.kind != Kind::start) break;
      state_ = State::selecting;
      return selection_step(selection_.start(aids_, policy_.use_pse, candidates_, apdu_));
    case State::choosing:
      if (input.kind == Kind::cancelled) return terminate(Reason::cancelled);
      if (input.kind != Kind::application_chosen || input.number >= candidates_.size()) break;
      return select_final(input.number);
    case State::online_pin:
    case State::offline_pin:
      if (input.kind == Kind::cancelled) return terminate(Reason::cancelled);
      if (input.kind == Kind::pin_bypassed) {
        pin_bypassed_ = true;
        set(tvr::pin_not_entered);
        return rule_failed();
      }
      if (input.kind == Kind::pin_pad_broken) {
        pin_pad_broken_ = true;
        set(tvr::no_pin_pad);
        return rule_failed();
      }
      if (input.kind != Kind::pin_entered) break;
      if (state_ == State::offline_pin) return on_pin_entered(input.data);
      set(tvr::online_pin);
      return rule_succeeded(0);
    case State::document:
      if (input.kind == Kind::cancelled) return terminate(Reason::cancelled);
      if (input.kind != Kind::document_checked) break;
      return input.number == 1 ? rule_succeeded(2) : rule_failed();
    case State::online:
      if (input.kind == Kind::host_answer) return after_host(input);
      if (input.kind == Kind::host_unreachable) return host_lost();
      if (input.kind == Kind::cancelled) return broken(Reason::cancelled);
      break;
    default:
      if (input.kind == Kind::card_mute) return broken(Reason::card_mute);
      if (input.kind == Kind::card_reply) return on_reply(Reply{input.data});
      break;
  }
  return broken(Reason::wrong_input);
}

Action Kernel::on_reply(const Reply& reply) noexcept {
  if (reply.sw == 0) return broken(Reason::card_mute);
  switch (state_) {
    case State::selecting: return selection_step(selection_.on_reply(aids_, reply, candidates_, apdu_));
    case State::final_select: return on_final_select(reply);
    case State::options: return on_options(reply);
    case State::reading: return on_record(reply);
    case State::internal_authenticate: return on_internal_authenticate(reply);
    case State::pin_counter: return on_pin_counter(reply);
    case State::challenge: return on_challenge(reply);
    case State::verify: return on_verify(reply);
    case State::counter: return on_counter(reply, tag::atc);
    case State::last_online: return on_counter(reply, tag::last_online_atc);
    case State::first_ac: return on_first(reply);
    case State::second_ac: return on_second(reply);
    case State::external_authenticate:
      done(tsi::issuer_authentication);
      if (!reply.ok()) set(tvr::issuer_authentication_failed);
      return start_scripts(State::script_before);
    case State::script_before:
    case State::script_after: return on_script(reply);
    default: return broken(Reason::wrong_input);
  }
}

}  // namespace mpos::emv

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/kernel.hpp"

/// Step 9 of icc.md section 4: cardholder verification (EMV book 3 section 10.5, book 4 section 6.3.4; icc.md 6).
namespace mpos::emv {
namespace {

constexpr std::uint8_t fail_cvm = 0x00, plain_pin = 0x01, online_pin = 0x02, plain_pin_signature = 0x03,
                       enciphered_pin = 0x04, enciphered_pin_signature = 0x05, signature = 0x1E, no_cvm = 0x1F,
                       document = 0x20;

bool is_offline_pin(std::uint8_t method) noexcept {
  return method == plain_pin || method == plain_pin_signature || method == enciphered_pin ||
         method == enciphered_pin_signature;
}
bool is_recognised(std::uint8_t method) noexcept {
  return method <= enciphered_pin_signature || method == signature || method == no_cvm || method == document;
}
bool is_enciphered(std::uint8_t method) noexcept {
  return method == enciphered_pin || method == enciphered_pin_signature;
}

}  // namespace

bool Kernel::supports(std::uint8_t method) const noexcept {
  switch (method) {
    case fail_cvm: return true;
    case plain_pin: return capable(1, 0x80);
    case online_pin: return capable(1, 0x40) && parameters().online_pin;
    case plain_pin_signature: return capable(1, 0x80) && capable(1, 0x20);
    case enciphered_pin: return capable(1, 0x10);
    case enciphered_pin_signature: return capable(1, 0x10) && capable(1, 0x20);
    case signature: return capable(1, 0x20);
    case no_cvm: return capable(1, 0x08);
    case document: return policy_.document_check;
    default: return false;
  }
}

bool Kernel::condition_holds(std::uint8_t condition, std::uint8_t method) const noexcept {
  const bool cash = transaction_.cash || transaction_.manual_cash;
  switch (condition) {
    case 0x00: return true;
    case 0x01: return transaction_.cash && transaction_.unattended;
    case 0x02: return !cash && !transaction_.cashback;
    case 0x03: return supports(method);
    case 0x04: return transaction_.manual_cash;
    case 0x05: return transaction_.cashback;
    case 0x06:
    case 0x07:
    case 0x08:
    case 0x09: {
      const auto currency = store_.get(tag::application_currency);
      if (!currency || !equal(*currency, transaction_.currency)) return false;
      const Bytes list = store_.get_or_empty(tag::cvm_list);
      const std::uint64_t limit = load_be32(list.data() + (condition >= 0x08 ? 4 : 0));
      const std::uint64_t sum = amount(tag::amount);
      return condition % 2 == 0 ? sum < limit : sum > limit;
    }
    default: return false;  // a condition that is not understood is passed over
  }
}

Action Kernel::verify_cardholder() noexcept {
  rule_ = 8;
  asked_counter_ = false;
  online_pin_due_ = false;
  if (!profile_bit(0x10)) return manage_risk();
  const auto list = store_.get(tag::cvm_list);
  if (!list) {
    set(tvr::icc_data_missing);
    return manage_risk();
  }
  if (list->size() < 8 || list->size() % 2 != 0) return terminate(Reason::bad_data);
  if (list->size() == 8) return manage_risk();  // no rules: nothing was performed (book 3 section 10.5)
  method_ = 0x3F;
  condition_ = 0;
  return next_rule();
}

Action Kernel::next_rule() noexcept {
  const Bytes list = store_.get_or_empty(tag::cvm_list);
  while (rule_ < list.size()) {
    const std::uint8_t code = list[rule_];
    const std::uint8_t condition = list[rule_ + 1];
    rule_ += 2;
    if (!condition_holds(condition, code & 0x3F)) continue;
    method_ = code;
    condition_ = condition;
    return apply_rule();
  }
  set(tvr::cvm_failed);
  put(tag::cvm_results, std::array<std::uint8_t, 3>{method_, condition_, 0x01});
  done(tsi::cvm);
  return manage_risk();
}

Action Kernel::apply_rule() noexcept {
  const std::uint8_t method = method_ & 0x3F;
  const bool pin = method == online_pin || is_offline_pin(method);
  if (!is_recognised(method)) {
    set(tvr::unrecognised_cvm);
    return rule_failed();
  }
  if (!supports(method) || (pin && pin_pad_broken_)) {
    if (pin) set(tvr::no_pin_pad);
    return rule_failed();
  }
  if (pin && pin_bypassed_) return rule_failed();  // asked once and passed over: not asked again (book 4, 6.3.4.3)
  Action action;
  switch (method) {
    case fail_cvm: return rule_failed();
    case no_cvm: return rule_succeeded(2);
    case signature: outcome_.signature = true; return rule_succeeded(0);
    case document:
      state_ = State::document;
      action.kind = Action::Kind::check_document;
      return action;
    case online_pin:
      if (policy_.online_pin_late) {
        online_pin_due_ = true;
        return rule_succeeded(0);
      }
      state_ = State::online_pin;
      action.kind = Action::Kind::enter_online_pin;
      return action;
    default: break;
  }
  if (has(tvr::pin_limit)) return rule_failed();
  if (asked_counter_) return offline_pin(255);
  asked_counter_ = true;
  return send(State::pin_counter, {0x80, 0xCA, 0x9F, 0x17}, {}, Le::all);
}

Action Kernel::rule_failed() noexcept {
  pin_block_.clear();
  if ((method_ & 0x40) != 0) return next_rule();
  set(tvr::cvm_failed);
  put(tag::cvm_results, std::array<std::uint8_t, 3>{method_, condition_, 0x01});
  done(tsi::cvm);
  return manage_risk();
}

Action Kernel::rule_succeeded(std::uint8_t result) noexcept {
  put(tag::cvm_results, std::array<std::uint8_t, 3>{method_, condition_, result});
  done(tsi::cvm);
  return manage_risk();
}

Action Kernel::offline_pin(std::uint8_t tries) noexcept {
  state_ = State::offline_pin;
  Action action;
  action.kind = Action::Kind::enter_offline_pin;
  action.tries_left = tries;
  return action;
}

Action Kernel::on_pin_counter(const Reply& reply) noexcept {
  std::uint8_t tries = 255;  // a card need not tell
  if (reply.ok()) {
    const auto counter = whole_tlv(reply.data, tag::pin_tries);
    if (!counter || counter->size() != 1) return terminate(Reason::bad_data);
    put(tag::pin_tries, *counter);
    tries = (*counter)[0];
  }
  if (tries == 0) {
    set(tvr::pin_limit);
    return rule_failed();
  }
  return offline_pin(tries);
}

Action Kernel::on_pin_entered(Bytes block) noexcept {
  if (block.size() != 8) return broken(Reason::wrong_input);
  pin_block_.assign(block);
  if (is_enciphered(method_ & 0x3F)) return send(State::challenge, {0x00, 0x84, 0x00, 0x00}, {}, Le::all);
  Action action = send(State::verify, {0x00, 0x20, 0x00, 0x80}, pin_block_.expose(), Le::none);
  pin_block_.clear();
  return action;
}

bool Kernel::pin_key(PublicKey& out) noexcept {
  const bool own = store_.has(tag::pin_certificate);
  if (!store_.has(tag::ca_index) || !store_.has(tag::issuer_certificate) || !store_.has(tag::issuer_exponent))
    return false;
  if (oda_ != Oda::none && oda_ != Oda::sda && !oda_failed_ && !own) {
    out = icc_key_;
    return true;
  }
  if (!recover_issuer()) return false;
  if (!own) {
    const bool listed = oda_ != Oda::none || records_.add_tag_list(store_);
    if (!listed || !store_.has(tag::icc_certificate) || !store_.has(tag::icc_exponent) || !recover_icc()) return false;
    out = icc_key_;
    return true;
  }
  const auto key = recovery_.icc_key(issuer_key_,
                                     {store_.get_or_empty(tag::pin_certificate),
                                      store_.get_or_empty(tag::pin_remainder), store_.get_or_empty(tag::pin_exponent)},
                                     {}, store_.get_or_empty(tag::pan), transaction_.date);
  if (!key) return false;
  out = *key;
  return true;
}

Action Kernel::on_challenge(const Reply& reply) noexcept {
  PublicKey key;
  if (!reply.ok() || reply.data.size() != 8 || !pin_key(key)) return rule_failed();
  // 7F | PIN block | ICC unpredictable number | random padding (book 2 section 7.2).
  SecretBytes<max_modulus_bytes> block;
  const MutableBytes plain = block.fill(key.modulus.size());
  plain[0] = 0x7F;
  copy_bytes(pin_block_.expose(), plain.subspan(1));
  copy_bytes(reply.data, plain.subspan(9));
  ports_.entropy.fill(plain.subspan(17));
  pin_block_.clear();
  ByteVector<max_modulus_bytes> sealed;
  sealed.resize(key.modulus.size());
  if (!ports_.primitives.rsa_public(key.modulus.span(), key.exponent.span(), block.expose(), sealed.span())) {
    return rule_failed();
  }
  return send(State::verify, {0x00, 0x20, 0x00, 0x88}, sealed.span(), Le::none);
}

Action Kernel::on_verify(const Reply& reply) noexcept {
  if (reply.ok()) {
    const std::uint8_t method = method_ & 0x3F;
    const bool sign = method == plain_pin_signature || method == enciphered_pin_signature;
    outcome_.signature = sign;
    return rule_succeeded(sign ? 0 : 2);
  }
  const bool counted = (reply.sw & 0xFFF0) == 0x63C0;
  if (counted && (reply.sw & 15) != 0) return offline_pin(static_cast<std::uint8_t>(reply.sw & 15));
  if (counted || reply.sw == 0x6983 || reply.sw == 0x6984) set(tvr::pin_limit);
  return rule_failed();
}

}  // namespace mpos::emv

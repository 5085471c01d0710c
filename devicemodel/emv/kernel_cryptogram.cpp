// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/field55.hpp"
#include "devicemodel/emv/kernel.hpp"

/// Steps 12 to 16 of icc.md section 4: GENERATE AC, the host's answer, issuer authentication, scripts, completion (EMV
/// book 3, 10.8 to 10.11; book 4, 6.3.7 to 6.3.9).
namespace mpos::emv {

Action Kernel::generate(State state, std::uint8_t kind) noexcept {
  const bool second = state == State::second_ac;
  publish();
  const Tag list_tag = second ? tag::cdol2 : tag::cdol1;
  const Bytes list = store_.get_or_empty(list_tag);
  if (dol_names(list, tag::tc_hash)) {
    DolData hashed;
    const auto own = store_.get(tag::tdol);
    if (!own) set(tvr::default_tdol);
    publish();
    // publish() moves nothing: TVR and TSI keep their lengths.
    if (!append_dol(own.value_or(parameters().default_tdol.span()), store_, hashed)) return broken(Reason::bad_data);
    std::array<std::uint8_t, 20> digest{};
    ports_.primitives.hash(security::Hash::sha1, hashed.span(), digest);
    put(tag::tc_hash, digest);
  }
  DolData data;
  if (!append_dol(store_.get_or_empty(list_tag), store_, data)) return broken(Reason::bad_data);
  transaction_data_.append(data.span());
  requested_ = kind;
  cda_requested_ = oda_ == Oda::cda && !oda_failed_ && kind != 0x00 && (kind == 0x40 || policy_.cda_on_arqc);
  cryptogram_asked_ = true;
  const auto p1 = static_cast<std::uint8_t>(kind | (cda_requested_ ? 0x10 : 0x00));
  return send(state, {0x80, 0xAE, p1, 0x00}, data.span(), Le::all);
}

bool Kernel::take_cryptogram(const Reply& reply, bool second, Reason& reason) noexcept {
  reason = Reason::bad_status;
  if (!reply.ok()) return false;
  reason = Reason::bad_data;
  Bytes cid, atc, cryptogram, data, signature;
  auto list = whole_tlv(reply.data, tag::format2);
  if (const auto plain = whole_tlv(reply.data, tag::format1)) {
    if (plain->size() < 11 || plain->size() > 43) return false;
    cid = plain->first(1);
    atc = plain->subspan(1, 2);
    cryptogram = plain->subspan(3, 8);
    data = plain->subspan(11);
  } else {
    if (!list || !check_tlv(*list, Duplicates::refused)) return false;
    cid = find_tlv(*list, tag::cid).value_or(Bytes{});
    atc = find_tlv(*list, tag::atc).value_or(Bytes{});
    cryptogram = find_tlv(*list, tag::cryptogram).value_or(Bytes{});
    data = find_tlv(*list, tag::issuer_data).value_or(Bytes{});
    signature = find_tlv(*list, tag::sdad).value_or(Bytes{});
  }
  reason = Reason::missing_data;
  if (cid.size() != 1 || atc.size() != 2 || data.size() > 32) return false;
  const auto kind = static_cast<std::uint8_t>(cid[0] & 0xC0);
  const bool wants_signature = cda_requested_ && kind != 0x00;
  if (wants_signature ? signature.empty() && cryptogram.size() != 8 : cryptogram.size() != 8) return false;
  reason = Reason::wrong_cryptogram;
  // A card may only lower what was asked: AAC below ARQC below TC, and no ARQC the second time.
  const auto rank = [](std::uint8_t value) { return value == 0x00 ? 0 : value == 0x80 ? 1 : value == 0x40 ? 2 : 3; };
  if (rank(kind) > rank(requested_) || (second && kind == 0x80)) return false;
  put(tag::cid, cid);
  put(tag::atc, atc);
  if (!data.empty()) put(tag::issuer_data, data);
  if (cryptogram.size() == 8) put(tag::cryptogram, cryptogram);
  outcome_.advice = (cid[0] & 0x08) != 0;
  if (wants_signature && (signature.empty() || !check_combined(signature, *list))) {
    oda_failed_ = true;
    set(tvr::cda_failed);
  }
  reason = Reason::none;
  return true;
}

Action Kernel::on_first(const Reply& reply) noexcept {
  Reason reason = Reason::none;
  if (!take_cryptogram(reply, false, reason)) return broken(reason);
  done(tsi::card_risk);
  const std::uint8_t cid = store_.get_or_empty(tag::cid)[0];
  const bool cda_failed = cda_requested_ && oda_failed_ && (cid & 0xC0) != 0x00;
  if ((cid & 0xC0) == 0x00) {
    put(tag::response_code, as_bytes("Z1"));
    return finish(Disposition::declined_offline, (cid & 7) == 1 ? Reason::service_not_allowed : Reason::none);
  }
  if ((cid & 0xC0) == 0x40) {
    put(tag::response_code, as_bytes(cda_failed ? "Z1" : "Y1"));
    return cda_failed ? finish(Disposition::declined_offline, Reason::authentication_failed)
                      : finish(Disposition::approved_offline);
  }
  if (cda_failed) {  // an ARQC that is not the card's is not sent; the card is told to decline (book 2, 6.6.2)
    put(tag::response_code, as_bytes("Z1"));
    host_declined_ = false;
    return generate(State::second_ac, 0x00);
  }
  publish();
  state_ = State::online;
  Action action;
  action.kind = Action::Kind::go_online;
  action.pin_due = online_pin_due_;
  return action;
}

Action Kernel::host_lost() noexcept {
  // An online-only terminal asks for an AAC without a look at the default codes (book 3 section 10.7).
  const unsigned kind = profile_.type & 15U;
  const bool online_only = kind == 1 || kind == 4;
  const bool refuse = online_only || matches(tag::iac_default, parameters().tac_default, 0xFF);
  put(tag::response_code, as_bytes(refuse ? "Z3" : "Y3"));
  return generate(State::second_ac, refuse ? 0x00 : 0x40);
}

Action Kernel::after_host(const Input& input) noexcept {
  host_approved_ = input.approved;
  host_declined_ = !input.approved;
  put(tag::response_code, input.response_code);
  scripts_.clear();
  // A field 55 that is malformed brings no issuer data; the decision itself travelled under the message's MAC.
  if (const auto response = parse_field55(input.data)) {
    if (!response->authentication.empty()) put(tag::issuer_authentication, response->authentication);
    TlvReader reader{input.data};
    while (true) {
      const auto object = reader.next();
      if (!object || !object->has_value()) break;
      const Tlv& tlv = **object;
      if (tlv.tag == tag::script_before || tlv.tag == tag::script_after) (void)scripts_.try_append(tlv.whole);
    }
  }
  const auto data = store_.get(tag::issuer_authentication);
  if (data && profile_bit(0x04)) {
    return send(State::external_authenticate, {0x00, 0x82, 0x00, 0x00}, *data, Le::none);
  }
  return start_scripts(State::script_before);
}

Action Kernel::start_scripts(State state) noexcept {
  script_template_ = script_at_ = script_end_ = 0;
  return next_script(state);
}

void Kernel::note_script(std::uint8_t result) noexcept {
  const std::uint8_t number = script_sequence_ > 15 ? 15 : script_sequence_;
  const auto first = static_cast<std::uint8_t>(result | (result == 0x10 ? number : 0));
  const std::array<std::uint8_t, 5> line{first, script_id_[0], script_id_[1], script_id_[2], script_id_[3]};
  (void)script_results_.try_append(line);
}

Action Kernel::next_script(State state) noexcept {
  state_ = state;
  const Bytes all = scripts_.span();
  while (true) {
    TlvReader commands{all.subspan(script_at_, script_end_ - script_at_)};
    const auto command = commands.next();
    if (command && command->has_value()) {
      const Tlv tlv = **command;
      script_at_ = static_cast<std::size_t>(tlv.whole.data() - all.data()) + tlv.whole.size();
      if (tlv.tag != tag::script_command) continue;
      ++script_sequence_;
      if (tlv.value.size() < 4 || tlv.value.size() > Apdu::capacity()) {
        set(state == State::script_before ? tvr::script_failed_before : tvr::script_failed_after);
        note_script(0x10);
        script_at_ = script_end_;
        script_sequence_ = 0;
        continue;
      }
      wipe(apdu_.span());
      apdu_.clear();
      apdu_.append(tlv.value);
      Action action;
      action.kind = Action::Kind::send_apdu;
      action.apdu = apdu_.span();
      return action;
    }
    if (script_sequence_ != 0) note_script(0x20);
    script_sequence_ = 0;
    TlvReader templates{all.subspan(script_template_)};
    const auto next = templates.next();
    if (!next || !next->has_value()) break;
    const Tlv tlv = **next;
    script_template_ = static_cast<std::size_t>(tlv.whole.data() - all.data()) + tlv.whole.size();
    if (tlv.tag != (state == State::script_before ? tag::script_before : tag::script_after)) continue;
    done(tsi::script);
    script_end_ = script_template_;
    script_at_ = script_end_ - tlv.value.size();
    script_id_ = {};
    const auto id = find_tlv(tlv.value, tag::script_id);
    if (id && id->size() == 4) copy_bytes(*id, script_id_);
  }
  return state == State::script_before ? before_second() : conclude();
}

Action Kernel::on_script(const Reply& reply) noexcept {
  const unsigned sw1 = reply.sw >> 8;
  if (sw1 != 0x90 && sw1 != 0x62 && sw1 != 0x63) {  // the rest of this script is left out (book 4, 6.3.9)
    set(state_ == State::script_before ? tvr::script_failed_before : tvr::script_failed_after);
    note_script(0x10);
    script_sequence_ = 0;
    script_at_ = script_end_;
  }
  return next_script(state_);
}

Action Kernel::before_second() noexcept {
  return generate(State::second_ac, host_approved_ ? 0x40 : 0x00);
}

Action Kernel::on_second(const Reply& reply) noexcept {
  Reason reason = Reason::none;
  const bool host_spoke = host_approved_ || host_declined_;
  const bool cda_failed_before = oda_ == Oda::cda && oda_failed_;
  if (!take_cryptogram(reply, true, reason)) return broken(reason);
  const bool card_agrees = (store_.get_or_empty(tag::cid)[0] & 0xC0) == 0x40;
  const bool cda_failed = cda_requested_ && card_agrees && oda_failed_ && !cda_failed_before;
  if (host_spoke) {
    outcome_.disposition = host_declined_               ? Disposition::declined_online
                           : card_agrees && !cda_failed ? Disposition::approved_online
                                                        : Disposition::declined_by_card;
  } else {
    const bool approved = card_agrees && !cda_failed && requested_ == 0x40;
    outcome_.disposition = approved ? Disposition::approved_offline : Disposition::declined_offline;
  }
  if (cda_failed || (cda_failed_before && outcome_.disposition == Disposition::declined_offline))
    outcome_.reason = Reason::authentication_failed;
  publish();
  return start_scripts(State::script_after);
}

Action Kernel::conclude() noexcept {
  return finish(outcome_.disposition, outcome_.reason);
}

}  // namespace mpos::emv

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/contactless.hpp"

#include "devicemodel/base/bcd.hpp"

namespace mpos::emv {
namespace {

constexpr std::uint8_t ttq_online_pin = 0x04, ttq_signature = 0x02, ttq_online_cryptogram = 0x80, ttq_cvm = 0x40,
                       ttq_device_cvm = 0x40;
constexpr std::uint8_t balance_inquiry = 0x31;  // 9C: a balance is told to its owner only
constexpr std::uint8_t ctq_online_pin = 0x80, ctq_signature = 0x40, ctq_online_if_oda_fails = 0x20,
                       ctq_switch_if_oda_fails = 0x10, ctq_online_if_expired = 0x08, ctq_switch_for_cash = 0x04,
                       ctq_switch_for_cashback = 0x02;

bool allowed(const AidParameters& aid, std::uint64_t amount) noexcept {
  return amount <= aid.contactless_limit;
}

}  // namespace

bool contactless_allows(const AidTable& aids, std::uint64_t amount) noexcept {
  for (const AidParameters& aid : aids) {
    if (allowed(aid, amount)) return true;
  }
  return false;
}

ContactlessKernel::ContactlessKernel(security::Primitives& primitives, RiskRecords* records,
                                     const TerminalProfile& profile, const AidTable& aids,
                                     const CaKeyTable& keys) noexcept
    : risk_(records), profile_(profile), aids_(aids), keys_(keys), recovery_(primitives) {}

void ContactlessKernel::begin(const Transaction& transaction) noexcept {
  transaction_ = transaction;
  amount_ = bcd_number(transaction.amount).value_or(0);
  store_.clear();
  records_.clear();
  candidates_.clear();
  tvr_ = {};
  outcome_ = Outcome{};
  state_ = State::idle;
}

bool ContactlessKernel::put(Tag tag, Bytes value) noexcept {
  const bool stored = store_.put(tag, value);
  if (!stored) outcome_.reason = Reason::out_of_memory;
  return stored;
}

bool ContactlessKernel::card_wants(std::uint8_t mask) const noexcept {
  const Bytes ctq = store_.get_or_empty(tag::ctq);
  return !ctq.empty() && (ctq[0] & mask) != 0;
}

Action ContactlessKernel::send(State state, const Header& header, Bytes data) noexcept {
  state_ = state;
  build_apdu(header, data, Le::all, apdu_);
  Action action;
  action.kind = Action::Kind::send_apdu;
  action.apdu = apdu_.span();
  return action;
}

Action ContactlessKernel::finish(Disposition disposition, Reason reason) noexcept {
  outcome_.disposition = disposition;
  outcome_.reason = reason;
  if (disposition != Disposition::approved_offline && disposition != Disposition::approved_online)
    outcome_.signature = false;
  (void)put(tag::tvr, tvr_);
  outcome_.reason = reason;
  wipe(apdu_.span());
  state_ = State::done;
  Action action;
  action.outcome = outcome_;
  return action;
}

Action ContactlessKernel::advance(const Input& input) noexcept {
  using Kind = Input::Kind;
  if (state_ == State::done) {
    Action action;
    action.outcome = outcome_;
    return action;
  }
  const bool card_needed = state_ != State::online && state_ != State::online_pin;
  if (input.kind == Kind::several_cards || input.kind == Kind::card_removed || input.kind == Kind::card_mute) {
    outcome_.torn = last_record_due();
  }
  if (input.kind == Kind::several_cards && card_needed)
    return finish(Disposition::present_one_card, Reason::several_cards);
  if (input.kind == Kind::card_removed || input.kind == Kind::card_mute) {
    if (card_needed) {
      return finish(Disposition::terminated, input.kind == Kind::card_mute ? Reason::card_mute : Reason::card_removed);
    }
    return finish(Disposition::terminated, Reason::wrong_input);
  }
  if (state_ == State::idle && input.kind == Kind::start) {
    if (!contactless_allows(aids_, amount_)) return finish(Disposition::try_other_interface, Reason::over_limit);
    return send(State::environment, {0x00, 0xA4, 0x04, 0x00}, as_bytes("2PAY.SYS.DDF01"));
  }
  if (input.kind == Kind::cancelled) {
    outcome_.reverse = state_ == State::online;
    return finish(Disposition::terminated, Reason::cancelled);
  }
  if (state_ == State::online_pin) {
    if (input.kind == Kind::pin_bypassed || input.kind == Kind::pin_pad_broken) {
      set(input.kind == Kind::pin_bypassed ? tvr::pin_not_entered : tvr::no_pin_pad);
      set(tvr::cvm_failed);
      return finish(Disposition::declined_offline);
    }
    if (input.kind == Kind::pin_entered) {
      set(tvr::online_pin);
      (void)put(tag::cvm_results, std::array<std::uint8_t, 3>{0x02, 0x00, 0x00});
      return carry_out();
    }
  }
  if (state_ == State::online) {
    if (input.kind == Kind::host_unreachable) {
      (void)put(tag::response_code, as_bytes("Z3"));
      return finish(Disposition::declined_offline);
    }
    if (input.kind == Kind::host_answer) {
      (void)put(tag::response_code, input.response_code);
      return finish(input.approved ? Disposition::approved_online : Disposition::declined_online);
    }
  }
  if (card_needed && state_ != State::idle && input.kind == Kind::card_reply) return on_reply(Reply{input.data});
  return finish(Disposition::terminated, Reason::wrong_input);
}

Action ContactlessKernel::on_reply(const Reply& reply) noexcept {
  if (reply.sw == 0) {
    outcome_.torn = last_record_due();
    return finish(Disposition::terminated, Reason::card_mute);
  }
  switch (state_) {
    case State::environment: return on_environment(reply);
    case State::select: return on_select(reply);
    case State::options: return on_options(reply);
    default: return on_record(reply);
  }
}

Action ContactlessKernel::on_environment(const Reply& reply) noexcept {
  if (reply.sw == 0x6A81) return finish(Disposition::terminated, Reason::card_blocked);
  const auto fci = reply.ok() ? whole_tlv(reply.data, tag::fci) : std::nullopt;
  const auto proprietary = fci ? find_tlv(*fci, tag::fci_proprietary) : std::nullopt;
  const auto list = proprietary ? find_tlv(*proprietary, tag::issuer_discretionary) : std::nullopt;
  TlvReader reader{list.value_or(Bytes{})};
  while (true) {
    const auto entry = reader.next();
    if (!entry || !entry->has_value()) break;
    if ((*entry)->tag == tag::entry) (void)add_entry(aids_, (*entry)->value, candidates_);
  }
  if (candidates_.empty()) return finish(Disposition::try_other_interface, Reason::no_application);
  std::size_t kept = 0;
  for (const Candidate& candidate : candidates_) {
    if (allowed(aids_[candidate.parameters], amount_)) candidates_[kept++] = candidate;
  }
  candidates_.resize(kept);
  if (candidates_.empty()) return finish(Disposition::try_other_interface, Reason::over_limit);
  sort_by_priority(candidates_);
  return select_next();
}

Action ContactlessKernel::select_next() noexcept {
  if (candidates_.empty()) return finish(Disposition::try_other_interface, Reason::no_application);
  selected_ = candidates_[0];
  candidates_.discard_front(1);
  return send(State::select, {0x00, 0xA4, 0x04, 0x00}, selected_.name.span());
}

void ContactlessKernel::load_terminal_data() noexcept {
  store_.clear();
  const AidParameters& aid = aids_[selected_.parameters];
  ttq_ = {profile_.ttq, 0, 0, 0};
  if (amount_ >= aid.contactless_floor_limit || transaction_.forced_online || online_only())
    ttq_[1] |= ttq_online_cryptogram;
  if (amount_ >= aid.contactless_cvm_limit || transaction_.type == balance_inquiry) ttq_[1] |= ttq_cvm;
  if (profile_.device_cvm) ttq_[2] |= ttq_device_cvm;
  const auto byte = [](std::uint8_t value) { return std::array<std::uint8_t, 1>{value}; };
  bool good = put(tag::ttq, ttq_) && put(tag::amount, transaction_.amount) &&
              put(tag::other_amount, transaction_.other_amount) && put(tag::currency, transaction_.currency) &&
              put(tag::type, byte(transaction_.type)) && put(tag::date, transaction_.date) &&
              put(tag::time, transaction_.time) && put(tag::unpredictable, transaction_.unpredictable) &&
              put(tag::sequence, transaction_.sequence) && put(tag::terminal_country, profile_.country) &&
              put(tag::capabilities, profile_.capabilities) && put(tag::terminal_type, byte(profile_.type)) &&
              put(tag::ifd_serial, profile_.ifd_serial) && put(tag::merchant_name, profile_.merchant_name.span()) &&
              put(tag::terminal_aid, aid.aid.span()) && put(tag::terminal_version, aid.version) &&
              put(tag::entry_mode, byte(0x07)) && put(tag::ec_indicator, byte(transaction_.electronic_cash ? 1 : 0)) &&
              put(tag::sm_support, byte(0)) && put(tag::tvr, Tvr{}) && put(tag::tsi, std::array<std::uint8_t, 2>{});
  good = good && put(tag::cvm_results, std::array<std::uint8_t, 3>{0x3F, 0x00, 0x00});
  MPOS_ASSERT(good);  // fixed sizes, far below the pool
}

Action ContactlessKernel::on_select(const Reply& reply) noexcept {
  if (!reply.ok()) return select_next();
  load_terminal_data();
  const auto fci = whole_tlv(reply.data, tag::fci);
  const auto proprietary = fci ? find_tlv(*fci, tag::fci_proprietary) : std::nullopt;
  if (!proprietary || keep_card_objects(store_, *fci) != Reason::none ||
      keep_card_objects(store_, *proprietary) != Reason::none ||
      !equal(store_.get_or_empty(tag::df_name), selected_.name.span())) {
    return select_next();
  }
  // An application that does not ask for the TTQ does not speak qPBOC.
  const Bytes list = store_.get_or_empty(tag::pdol);
  DolData data;
  data.push_back(0x83);
  data.push_back(0);
  if (!dol_names(list, tag::ttq) || !append_dol(list, store_, data) || data.size() > 2 + 127) return select_next();
  data[1] = static_cast<std::uint8_t>(data.size() - 2);
  return send(State::options, {0x80, 0xA8, 0x00, 0x00}, data.span());
}

Action ContactlessKernel::on_options(const Reply& reply) noexcept {
  if (reply.sw == 0x6985) return select_next();
  if (reply.sw == 0x6986 && profile_.device_cvm) return finish(Disposition::see_phone);
  if (reply.sw == 0x6984) return finish(Disposition::try_other_interface, Reason::bad_status);
  if (!reply.ok()) return finish(Disposition::terminated, Reason::bad_status);
  const auto list = whole_tlv(reply.data, tag::format2);
  if (!list) return finish(Disposition::terminated, Reason::bad_data);
  const Reason reason = keep_card_objects(store_, *list);
  if (reason != Reason::none) return finish(Disposition::terminated, reason);
  for (const Tag tag : {tag::aip, tag::atc, tag::cryptogram, tag::issuer_data, tag::track2}) {
    if (tag == tag::track2 && store_.has(tag::afl)) continue;  // it then comes in a record
    if (!store_.has(tag)) return finish(Disposition::terminated, Reason::missing_data);
  }
  // Without CID the card's decision stands in its verification results: 07 DKI CVN | 03 | byte 2 b6-5.
  const Bytes iad = store_.get_or_empty(tag::issuer_data);
  if (!store_.has(tag::cid)) {
    if (iad.size() < 5) return finish(Disposition::terminated, Reason::missing_data);
    const auto from_cvr = static_cast<std::uint8_t>((iad[4] & 0x30) << 2);
    if (!put(tag::cid, std::array<std::uint8_t, 1>{from_cvr}))
      return finish(Disposition::terminated, Reason::out_of_memory);
  }
  const std::uint8_t kind = store_.get_or_empty(tag::cid)[0] & 0xC0;
  if (kind == 0x00) return finish(Disposition::declined_offline);
  if (kind == 0xC0) return finish(Disposition::terminated, Reason::bad_data);
  decision_ = kind == 0x80 ? Decision::online : Decision::offline;
  if (decision_ == Decision::offline && (ttq_[1] & ttq_online_cryptogram) != 0) {
    return finish(Disposition::terminated, Reason::wrong_cryptogram);  // asked for an online one
  }
  // No record was read yet and no host asked, so nothing was paid again.
  if (paid_before()) return finish(Disposition::declined_offline, Reason::already_paid);
  if (!store_.has(tag::afl)) {
    return decision_ == Decision::online ? verify() : finish(Disposition::terminated, Reason::missing_data);
  }
  if (!records_.start(*store_.get(tag::afl))) return finish(Disposition::terminated, Reason::bad_data);
  return read_next();
}

Action ContactlessKernel::read_next() noexcept {
  if (const auto next = records_.next()) {
    return send(State::reading, {0x00, 0xB2, next->record, next->reference}, {});
  }
  if (!store_.has(tag::track2)) return finish(Disposition::terminated, Reason::missing_data);
  return decision_ == Decision::offline ? check_offline() : verify();
}

Action ContactlessKernel::on_record(const Reply& reply) noexcept {
  if (!reply.ok()) return finish(Disposition::terminated, Reason::bad_status);
  const Reason reason = records_.take(reply.data, store_);
  return reason == Reason::none ? read_next() : finish(Disposition::terminated, reason);
}

bool ContactlessKernel::authentic() noexcept {
  for (const Tag tag : {tag::ca_index, tag::issuer_certificate, tag::issuer_exponent, tag::icc_certificate,
                        tag::icc_exponent, tag::sdad, tag::pan}) {
    if (store_.has(tag)) continue;
    set(tvr::icc_data_missing);
    return false;
  }
  const Bytes pan = store_.get_or_empty(tag::pan);
  const CaKey* ca =
      keys_.find(selected_.name.span().first(5), store_.get_or_empty(tag::ca_index)[0], transaction_.date);
  if (ca == nullptr || !records_.add_tag_list(store_)) return false;
  const auto issuer =
      recovery_.issuer_key(ca->key,
                           {store_.get_or_empty(tag::issuer_certificate), store_.get_or_empty(tag::issuer_remainder),
                            store_.get_or_empty(tag::issuer_exponent)},
                           pan, transaction_.date);
  const auto signed_data = records_.signed_data();
  if (!issuer || !signed_data || keys_.revoked(ca->rid, ca->index, issuer->serial)) return false;
  const auto icc = recovery_.icc_key(issuer->key,
                                     {store_.get_or_empty(tag::icc_certificate),
                                      store_.get_or_empty(tag::icc_remainder), store_.get_or_empty(tag::icc_exponent)},
                                     *signed_data, pan, transaction_.date);
  if (!icc) return false;
  // fDDA signs the unpredictable number and, from version 01 on, amount, currency and the card's own data.
  ByteVector<4 + 6 + 2 + 16> terminal_data;
  terminal_data.append(transaction_.unpredictable);
  const auto own = store_.get(tag::card_authentication);
  if (own && (*own)[0] == 0x01) {
    terminal_data.append(transaction_.amount);
    terminal_data.append(transaction_.currency);
    terminal_data.append(*own);
  }
  return recovery_.dynamic_signature(*icc, store_.get_or_empty(tag::sdad), terminal_data.span(), false).has_value();
}

/// The same payment again, and the card has a new counter and holds less by the amount: it has paid in the torn tap and
/// has forgotten it.
bool ContactlessKernel::paid_before() const noexcept {
  const auto& torn = transaction_.torn;
  const auto held = store_.get(tag::spendable);
  if (!torn || !torn->held || !held || held->size() != torn->held->size()) return false;
  const auto before = bcd_number(*torn->held);
  const auto now = bcd_number(*held);
  return before && now && *before == *now + amount_ && !equal(store_.get_or_empty(tag::atc), torn->atc);
}

/// The card's approval is none: the card, which is still there, is asked for a cryptogram the issuer can answer.
Action ContactlessKernel::ask_online(Reason reason) noexcept {
  if (transaction_.electronic_cash || !can_go_online()) return finish(Disposition::declined_offline, reason);
  transaction_.forced_online = true;
  records_.clear();
  return send(State::select, {0x00, 0xA4, 0x04, 0x00}, selected_.name.span());
}

Action ContactlessKernel::check_offline() noexcept {
  Reason online = Reason::none;
  if (!authentic()) {
    set(tvr::dda_failed);
    if (card_wants(ctq_online_if_oda_fails) && can_go_online()) {
      online = Reason::authentication_failed;
    } else if (card_wants(ctq_switch_if_oda_fails)) {
      return finish(Disposition::try_other_interface, Reason::authentication_failed);
    } else {
      return finish(Disposition::declined_offline, Reason::authentication_failed);
    }
  }
  Date expiry{};
  copy_bytes(store_.get_or_empty(tag::expiry), expiry);
  if (date_order(expiry) < date_order(transaction_.date)) {
    set(tvr::expired);
    if (!card_wants(ctq_online_if_expired) || !can_go_online())
      return finish(Disposition::declined_offline, Reason::expired);
    online = Reason::expired;
  }
  if (risk_ != nullptr &&
      risk_->on_exception_file(store_.get_or_empty(tag::pan), store_.get_or_empty(tag::pan_sequence))) {
    set(tvr::exception_file);
    return finish(Disposition::declined_offline);
  }
  return online == Reason::none ? verify() : ask_online(online);
}

Action ContactlessKernel::verify() noexcept {
  if ((transaction_.cash && card_wants(ctq_switch_for_cash)) ||
      (transaction_.cashback && card_wants(ctq_switch_for_cashback))) {
    return finish(Disposition::try_other_interface);
  }
  if (card_wants(ctq_online_pin) && (ttq_[0] & ttq_online_pin) != 0) {
    if (decision_ == Decision::offline) return ask_online(Reason::none);
    state_ = State::online_pin;
    Action action;
    action.kind = Action::Kind::enter_online_pin;
    return action;
  }
  const Bytes ctq = store_.get_or_empty(tag::ctq);
  const bool by_device = profile_.device_cvm && ctq.size() == 2 && (ctq[1] & 0x80) != 0;
  const bool by_signature = card_wants(ctq_signature) && (ttq_[0] & ttq_signature) != 0;
  // A card without CTQ leaves the choice to the reader: the signature, if it takes one.
  const bool reader_choice = ctq.empty() && (ttq_[1] & ttq_cvm) != 0 && (ttq_[0] & ttq_signature) != 0;
  if (by_signature || reader_choice) {
    outcome_.signature = true;
    (void)put(tag::cvm_results, std::array<std::uint8_t, 3>{0x1E, 0x00, 0x00});
  } else if (by_device) {
    (void)put(tag::cvm_results, std::array<std::uint8_t, 3>{0x01, 0x00, 0x02});
  } else if ((ttq_[1] & ttq_cvm) != 0) {
    set(tvr::cvm_failed);
    return finish(Disposition::declined_offline);
  }
  return carry_out();
}

Action ContactlessKernel::carry_out() noexcept {
  if (decision_ == Decision::offline) {
    (void)put(tag::response_code, as_bytes("Y1"));
    return finish(Disposition::approved_offline);
  }
  state_ = State::online;
  Action action;
  action.kind = Action::Kind::go_online;
  return action;
}

}  // namespace mpos::emv

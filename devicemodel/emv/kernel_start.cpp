// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/kernel.hpp"

/// Steps 2 to 6 of icc.md section 4: selection, processing options, records.
namespace mpos::emv {

Action Kernel::selection_step(const SelectionStep& next) noexcept {
  if (next.kind == SelectionStep::Kind::card_blocked) return terminate(Reason::card_blocked);
  if (next.kind == SelectionStep::Kind::ready) return choose();
  Action action;
  action.kind = Action::Kind::send_apdu;
  action.apdu = apdu_.span();
  return action;
}

Action Kernel::choose() noexcept {
  if (!policy_.cardholder_choice) {
    // Without a display an application that asks to be confirmed cannot be used (book 1 section 12.4).
    std::size_t kept = 0;
    for (const Candidate& candidate : candidates_) {
      if (!candidate.needs_confirmation()) candidates_[kept++] = candidate;
    }
    candidates_.resize(kept);
  }
  if (candidates_.empty()) {
    // Whoever blocked the application wants no sale, and a stripe would be one (EMV book 1 section 12.4).
    outcome_.fallback =
        policy_.fallback_without_application && !blocked_application_ && !selection_.met_a_blocked_one();
    return terminate(Reason::no_application);
  }
  return choose_from_candidates();
}

Action Kernel::choose_from_candidates() noexcept {
  if (policy_.cardholder_choice && (candidates_.size() > 1 || candidates_[0].needs_confirmation())) {
    state_ = State::choosing;
    Action action;
    action.kind = Action::Kind::choose_application;
    return action;
  }
  return select_final(0);
}

Action Kernel::select_final(std::size_t index) noexcept {
  selected_ = candidates_[index];
  for (std::size_t i = index + 1; i < candidates_.size(); ++i) candidates_[i - 1] = candidates_[i];
  candidates_.pop_back();
  return send(State::final_select, {0x00, 0xA4, 0x04, 0x00}, selected_.name.span(), Le::all);
}

Action Kernel::drop_selected() noexcept {
  store_.clear();
  return choose();
}

void Kernel::load_terminal_data() noexcept {
  store_.clear();
  transaction_data_.clear();
  const AidParameters& aid = parameters();
  std::array<std::uint8_t, 4> floor{};
  store_be32(floor.data(), aid.floor_limit);
  const std::array<std::uint8_t, 1> type{transaction_.type};
  const std::array<std::uint8_t, 1> exponent{transaction_.currency_exponent};
  const std::array<std::uint8_t, 1> terminal_type{profile_.type};
  const std::array<std::uint8_t, 1> entry_mode{0x05};
  const std::array<std::uint8_t, 1> cash{static_cast<std::uint8_t>(transaction_.electronic_cash ? 1 : 0)};
  const std::array<std::uint8_t, 1> no_sm{0};
  const std::array<std::uint8_t, 3> no_cvm{0x3F, 0x00, 0x00};
  put(tag::amount, transaction_.amount);
  put(tag::other_amount, transaction_.other_amount);
  put(tag::currency, transaction_.currency);
  put(tag::currency_exponent, exponent);
  put(tag::type, type);
  put(tag::date, transaction_.date);
  put(tag::time, transaction_.time);
  put(tag::unpredictable, transaction_.unpredictable);
  put(tag::sequence, transaction_.sequence);
  put(tag::terminal_country, profile_.country);
  put(tag::capabilities, profile_.capabilities);
  put(tag::more_capabilities, profile_.more_capabilities);
  put(tag::terminal_type, terminal_type);
  put(tag::ifd_serial, profile_.ifd_serial);
  put(tag::terminal_id, profile_.terminal_id);
  put(tag::merchant_id, profile_.merchant_id.span());
  put(tag::merchant_name, profile_.merchant_name.span());
  put(tag::merchant_category, profile_.merchant_category);
  put(tag::entry_mode, entry_mode);
  put(tag::terminal_aid, aid.aid.span());
  put(tag::terminal_version, aid.version);
  put(tag::floor_limit, floor);
  put(tag::ec_indicator, cash);
  put(tag::sm_support, no_sm);
  put(tag::cvm_results, no_cvm);
  tvr_ = {};
  tsi_ = 0;
  publish();
}

Action Kernel::on_final_select(const Reply& reply) noexcept {
  blocked_application_ = blocked_application_ || reply.sw == 0x6283;
  if (!reply.ok()) return drop_selected();
  load_terminal_data();
  const auto fci = whole_tlv(reply.data, tag::fci);
  const auto name = fci ? find_tlv(*fci, tag::df_name) : std::nullopt;
  const auto proprietary = fci ? find_tlv(*fci, tag::fci_proprietary) : std::nullopt;
  if (!name || !proprietary || !equal(*name, selected_.name.span()) ||
      keep_card_objects(store_, *fci) != Reason::none || keep_card_objects(store_, *proprietary) != Reason::none) {
    return drop_selected();
  }
  DolData data;
  data.push_back(0x83);
  data.push_back(0);
  const auto pdol = store_.get(tag::pdol);
  if (pdol && !append_dol(*pdol, store_, data)) return terminate(Reason::bad_data);
  const std::size_t length = data.size() - 2;
  if (length >= 0x80) {  // the length then takes two bytes
    if (data.full()) return terminate(Reason::bad_data);
    data.resize(data.size() + 1);
    for (std::size_t i = data.size() - 1; i > 2; --i) data[i] = data[i - 1];
    data[1] = 0x81;
    data[2] = static_cast<std::uint8_t>(length);
  } else {
    data[1] = static_cast<std::uint8_t>(length);
  }
  transaction_data_.append(data.span().last(length));
  return send(State::options, {0x80, 0xA8, 0x00, 0x00}, data.span(), Le::all);
}

Action Kernel::on_options(const Reply& reply) noexcept {
  if (reply.sw == 0x6985) return drop_selected();
  if (!reply.ok()) return terminate(Reason::bad_status);
  if (const auto plain = whole_tlv(reply.data, tag::format1)) {
    if (plain->size() < 6) return terminate(Reason::bad_data);
    put(tag::aip, plain->first(2));
    put(tag::afl, plain->subspan(2));
  } else if (const auto list = whole_tlv(reply.data, tag::format2)) {
    const Reason reason = keep_card_objects(store_, *list);
    if (reason != Reason::none) return terminate(reason);
  } else {
    return terminate(Reason::bad_data);
  }
  if (!store_.has(tag::aip) || !store_.has(tag::afl)) return terminate(Reason::missing_data);
  if (!records_.start(*store_.get(tag::afl))) return terminate(Reason::bad_data);
  return read_next();
}

Action Kernel::read_next() noexcept {
  if (const auto next = records_.next()) {
    return send(State::reading, {0x00, 0xB2, next->record, next->reference}, {}, Le::all);
  }
  for (const Tag tag : {tag::pan, tag::expiry, tag::cdol1, tag::cdol2}) {
    if (!store_.has(tag)) return terminate(Reason::missing_data);
  }
  return authenticate();
}

Action Kernel::on_record(const Reply& reply) noexcept {
  if (!reply.ok()) return terminate(Reason::bad_status);
  const Reason reason = records_.take(reply.data, store_);
  return reason == Reason::none ? read_next() : terminate(reason);
}

}  // namespace mpos::emv

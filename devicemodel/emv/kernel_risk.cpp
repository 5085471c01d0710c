// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/kernel.hpp"

/// Steps 10 and 11 of icc.md section 4: terminal risk management and terminal action analysis (EMV book 3, 10.6, 10.7).
namespace mpos::emv {

/// Electronic cash is held against a limit of its own (9F7B), and never selected at random: what it pays is on the card
/// (JR/T 0025.13).
std::uint64_t Kernel::floor_limit() const noexcept {
  return transaction_.electronic_cash ? parameters().ec_limit : parameters().floor_limit;
}

bool Kernel::random_selects(std::uint64_t sum) const noexcept {
  if (transaction_.electronic_cash) return false;
  const AidParameters& aid = parameters();
  if (sum >= aid.floor_limit) return false;
  std::uint64_t percent = aid.random_target;
  if (sum >= aid.random_threshold && aid.random_most > aid.random_target) {
    // Biased selection: the chance rises from target to most between threshold and floor limit (book 3, 10.6.2).
    percent +=
        (aid.random_most - aid.random_target) * (sum - aid.random_threshold) / (aid.floor_limit - aid.random_threshold);
  }
  return transaction_.random <= percent;
}

Action Kernel::manage_risk() noexcept {
  if (transaction_.forced_online) set(tvr::forced_online);
  if (!profile_bit(0x08)) return decide();
  const Bytes pan = store_.get_or_empty(tag::pan);
  const Bytes sequence = store_.get_or_empty(tag::pan_sequence);
  std::uint64_t sum = amount(tag::amount);
  if (ports_.records != nullptr) {
    if (ports_.records->on_exception_file(pan, sequence)) set(tvr::exception_file);
    if (random_selects(sum)) set(tvr::random);
    sum += ports_.records->earlier_amount(pan, sequence);
  } else if (random_selects(sum)) {
    set(tvr::random);
  }
  if (sum >= floor_limit()) set(tvr::floor_limit);
  const bool limits = store_.has(tag::lower_offline) && store_.has(tag::upper_offline);
  if (!limits && !policy_.always_read_counters) return finish_risk();
  return send(State::counter, {0x80, 0xCA, 0x9F, 0x36}, {}, Le::all);
}

Action Kernel::on_counter(const Reply& reply, Tag tag) noexcept {
  const auto value = reply.ok() ? whole_tlv(reply.data, tag) : std::nullopt;
  if (value && value->size() == 2) put(tag, *value);
  if (tag == tag::atc) return send(State::last_online, {0x80, 0xCA, 0x9F, 0x13}, {}, Le::all);
  return finish_risk();
}

void Kernel::velocity() noexcept {
  const auto lower = store_.get(tag::lower_offline);
  const auto upper = store_.get(tag::upper_offline);
  if (!lower || !upper) return;
  const auto atc = store_.get(tag::atc);
  const auto last = store_.get(tag::last_online_atc);
  if (last && load_be16(last->data()) == 0) set(tvr::new_card);
  if (!atc || !last || load_be16(atc->data()) <= load_be16(last->data())) {
    set(tvr::lower_limit);
    set(tvr::upper_limit);
    return;
  }
  const unsigned gone = load_be16(atc->data()) - unsigned{load_be16(last->data())};
  if (gone > (*lower)[0]) set(tvr::lower_limit);
  if (gone > (*upper)[0]) set(tvr::upper_limit);
}

Action Kernel::finish_risk() noexcept {
  velocity();
  done(tsi::terminal_risk);
  return decide();
}

bool Kernel::matches(Tag issuer_code, const ActionCode& terminal_code, std::uint8_t fill) const noexcept {
  const auto code = store_.get(issuer_code);
  for (std::size_t i = 0; i < tvr_.size(); ++i) {
    const unsigned issuer = code ? (*code)[i] : fill;
    if ((tvr_[i] & (issuer | terminal_code[i])) != 0) return true;
  }
  return false;
}

Action Kernel::decide() noexcept {
  const unsigned kind = profile_.type & 15U;
  const bool online_only = kind == 1 || kind == 4;
  const bool offline_only = kind == 3 || kind == 6;
  // A CDOL may ask for tag 8A already in the first command: what is known of it is put there.
  if (matches(tag::iac_denial, parameters().tac_denial, 0x00)) {
    put(tag::response_code, as_bytes("Z1"));
    return generate(State::first_ac, 0x00);
  }
  if (online_only) return generate(State::first_ac, 0x80);
  if (offline_only && matches(tag::iac_default, parameters().tac_default, 0xFF)) {
    put(tag::response_code, as_bytes("Z1"));
    return generate(State::first_ac, 0x00);
  }
  if (!offline_only && matches(tag::iac_online, parameters().tac_online, 0xFF)) return generate(State::first_ac, 0x80);
  put(tag::response_code, as_bytes("Y1"));
  return generate(State::first_ac, 0x40);
}

}  // namespace mpos::emv

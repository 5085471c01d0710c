// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "peripherals/card/certificates.hpp"
#include "peripherals/card/virtual_card.hpp"

// qPBOC (JR/T 0025.12): the whole decision falls in GET PROCESSING OPTIONS.
namespace mpos::card {
namespace {

// TTQ, tag 9F66.
constexpr std::uint8_t ttq_qpboc = 0x20;
constexpr std::uint8_t ttq_offline_only = 0x08;
constexpr std::uint8_t ttq_online_pin = 0x04;
constexpr std::uint8_t ttq_signature = 0x02;
constexpr std::uint8_t ttq_online_required = 0x80;
constexpr std::uint8_t ttq_cvm_required = 0x40;
constexpr std::uint8_t ttq_device_cvm = 0x40;
// CTQ, tag 9F6C.
constexpr std::uint8_t ctq_online_pin = 0x80;
constexpr std::uint8_t ctq_signature = 0x40;
constexpr std::uint8_t ctq_online_if_oda_fails = 0x20;
constexpr std::uint8_t ctq_device_cvm = 0x80;

/// The values of `list` that make a payment what it is: all but the unpredictable number, which is new at each tap.
Blob without_number(const Dol& list, Bytes values) {
  Blob out(values.begin(), values.end());
  const Bytes number = list.find(0x9F37, values);
  const auto at = number.empty() ? 0 : number.data() - values.data();
  std::fill_n(out.begin() + at, number.size(), std::uint8_t{0});
  return out;
}

}  // namespace

Answer VirtualCard::contactless_options(Bytes values) {
  const Dol& list = app().contactless_pdol;
  const Bytes ttq = list.find(0x9F66, values);
  if (ttq.size() != 4 || (ttq[0] & ttq_qpboc) == 0) return {sw::conditions};
  if (quirk(Quirk::refuses_taps)) return {sw::not_usable};
  if (paid_ && paid_->application == application_ && equal(paid_->values, values)) {
    session_.stage = Stage::finished;
    session_.first = Cryptogram::tc;
    session_.signature = paid_->signature;
    return {sw::ok, paid_->approval};
  }
  const std::uint64_t amount = amount_in(list, values);
  const bool cvm_required = (ttq[1] & ttq_cvm_required) != 0;
  Cryptogram kind = Cryptogram::arqc;
  if ((ttq[1] & ttq_online_required) == 0 && !cvm_required && app().icc_key &&
      cash_pays(amount, list.find(0x5F2A, values))) {
    kind = Cryptogram::tc;
  } else if ((ttq[0] & ttq_offline_only) != 0 || quirk(Quirk::declines_taps)) {
    kind = Cryptogram::aac;
  }
  // A phone asks its owner itself; a card lets the terminal do it.
  Blob ctq{ctq_online_if_oda_fails, 0x00};
  if (cvm_required) {
    if (!card_->profile.contact && (ttq[2] & ttq_device_cvm) != 0) {
      // The owner confirms between this tap and the next, and no other payment than this one.
      if (card_->profile.confirms_on_phone) {
        Blob asked = without_number(list, values);
        if (confirmed_ != asked) {
          confirmed_ = std::move(asked);
          return {sw::not_allowed};
        }
        confirmed_.reset();
      }
      ctq[1] |= ctq_device_cvm;
    } else if ((ttq[0] & ttq_online_pin) != 0) {
      ctq[0] |= ctq_online_pin;
    } else if ((ttq[0] & ttq_signature) != 0) {
      ctq[0] |= ctq_signature;
    } else {
      return {sw::conditions};
    }
  }
  if (!start_transaction()) return {sw::conditions};
  session_.stage = Stage::finished;
  session_.first = kind;
  session_.option_values.assign(values.begin(), values.end());
  const ApplicationState& m = memory();
  session_.cvr = {0x03, static_cast<std::uint8_t>(0x80 | static_cast<unsigned>(kind) << 4),
                  static_cast<std::uint8_t>(m.online_pending ? 0x80 : 0), static_cast<std::uint8_t>(m.scripts << 4)};
  if (kind == Cryptogram::tc) session_.pending_cash = amount;

  Blob body = tlv(0x82, app().aip);
  Blob card_data;
  if (kind == Cryptogram::tc) {
    Blob afl = app().contactless_afl;
    append(afl, Blob{signature_sfi << 3, signature_record, signature_record, 0});
    append_tlv(body, 0x94, afl);
    session_.last_record = signature_sfi << 8 | signature_record;
    card_data = {0x01};
    append(card_data, random(4));
    append(card_data, ctq);
    session_.signature = tlv(0x70, tlv(0x9F4B, sign_contactless(values, card_data)));
  }
  append_tlv(body, 0x57, app().track2);
  // Otherwise it stands in the records, and nothing may come twice.
  if (kind != Cryptogram::tc) append_tlv(body, 0x5F34, pack_cn(app().profile.sequence));
  const Blob cryptogram = compute_cryptogram(list, values);
  append_tlv(body, 0x9F10, issuer_application_data());
  append_tlv(body, 0x9F26, cryptogram);
  append_tlv(body, 0x9F27, Blob{static_cast<std::uint8_t>(static_cast<unsigned>(kind) << 6)});
  Blob atc(2);
  store_be16(atc.data(), m.atc);
  append_tlv(body, 0x9F36, atc);
  append_tlv(body, 0x9F6C, ctq);
  if (!card_data.empty()) append_tlv(body, 0x9F69, card_data);
  if (app().profile.cash) append_tlv(body, 0x9F5D, pack_n(m.cash_balance, 6));
  if (quirk(Quirk::mute_after_gpo)) mute_ = true;
  session_.approval = tlv(0x77, body);
  return {sw::ok, session_.approval};
}

void VirtualCard::pay_cash() {
  memory().cash_balance -= *session_.pending_cash;
  session_.pending_cash.reset();
  write_log(app().contactless_pdol, session_.option_values);
  paid_ = PaidTap{application_, session_.option_values, session_.approval, session_.signature};
}

Blob VirtualCard::sign_contactless(Bytes values, Bytes card_data) {
  // fDDA, version 01 of 9F69: unpredictable number, amount, currency and the card's own data.
  const Dol& list = app().contactless_pdol;
  Blob covered;
  for (const std::uint32_t tag : {0x9F37U, 0x9F02U, 0x5F2AU}) append(covered, list.find(tag, values));
  append(covered, card_data);
  if (quirk(Quirk::dda_wrong_number)) covered[0] = static_cast<std::uint8_t>(covered[0] ^ 0xFF);
  const Blob number = dynamic_number();
  Blob dynamic{static_cast<std::uint8_t>(number.size())};
  append(dynamic, number);
  rsa_work();
  return signed_dynamic_data(primitives_, *app().icc_key, dynamic, covered);
}

}  // namespace mpos::card

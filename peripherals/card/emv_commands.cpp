// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "devicemodel/security/issuer_keys.hpp"
#include "peripherals/card/certificates.hpp"
#include "peripherals/card/virtual_card.hpp"

namespace mpos::card {
namespace {

const Record* find_record(const std::vector<Record>& records, std::uint8_t sfi, std::uint8_t number, bool& has_file) {
  for (const Record& record : records) {
    if (record.sfi != sfi) continue;
    has_file = true;
    if (record.number == number) return &record;
  }
  return nullptr;
}

Blob amount(std::uint16_t tag, std::uint64_t value) {
  return tlv(tag, pack_n(value, 6));
}

Blob counter(std::uint16_t tag, std::uint16_t value) {
  return tlv(tag, Blob{static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)});
}

}  // namespace

Answer VirtualCard::select(const Apdu& apdu) {
  if (apdu.p1 != 0x04 || (apdu.p2 != 0x00 && apdu.p2 != 0x02)) return {sw::wrong_p1p2};
  if (apdu.data.empty() || apdu.data.size() > 16) return {sw::wrong_length};
  if (state_.blocked) return {sw::not_supported};
  const bool next = apdu.p2 == 0x02;
  if (!next && equal(apdu.data, as_bytes(contactless() ? ppse_name : pse_name))) {
    if (card_->applications.empty() || (!contactless() && !card_->profile.pse)) return {sw::file_not_found};
    selected_ = contactless() ? Selected::contactless_directory : Selected::directory;
    session_ = {};
    return {sw::ok, contactless() ? card_->ppse_fci : card_->pse_fci};
  }
  if (!next && card_->wallet && equal(apdu.data, wallet_aid)) {
    selected_ = Selected::wallet;
    session_ = {};
    wallet_ = {};
    return {sw::ok, wallet_fci(*card_->wallet)};
  }
  const std::size_t from = next && selected_ == Selected::application ? application_ + 1 : 0;
  for (std::size_t i = from; i < card_->applications.size(); ++i) {
    const Blob& aid = card_->applications[i].profile.aid;
    if (apdu.data.size() <= aid.size() && equal(apdu.data, Bytes{aid}.first(apdu.data.size()))) return choose(i);
  }
  return {sw::file_not_found};
}

Answer VirtualCard::choose(std::size_t index) {
  selected_ = Selected::application;
  application_ = index;
  session_ = {};
  const Blob& fci = contactless() ? app().contactless_fci : app().fci;
  return {memory().blocked ? sw::invalidated : sw::ok, fci};
}

Answer VirtualCard::read_record(const Apdu& apdu) {
  const auto sfi = static_cast<std::uint8_t>(apdu.p2 >> 3);
  if ((apdu.p2 & 7) != 4 || sfi == 0 || sfi > 30 || apdu.p1 == 0) return {sw::wrong_p1p2};
  if (!apdu.data.empty()) return {sw::wrong_length};
  bool has_file = false;
  if (selected_ == Selected::directory) {
    const Record* record = find_record(card_->pse_records, sfi, apdu.p1, has_file);
    if (record != nullptr) return {sw::ok, record->bytes};
    return {has_file ? sw::record_not_found : sw::file_not_found};
  }
  if (selected_ != Selected::application) return {sw::file_not_found};
  if (sfi == log_sfi) return read_log(apdu.p1);
  const auto place = static_cast<std::uint16_t>(sfi << 8 | apdu.p1);
  Answer answer{sw::ok};
  if (sfi == signature_sfi && apdu.p1 == signature_record && !session_.signature.empty()) {
    answer.data = session_.signature;
  } else {
    const Record* record = find_record(app().records, sfi, apdu.p1, has_file);
    if (record == nullptr) return {has_file ? sw::record_not_found : sw::file_not_found};
    const auto written = memory().written_records.find(place);
    answer.data = written == memory().written_records.end() ? record->bytes : written->second;
  }
  if (session_.pending_cash && place == session_.last_record) {
    // Only now has the terminal all it needs: a card taken away earlier has paid nothing.
    pay_cash();
  }
  return answer;
}

Answer VirtualCard::read_log(std::uint8_t number) const {
  if (number > memory().log.size()) return {sw::record_not_found};
  return {sw::ok, memory().log[number - std::size_t{1}]};
}

bool VirtualCard::start_transaction() {
  ApplicationState& m = memory();
  const unsigned step = quirk(Quirk::atc_jump) ? 1000 : 1;
  if (m.atc + step > 0xFFFF) return false;
  paid_.reset();
  m.atc = static_cast<std::uint16_t>(m.atc + step);
  Blob atc(2);
  store_be16(atc.data(), m.atc);
  session_.key_ac.resize(16);
  session_.key_mac.resize(16);
  session_.key_enc.resize(16);
  security::session_key_pboc(primitives_, cipher(), app().udk_ac, atc, session_.key_ac);
  security::session_key_pboc(primitives_, cipher(), app().udk_mac, atc, session_.key_mac);
  security::session_key_pboc(primitives_, cipher(), app().udk_enc, atc, session_.key_enc);
  return true;
}

Answer VirtualCard::get_processing_options(const Apdu& apdu) {
  if (apdu.p1 != 0 || apdu.p2 != 0) return {sw::wrong_p1p2};
  if (session_.stage != Stage::selected || memory().blocked) return {sw::conditions};
  if (apdu.data.size() < 2 || apdu.data[0] != 0x83) return {sw::wrong_data};
  const std::size_t header = apdu.data[1] == 0x81 ? 3 : 2;
  const Dol& list = options_list();
  if (apdu.data.size() != header + list.size() || apdu.data[header - 1] != list.size()) return {sw::wrong_length};
  const Bytes values = apdu.data.subspan(header);
  if (contactless()) return contactless_options(values);
  if (!start_transaction()) return {sw::conditions};
  session_.stage = Stage::options;
  session_.option_values.assign(values.begin(), values.end());
  const Bytes indicator = list.find(0x9F7A, values);
  session_.cash =
      !indicator.empty() && indicator.back() == 1 && cash_pays(amount_in(list, values), list.find(0x5F2A, values));
  if (quirk(Quirk::mute_after_gpo)) mute_ = true;
  Blob body;
  if (app().profile.template_77) {
    append_tlv(body, 0x82, app().aip);
    append_tlv(body, 0x94, app().afl);
    return {sw::ok, tlv(0x77, body)};
  }
  append(body, app().aip);
  append(body, app().afl);
  return {sw::ok, tlv(0x80, body)};
}

Answer VirtualCard::internal_authenticate(const Apdu& apdu) {
  if (apdu.p1 != 0 || apdu.p2 != 0) return {sw::wrong_p1p2};
  if (session_.stage != Stage::options || !app().icc_key) return {sw::conditions};
  if (apdu.data.size() != app().ddol.size()) return {sw::wrong_length};
  Blob covered(apdu.data.begin(), apdu.data.end());
  if (quirk(Quirk::dda_wrong_number) && !covered.empty()) covered[0] = static_cast<std::uint8_t>(covered[0] ^ 0xFF);
  const Blob number = dynamic_number();
  Blob dynamic{static_cast<std::uint8_t>(number.size())};
  append(dynamic, number);
  rsa_work();
  const Blob signature = signed_dynamic_data(primitives_, *app().icc_key, dynamic, covered);
  session_.dda_done = true;
  if (app().profile.template_77) return {sw::ok, tlv(0x77, tlv(0x9F4B, signature))};
  return {sw::ok, tlv(0x80, signature)};
}

bool VirtualCard::check_arpc(Bytes data) {
  if (data.size() < 10 || quirk(Quirk::refuse_arpc)) return false;
  Blob expected(8);
  security::arpc_1(primitives_, cipher(), session_.key_ac, session_.arqc, data.subspan(8, 2), expected);
  return equal_constant_time(expected, data.first(8));
}

Answer VirtualCard::external_authenticate(const Apdu& apdu) {
  if (apdu.p1 != 0 || apdu.p2 != 0) return {sw::wrong_p1p2};
  if (!app().profile.issuer_authentication || session_.stage != Stage::first || session_.first != Cryptogram::arqc ||
      session_.issuer != IssuerCheck::none) {
    return {sw::conditions};
  }
  if (apdu.data.size() < 10 || apdu.data.size() > 16) return {sw::wrong_length};
  const bool right = check_arpc(apdu.data);
  session_.issuer = right ? IssuerCheck::passed : IssuerCheck::failed;
  return {right ? sw::ok : sw::authentication_failed};
}

Answer VirtualCard::get_data(const Apdu& apdu) const {
  if (!apdu.data.empty()) return {sw::wrong_length};
  const ApplicationState& m = memory();
  const auto tag = static_cast<std::uint16_t>(apdu.p1 << 8 | apdu.p2);
  const bool cash = app().profile.cash.has_value();
  switch (tag) {
    case 0x9F36: return {sw::ok, counter(tag, m.atc)};
    case 0x9F13: return {sw::ok, counter(tag, m.last_online_atc)};
    case 0x9F17: return {sw::ok, tlv(tag, Blob{state_.pin_tries})};
    case 0x9F4F: {
      Blob list;
      for (const Dol::Item& item : app().log_format.items()) {
        if (item.tag > 0xFF) list.push_back(static_cast<std::uint8_t>(item.tag >> 8));
        list.push_back(static_cast<std::uint8_t>(item.tag));
        list.push_back(static_cast<std::uint8_t>(item.size));
      }
      return {sw::ok, tlv(tag, list)};
    }
    case 0x9F79:
    case 0x9F5D: return cash ? Answer{sw::ok, amount(tag, m.cash_balance)} : Answer{sw::data_not_found};
    case 0x9F77: return cash ? Answer{sw::ok, amount(tag, m.cash_limit)} : Answer{sw::data_not_found};
    case 0x9F78: return cash ? Answer{sw::ok, amount(tag, m.cash_single_limit)} : Answer{sw::data_not_found};
    case 0x9F6D: return cash ? Answer{sw::ok, amount(tag, m.cash_reset_threshold)} : Answer{sw::data_not_found};
    default: return {sw::data_not_found};
  }
}

Answer VirtualCard::get_challenge(const Apdu& apdu) {
  if (apdu.p1 != 0 || apdu.p2 != 0) return {sw::wrong_p1p2};
  if (!apdu.data.empty()) return {sw::wrong_length};
  const std::size_t wanted = apdu.le.value_or(8);
  if (wanted != 4 && wanted != 8 && wanted != 256) return {sw::wrong_length};
  session_.challenge = random(wanted == 4 ? 4 : 8);
  return {sw::ok, session_.challenge};
}

}  // namespace mpos::card

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "devicemodel/security/issuer_keys.hpp"
#include "peripherals/card/certificates.hpp"
#include "peripherals/card/virtual_card.hpp"

namespace mpos::card {
namespace {

/// What the cryptogram covers of the terminal's data, in order (icc.md section 8).
constexpr Dol::Item covered[] = {{0x9F02, 6}, {0x9F03, 6}, {0x9F1A, 2}, {0x95, 5},
                                 {0x5F2A, 2}, {0x9A, 3},   {0x9C, 1},   {0x9F37, 4}};

void append_or_zeros(Blob& to, Bytes value, std::size_t size) {
  if (value.size() == size) {
    append(to, value);
  } else {
    to.insert(to.end(), size, 0);
  }
}

}  // namespace

Answer VirtualCard::generate_ac(const Apdu& apdu) {
  if ((apdu.p1 & 0x2F) != 0 || (apdu.p1 & 0xC0) == 0xC0 || apdu.p2 != 0) return {sw::wrong_p1p2};
  if ((apdu.p1 & 0x10) != 0 && app().profile.authentication != DataAuthentication::cda) return {sw::wrong_p1p2};
  if (contactless()) return {sw::conditions};
  if (session_.stage == Stage::options) return first_cryptogram(apdu);
  if (session_.stage == Stage::first && session_.first == Cryptogram::arqc) return second_cryptogram(apdu);
  return {sw::conditions};
}

Answer VirtualCard::first_cryptogram(const Apdu& apdu) {
  const Dol& list = app().cdol1;
  if (apdu.data.size() != list.size()) return {sw::wrong_length};
  const Cryptogram kind = assess_first(static_cast<Cryptogram>(apdu.p1 >> 6), apdu.data);
  ApplicationState& m = memory();
  session_.stage = kind == Cryptogram::arqc ? Stage::first : Stage::finished;
  session_.first = kind;
  session_.first_values.assign(apdu.data.begin(), apdu.data.end());
  // What the terminal says of this transaction is told the issuer in the next.
  const Bytes tvr = list.find(0x95, apdu.data);
  if (kind == Cryptogram::aac && tvr.size() == 5) {
    m.sda_failed = (tvr[0] & 0x40) != 0;
    m.dda_failed = (tvr[0] & 0x0C) != 0;
  }
  if (kind == Cryptogram::arqc) m.online_pending = true;
  if (kind == Cryptogram::tc) {
    const std::uint64_t amount = amount_in(list, apdu.data);
    if (session_.cash) {
      m.cash_balance -= amount;
    } else {
      m.offline_amount += amount;
    }
  }
  Answer answer = cryptogram_reply(kind, list, apdu.data, (apdu.p1 & 0x10) != 0 && kind != Cryptogram::aac);
  if (kind == Cryptogram::tc) write_log(list, apdu.data);
  return answer;
}

Answer VirtualCard::second_cryptogram(const Apdu& apdu) {
  const Dol& list = app().cdol2;
  if (apdu.data.size() != list.size()) return {sw::wrong_length};
  const auto requested = static_cast<Cryptogram>(apdu.p1 >> 6);
  if (requested == Cryptogram::arqc) return {sw::wrong_p1p2};
  const Cryptogram kind = assess_second(requested, apdu.data);
  session_.stage = Stage::finished;
  Answer answer = cryptogram_reply(kind, list, apdu.data, (apdu.p1 & 0x10) != 0 && kind != Cryptogram::aac);
  if (kind == Cryptogram::tc) write_log(list, apdu.data);
  return answer;
}

Answer VirtualCard::cryptogram_reply(Cryptogram kind, const Dol& dol, Bytes values, bool combined) {
  const Blob cid{static_cast<std::uint8_t>(static_cast<unsigned>(kind) << 6)};
  const Blob cryptogram = compute_cryptogram(dol, values);
  if (kind == Cryptogram::arqc) session_.arqc = cryptogram;
  const Blob iad = issuer_application_data();
  Blob atc(2);
  store_be16(atc.data(), memory().atc);
  Blob body;
  if (!combined && !app().profile.template_77) {
    for (const Bytes part : {Bytes{cid}, Bytes{atc}, Bytes{cryptogram}, Bytes{iad}}) append(body, part);
    return {sw::ok, tlv(0x80, body)};
  }
  append_tlv(body, 0x9F27, cid);
  append_tlv(body, 0x9F36, atc);
  if (!combined) {
    append_tlv(body, 0x9F26, cryptogram);
    append_tlv(body, 0x9F10, iad);
    return {sw::ok, tlv(0x77, body)};
  }
  // EMV book 2, 6.6.1: the signature covers the cryptogram and a hash of everything exchanged since SELECT.
  Blob exchanged = session_.option_values;
  append(exchanged, session_.first_values);
  if (session_.stage == Stage::finished && session_.first == Cryptogram::arqc) append(exchanged, values);
  append(exchanged, body);
  append_tlv(exchanged, 0x9F10, iad);
  Blob digest(20);
  primitives_.hash(security::Hash::sha1, exchanged, digest);
  const Blob number = dynamic_number();
  Blob dynamic{static_cast<std::uint8_t>(number.size())};
  for (const Bytes part : {Bytes{number}, Bytes{cid}, Bytes{cryptogram}, Bytes{digest}}) append(dynamic, part);
  Blob unpredictable;
  append_or_zeros(unpredictable, dol.find(0x9F37, values), 4);
  if (quirk(Quirk::dda_wrong_number)) unpredictable[0] = static_cast<std::uint8_t>(unpredictable[0] ^ 0xFF);
  rsa_work();
  append_tlv(body, 0x9F4B, signed_dynamic_data(primitives_, *app().icc_key, dynamic, unpredictable));
  append_tlv(body, 0x9F10, iad);
  return {sw::ok, tlv(0x77, body)};
}

Blob VirtualCard::compute_cryptogram(const Dol& dol, Bytes values) {
  Blob input;
  Blob atc(2);
  store_be16(atc.data(), memory().atc);
  if (contactless() && app().profile.contactless_cvn == 17) {
    append_or_zeros(input, dol.find(0x9F02, values), 6);
    append_or_zeros(input, dol.find(0x9F37, values), 4);
    append(input, atc);
    input.push_back(session_.cvr[1]);
  } else {
    for (const Dol::Item& item : covered) append_or_zeros(input, dol.find(item.tag, values), item.size);
    append(input, app().aip);
    append(input, atc);
    append(input, session_.cvr);
  }
  Blob out(8);
  security::application_cryptogram(primitives_, cipher(), session_.key_ac, input, out);
  return out;
}

Blob VirtualCard::issuer_application_data() {
  const std::uint8_t version = contactless() ? app().profile.contactless_cvn : std::uint8_t{1};
  Blob out{0x07, 0x01, version};
  append(out, session_.cvr);
  out.push_back(app().profile.sm4 ? 0x04 : 0x01);
  if (!app().profile.cash) return out;
  // Issuer-defined data 01: electronic cash balance and its MAC over ATC and the data (JR/T 0025.5).
  std::uint64_t balance = memory().cash_balance;
  if (session_.pending_cash) balance -= *session_.pending_cash;
  Blob data{0x01};
  append(data, pack_n(balance, 5));
  Blob input(2);
  store_be16(input.data(), memory().atc);
  append(input, data);
  Blob mac(8);
  security::application_cryptogram(primitives_, cipher(), session_.key_mac, input, mac);
  out.push_back(static_cast<std::uint8_t>(data.size() + 4));
  append(out, data);
  append(out, Bytes{mac}.first(4));
  return out;
}

Blob VirtualCard::dynamic_number() {
  return app().profile.dynamic_number.empty() ? random(8) : app().profile.dynamic_number;
}

void VirtualCard::write_log(const Dol& dol, Bytes values) {
  Blob entry;
  Blob atc(2);
  store_be16(atc.data(), memory().atc);
  for (const Dol::Item& item : app().log_format.items()) {
    Bytes value = item.tag == 0x9F36 ? Bytes{atc} : dol.find(item.tag, values);
    if (value.empty()) value = options_list().find(item.tag, session_.option_values);
    append_or_zeros(entry, value, item.size);
  }
  auto& log = memory().log;
  log.insert(log.begin(), std::move(entry));
  if (log.size() > log_entries) log.pop_back();
}

}  // namespace mpos::card

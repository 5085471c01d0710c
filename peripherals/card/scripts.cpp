// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "devicemodel/security/issuer_keys.hpp"
#include "peripherals/card/virtual_card.hpp"

// Issuer scripts: commands with a MAC of 4 bytes under the session key of this transaction (icc.md section 8).
namespace mpos::card {
namespace {

constexpr std::size_t mac_bytes = 4;
constexpr std::uint64_t largest_amount = 999'999'999'999;

}  // namespace

Answer VirtualCard::script(const Apdu& apdu) {
  switch (apdu.ins) {
    case 0x1E:
    case 0x18:
    case 0x16:
    case 0x24:
    case 0xDA:
    case 0xDC: break;
    default: return {sw::wrong_instruction};
  }
  if (session_.arqc.empty()) return {sw::conditions};
  if (apdu.data.size() < mac_bytes) return {sw::secure_messaging};
  const Bytes data = apdu.data.first(apdu.data.size() - mac_bytes);
  Blob input{apdu.cla,
             apdu.ins,
             apdu.p1,
             apdu.p2,
             static_cast<std::uint8_t>(apdu.data.size()),
             static_cast<std::uint8_t>(memory().atc >> 8),
             static_cast<std::uint8_t>(memory().atc)};
  append(input, session_.arqc);
  append(input, data);
  Blob mac(8);
  security::application_cryptogram(primitives_, cipher(), session_.key_mac, input, mac);
  Answer answer{sw::secure_messaging};
  if (equal_constant_time(Bytes{mac}.first(mac_bytes), apdu.data.last(mac_bytes))) answer = carry_out(apdu, data);
  ApplicationState& m = memory();
  if (answer.status == sw::ok) {
    m.scripts = static_cast<std::uint8_t>(std::min(15, m.scripts + 1));
    session_.scripts = static_cast<std::uint8_t>(std::min(15, session_.scripts + 1));
  } else {
    m.script_failed = true;
  }
  return answer;
}

Answer VirtualCard::carry_out(const Apdu& apdu, Bytes data) {
  switch (apdu.ins) {
    case 0x1E:
    case 0x18:
    case 0x16:
      if (apdu.p1 != 0 || apdu.p2 != 0) return {sw::wrong_p1p2};
      if (!data.empty()) return {sw::wrong_length};
      if (apdu.ins == 0x16) {
        state_.blocked = true;
      } else {
        memory().blocked = apdu.ins == 0x1E;
      }
      return {sw::ok};
    case 0x24: return change_pin(apdu, data);
    case 0xDA: return put_data(static_cast<std::uint16_t>(apdu.p1 << 8 | apdu.p2), data);
    default: return update_record(apdu, data);
  }
}

Answer VirtualCard::put_data(std::uint16_t tag, Bytes data) {
  ApplicationState& m = memory();
  std::uint64_t* amount = nullptr;
  switch (tag) {
    case 0x9F79: amount = &m.cash_balance; break;
    case 0x9F77: amount = &m.cash_limit; break;
    case 0x9F78: amount = &m.cash_single_limit; break;
    case 0x9F6D: amount = &m.cash_reset_threshold; break;
    default: return {sw::data_not_found};
  }
  if (!app().profile.cash) return {sw::data_not_found};
  if (data.size() != 6) return {sw::wrong_length};
  const auto value = unpack_n(data);
  if (!value || *value > largest_amount || (amount == &m.cash_balance && *value > m.cash_limit)) {
    return {sw::wrong_data};
  }
  *amount = *value;
  return {sw::ok};
}

Answer VirtualCard::update_record(const Apdu& apdu, Bytes data) {
  const auto sfi = static_cast<std::uint8_t>(apdu.p2 >> 3);
  if ((apdu.p2 & 7) != 4 || apdu.p1 == 0) return {sw::wrong_p1p2};
  const auto& records = app().records;
  const auto found = std::find_if(records.begin(), records.end(),
                                  [&](const Record& record) { return record.sfi == sfi && record.number == apdu.p1; });
  if (found == records.end()) return {sw::record_not_found};
  // A fixed-size file keeps its size; a record of the application may shrink or grow, but stays a record.
  if (data.empty() || (sfi > 10 && data.size() != found->bytes.size())) return {sw::wrong_length};
  memory().written_records[static_cast<std::uint16_t>(sfi << 8 | apdu.p1)] = Blob(data.begin(), data.end());
  return {sw::ok};
}

}  // namespace mpos::card

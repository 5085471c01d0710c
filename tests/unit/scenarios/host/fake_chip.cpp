// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/scenarios/host/fake_chip.hpp"

namespace mpos::host {
namespace {

void add(std::string& field, std::uint32_t tag, std::string_view value) {
  field += to_hex(card::tlv(tag, from_hex(value)));
}

}  // namespace

std::string with(std::string hex, std::string_view from, std::string_view to) {
  const std::size_t at = hex.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) hex.replace(at, from.size(), to);
  return hex;
}

std::string FakeChip::field55(Bytes reply, std::int64_t amount_minor, std::string_view tvr,
                              std::string_view type) const {
  card::Blob cid = card::test::find(reply, 0x9F27);
  card::Blob cryptogram = card::test::find(reply, 0x9F26);
  card::Blob issuer_data = card::test::find(reply, 0x9F10);
  card::Blob counter = card::test::find(reply, 0x9F36);
  if (!reply.empty() && reply[0] == 0x80) {
    const Bytes body = reply.subspan(2, reply[1]);
    cid.assign(body.begin(), body.begin() + 1);
    counter.assign(body.begin() + 1, body.begin() + 3);
    cryptogram.assign(body.begin() + 3, body.begin() + 11);
    issuer_data.assign(body.begin() + 11, body.end());
  }
  std::string field;
  add(field, 0x9F26, to_hex(cryptogram));
  add(field, 0x9F27, to_hex(cid));
  add(field, 0x9F10, to_hex(issuer_data));
  add(field, 0x9F37, "55667788");
  add(field, 0x9F36, to_hex(counter));
  add(field, 0x95, tvr);
  add(field, 0x9A, "240917");
  add(field, 0x9C, type);
  add(field, 0x9F02, to_hex(card::pack_n(static_cast<std::uint64_t>(amount_minor), 6)));
  add(field, 0x5F2A, "0156");
  add(field, 0x82, to_hex(bench.app().aip));
  add(field, 0x9F1A, "0156");
  add(field, 0x9F03, "000000000000");
  add(field, 0x9F33, "E0F8C8");
  return field;
}

std::string FakeChip::transact(std::uint8_t kind, std::int64_t amount_minor, std::string_view tvr,
                               std::uint8_t cash_indicator) {
  const auto amount = static_cast<std::uint64_t>(amount_minor);
  bench.start(amount, 0, cash_indicator);
  const auto reply = bench.generate(kind, amount, tvr);
  EXPECT_EQ(reply.status(), 0x9000);
  return field55(reply.data(), amount_minor, tvr);
}

std::string FakeChip::tap(std::int64_t amount_minor, std::string_view ttq) {
  const auto reply = bench.tap(static_cast<std::uint64_t>(amount_minor), ttq);
  EXPECT_EQ(reply.status(), 0x9000);
  return field55(reply.data(), amount_minor, "0000000000");
}

std::string FakeChip::send(FakeTerminal& terminal, Purchase purchase, const std::string& field55, const char* entry) {
  purchase.pan = bench.app().profile.pan;
  const auto change = purchase.change;
  purchase.change = [&](iso8583::Message& message) {
    message.set(22, entry);
    message.set(23, "001");
    message.set(55, from_hex(field55));
    if (change) change(message);
  };
  if (std::string_view{entry}.ends_with("2")) purchase.pin.clear();
  return terminal.send(purchase);
}

}  // namespace mpos::host

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/card_opening.hpp"

#include "devicemodel/base/hex.hpp"

namespace mpos::host {
namespace {

/// The cipher text of field 59 A6/03, hexadecimal.
std::optional<std::string_view> sealed_package(const Exchange& exchange) {
  const auto keys = exchange.field59.find("A6");
  const auto group = keys ? iso8583::parse_tlv(*keys) : iso8583::parse_tlv({});
  if (!group || !group->find("03")) return std::nullopt;
  return group->text("03");
}

bool has_track(const iso8583::Message& request) {
  return request.has(35) && part(request.text(53), 2, 1) == "1";
}

}  // namespace

bool names_card(const Exchange& exchange, AccountForm form) {
  return sealed_package(exchange) || has_track(exchange.request) ||
         (form == AccountForm::any && exchange.request.has(2));
}

std::optional<Code> open_card(Exchange& exchange, Hsm& hsm, AccountForm form, std::optional<std::int64_t> amount_minor,
                              std::optional<TrackTwo>& card) {
  const iso8583::Message& request = exchange.request;
  if (const auto sealed = sealed_package(exchange)) {
    std::array<std::uint8_t, 160> cipher_text;
    const auto size = read_hex(*sealed, cipher_text);
    auto package = size ? hsm.open_account(Bytes{cipher_text}.first(*size)) : std::nullopt;
    if (!package) {
      exchange.remark = "sealed account data cannot be opened";
      return Code{"30"};
    }
    card = parse_track2(package->track2);
    const bool same = !amount_minor || package->amount_minor == static_cast<std::uint64_t>(*amount_minor);
    wipe({reinterpret_cast<std::uint8_t*>(&*package), sizeof *package});
    if (!same) {
      exchange.remark = "sealed amount is another one";
      return Code{"13"};
    }
  } else if (has_track(request)) {
    auto track = hsm.open_track(request.text(35));
    if (track) card = parse_track2(*track);
    if (track) wipe({reinterpret_cast<std::uint8_t*>(&*track), sizeof *track});
  } else if (form == AccountForm::any && request.has(2)) {
    const auto pan = Pan::parse(request.text(2));
    if (pan) card = TrackTwo{*pan, request.text(14), {}};
  } else {
    exchange.remark = "no enciphered account data";
    return Code{"30"};
  }
  if (!card) {
    exchange.remark = "track 2 is none";
    return Code{"14"};
  }
  return std::nullopt;
}

}  // namespace mpos::host

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/chip_scripts.hpp"

#include <algorithm>
#include <vector>

#include "devicemodel/base/hex.hpp"
#include "scenarios/host/frontend/ber_tlv.hpp"

namespace mpos::host {
namespace {

using bus::v1::IssuerScript;

constexpr std::size_t mac_bytes = 4;
constexpr std::size_t longest_data = 128;

/// Bytes of hexadecimal text, or nothing.
std::optional<std::vector<std::uint8_t>> bytes_of(std::string_view text) {
  std::vector<std::uint8_t> bytes(text.size() / 2);
  if (text.size() % 2 != 0 || read_hex(text, bytes) != bytes.size()) return std::nullopt;
  return bytes;
}

/// Twelve digits, packed.
std::vector<std::uint8_t> packed_amount(std::int64_t amount) {
  std::vector<std::uint8_t> bytes(6);
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, amount /= 100) {
    *byte = static_cast<std::uint8_t>(amount % 100 / 10 << 4 | amount % 10);
  }
  return bytes;
}

bool is_pin(std::string_view text) noexcept {
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits && text.size() >= 4 && text.size() <= 12;
}

std::string trouble_of(const IssuerScript& script) {
  if (!script.id().empty() && (script.id().size() != 8 || !bytes_of(script.id()))) return "id is not 8 hex digits";
  const auto value = bytes_of(script.value());
  if (!value || value->size() > longest_data) return "value is not hex digits of at most 128 bytes";
  constexpr std::int64_t most = 999'999'999'999;
  switch (script.command()) {
    case IssuerScript::APPLICATION_BLOCK:
    case IssuerScript::APPLICATION_UNBLOCK:
    case IssuerScript::CARD_BLOCK:
    case IssuerScript::PIN_UNBLOCK: return "";
    case IssuerScript::PIN_CHANGE: return is_pin(script.pin()) ? "" : "pin_change needs a pin of 4 to 12 digits";
    case IssuerScript::PUT_DATA:
      if (const auto tag = bytes_of(script.tag()); !tag || tag->size() != 2)
        return "put_data needs a tag of 4 hex digits";
      if (script.amount_minor() < 0 || script.amount_minor() > most) return "amount is not of at most 12 digits";
      return "";
    case IssuerScript::UPDATE_RECORD:
      if (script.sfi() < 1 || script.sfi() > 30) return "update_record needs an sfi of 1 to 30";
      if (script.record() < 1 || script.record() > 255) return "update_record needs a record of 1 to 255";
      return value->empty() ? "update_record needs a value" : "";
    default: return "command is missing";
  }
}

struct Command {
  std::array<std::uint8_t, 4> header{};  ///< CLA INS P1 P2
  std::vector<std::uint8_t> data;
};

Command command_of(const IssuerScript& script, CardIssuer& issuer) {
  switch (script.command()) {
    case IssuerScript::APPLICATION_BLOCK: return {{0x84, 0x1E, 0, 0}, {}};
    case IssuerScript::APPLICATION_UNBLOCK: return {{0x84, 0x18, 0, 0}, {}};
    case IssuerScript::CARD_BLOCK: return {{0x84, 0x16, 0, 0}, {}};
    case IssuerScript::PIN_CHANGE: {
      constexpr std::uint8_t without_current = 2;
      const auto block = issuer.encipher_pin(script.pin());
      return {{0x84, 0x24, 0, without_current}, {block.begin(), block.end()}};
    }
    case IssuerScript::PUT_DATA: {
      const auto tag = bytes_of(script.tag()).value_or(std::vector<std::uint8_t>(2));
      auto value = bytes_of(script.value()).value_or(std::vector<std::uint8_t>{});
      return {{0x04, 0xDA, tag[0], tag[1]}, value.empty() ? packed_amount(script.amount_minor()) : std::move(value)};
    }
    case IssuerScript::UPDATE_RECORD:
      return {
          {0x04, 0xDC, static_cast<std::uint8_t>(script.record()), static_cast<std::uint8_t>(script.sfi() << 3 | 4)},
          bytes_of(script.value()).value_or(std::vector<std::uint8_t>{})};
    default: return {{0x84, 0x24, 0, 0}, {}};  // PIN unblock
  }
}

}  // namespace

std::string trouble_of(const bus::v1::HostRule& rule) {
  for (int i = 0; i < rule.scripts_size(); ++i) {
    if (auto trouble = trouble_of(rule.scripts(i)); !trouble.empty()) {
      return "scripts[" + std::to_string(i) + "]: " + trouble;
    }
  }
  return "";
}

bool append_scripts(const bus::v1::HostRule& rule, CardIssuer& issuer, std::uint16_t counter, Bytes cryptogram,
                    Field55& out) {
  for (const bool before : {true, false}) {
    Field55 body;
    for (const IssuerScript& script : rule.scripts()) {
      if (script.before() != before) continue;
      if (body.empty() && !script.id().empty()) {
        if (!append_ber(0x9F18, bytes_of(script.id()).value_or(std::vector<std::uint8_t>{}), body)) return false;
      }
      const Command command = command_of(script, issuer);
      ByteVector<5 + 2 + 8 + longest_data> covered;
      covered.append(command.header);
      covered.push_back(static_cast<std::uint8_t>(command.data.size() + mac_bytes));
      ByteVector<5 + longest_data + mac_bytes> apdu;
      apdu.append(covered.span());
      apdu.append(command.data);
      std::array<std::uint8_t, 2> bytes{};
      store_be16(bytes.data(), counter);
      covered.append(bytes);
      covered.append(cryptogram);
      covered.append(command.data);
      auto mac = issuer.script_mac(covered.span());
      if (script.wrong_mac()) mac[0] ^= 1;
      apdu.append(mac);
      if (!append_ber(0x86, apdu.span(), body)) return false;
    }
    if (!body.empty() && !append_ber(before ? 0x71 : 0x72, body.span(), out)) return false;
  }
  return true;
}

}  // namespace mpos::host

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/host_message.hpp"

#include "devicemodel/base/hex.hpp"

namespace mpos::firmware {

bool pack_with_mac(const iso8583::Message& message, security::SecurityCore& core, HostMessage& out) noexcept {
  out.resize(HostMessage::capacity());
  const auto length = iso8583::pack(message, out.span(), iso8583::MacRoom::yes);
  if (!length) return false;
  out.resize(*length);
  const MutableBytes packed = out.span();
  if (core.mac_by_module()) {
    // The PSAM's answer comes later; until then the place is held by what no MAC is.
    wipe(packed.last(iso8583::mac_bytes));
    return true;
  }
  const auto mac = core.mac(iso8583::mac_input(packed));
  if (!mac) return false;
  copy_bytes(*mac, packed.last(iso8583::mac_bytes));
  return true;
}

bool begin_account_group(iso8583::TlvWriter& field59, const Config& config,
                         const security::SecurityCore& core) noexcept {
  const auto nonce = core.transaction_nonce();
  if (config.policy.transaction_keys == security::TransactionKeys::fixed || nonce.empty()) return false;
  const bool dukpt = config.policy.transaction_keys == security::TransactionKeys::dukpt;
  const std::string_view source = dukpt ? "DUKPT" : core.mac_by_module() ? "PSAM" : "DIV";
  field59.begin("A6").put("01", source).put_hex("02", nonce.span());
  return true;
}

bool echoes_nonce(const iso8583::Message& answer, const Config& config, const security::SecurityCore& core) noexcept {
  if (config.policy.transaction_keys == security::TransactionKeys::fixed) return true;
  const auto groups = iso8583::parse_tlv(answer.get(59));
  if (!groups) return false;
  const auto group = groups->find("A6");
  if (!group) return false;
  const auto items = iso8583::parse_tlv(*group);
  if (!items) return false;
  std::array<std::uint8_t, 12> bytes{};
  const auto length = read_hex(items->text("02"), bytes);
  const auto nonce = core.transaction_nonce();
  return length && equal(Bytes{bytes}.first(*length), nonce.span());
}

bool mac_is_right(Bytes packed, const iso8583::Message& answer, security::SecurityCore& core) noexcept {
  return answer.has(64) && core.verify_mac(iso8583::mac_input(packed), answer.get(64));
}

}  // namespace mpos::firmware

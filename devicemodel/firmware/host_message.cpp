// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/host_message.hpp"

#include "devicemodel/base/hex.hpp"

namespace mpos::firmware {

bool set_enciphered_track(iso8583::Message& message, int field, std::string_view track,
                          security::SecurityCore& core) noexcept {
  const auto enciphered = core.encrypt_track(track);
  if (!enciphered) return false;
  // The packed bytes as nibbles again: the field counts digits, and cipher text may be any nibble.
  std::array<char, 108> nibbles{};
  write_hex(enciphered->span(), nibbles);
  return message.set(field, std::string_view{nibbles.data(), track.size()});
}

bool pack_with_mac(const iso8583::Message& message, security::SecurityCore& core, HostMessage& out) noexcept {
  out.resize(HostMessage::capacity());
  const auto length = iso8583::pack(message, out.span(), iso8583::MacRoom::yes);
  if (!length) return false;
  out.resize(*length);
  const MutableBytes packed = out.span();
  if (core.mac_by_module()) {
    // The PSAM's answer comes later; until then the place is held by what no MAC is.
    wipe(packed.last(iso8583::mac_bytes));
    core.remember_request(iso8583::mac_input(packed));
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

namespace {

/// The answer names the reader's own nonce in A6 (always true with static keys).
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

/// Why A8 does not prove the answer, or an empty text. The folded MAC of field 64 stays right when two bytes that fold
/// onto each other change alike; this proof does not.
const char* why_proof_wrong(const iso8583::Message& answer, security::SecurityCore& core) noexcept {
  const Bytes field59 = answer.get(59);
  const auto groups = iso8583::parse_tlv(field59);
  const auto value = groups ? groups->find("A8") : std::nullopt;
  if (!value) return "the answer has no proof";
  std::array<std::uint8_t, 16> proof{};
  if (value->size() != 2 * proof.size() || read_hex(as_text(*value), proof) != proof.size()) {
    return "the answer's proof is malformed";
  }
  // What the proof covers: the message as it came, zeros for its own value. What was unpacked packs to the same bytes.
  iso8583::Message covered = answer;
  const MutableBytes again = covered.reserve(59, field59.size());
  if (again.size() != field59.size()) return "the answer is too long";
  copy_bytes(field59, again);
  for (std::size_t i = 0; i < value->size(); ++i) {
    again[static_cast<std::size_t>(value->data() - field59.data()) + i] = '0';
  }
  std::array<std::uint8_t, iso8583::Message::max_bytes> bytes{};
  const auto length = iso8583::pack(covered, bytes, iso8583::MacRoom::yes);
  const bool right = length && core.verify_answer_proof(iso8583::mac_input(Bytes{bytes}.first(*length)), proof);
  return right ? "" : "the answer's proof is wrong";
}

}  // namespace

const char* why_unproved(Bytes packed, const iso8583::Message& answer, const Config& config,
                         security::SecurityCore& core) noexcept {
  if (!answer.has(64)) return "the answer has no MAC";
  if (!echoes_nonce(answer, config, core)) return "the answer names another key";
  // Before field 64: only an answer right in both ends a row of failures.
  if (config.policy.sign_in_proof) {
    if (const char* wrong = why_proof_wrong(answer, core); *wrong != '\0') return wrong;
  }
  return core.verify_mac(iso8583::mac_input(packed), answer.get(64)) ? "" : "the answer's MAC is wrong";
}

}  // namespace mpos::firmware

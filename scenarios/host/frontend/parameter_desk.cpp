// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/parameter_desk.hpp"

#include <openssl/sha.h>

#include <algorithm>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/iso8583/tlv59.hpp"
#include "scenarios/host/frontend/ber_tlv.hpp"

namespace mpos::host {
namespace {

using Digest = std::array<std::uint8_t, SHA256_DIGEST_LENGTH>;
using RecordBytes = ByteVector<512>;

constexpr std::size_t field62_most = 512;
constexpr std::size_t records_most = 99;

std::optional<std::vector<std::uint8_t>> bytes_of(std::string_view hex) {
  std::vector<std::uint8_t> bytes(hex.size() / 2);
  if (hex.size() % 2 != 0 || read_hex(hex, bytes) != bytes.size()) return std::nullopt;
  return bytes;
}

/// Appends objects from hexadecimal text and remembers whether one was none.
class Writer {
 public:
  void put(std::uint32_t tag, std::string_view hex) {
    const auto value = bytes_of(hex);
    good_ = good_ && value && append_ber(tag, *value, bytes_);
  }
  /// Nothing for an empty text.
  void put_given(std::uint32_t tag, std::string_view hex) {
    if (!hex.empty()) put(tag, hex);
  }
  void put_text(std::uint32_t tag, std::string_view text) { good_ = good_ && append_ber(tag, as_bytes(text), bytes_); }
  /// `digits` decimal digits, packed.
  void put_number(std::uint32_t tag, std::int64_t value, int digits) {
    std::string text = std::to_string(value);
    good_ = good_ && value >= 0 && text.size() <= static_cast<std::size_t>(digits);
    if (good_) put(tag, text.insert(0, static_cast<std::size_t>(digits) - text.size(), '0'));
  }
  void put_binary(std::uint32_t tag, std::int64_t value) {
    std::array<std::uint8_t, 4> bytes{};
    store_be32(bytes.data(), static_cast<std::uint32_t>(value));
    good_ = good_ && value >= 0 && value <= 0xFFFFFFFF && append_ber(tag, bytes, bytes_);
  }
  bool good() const noexcept { return good_; }
  std::vector<std::uint8_t> bytes() const { return {bytes_.begin(), bytes_.end()}; }

 private:
  RecordBytes bytes_;
  bool good_ = true;
};

std::string or_else(const std::string& text, const char* otherwise) {
  return text.empty() ? otherwise : text;
}

bool fits_length(const std::string& text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most;
}

}  // namespace

Result<ParameterDesk, std::string> ParameterDesk::create(const config::v1::TerminalFile& file,
                                                         std::optional<ParameterSigner> signer) {
  ParameterDesk desk;
  desk.signer_ = std::move(signer);
  desk.version_ = std::max(1U, file.version());
  for (const auto& key : file.keys()) {
    const std::string expiry = or_else(key.expiry(), "20351231");
    Writer name;
    name.put(0x9F06, key.rid());
    name.put(0x9F22, key.index());
    Writer entry = name;
    entry.put_text(0xDF05, expiry);
    Writer whole = entry;
    whole.put(0xDF06, "01");
    whole.put(0xDF07, "01");
    whole.put(0xDF02, key.modulus());
    whole.put(0xDF04, or_else(key.exponent(), "03"));
    whole.put(0xDF03, key.checksum());
    const bool sized = key.rid().size() == 10 && key.index().size() == 2 && expiry.size() == 8 &&
                       fits_length(key.modulus(), 2, 496) && key.checksum().size() == 40;
    if (!whole.good() || !sized) return Failure{"CA key " + key.rid() + "/" + key.index() + " is malformed"};
    desk.keys_.records.push_back({name.bytes(), entry.bytes(), whole.bytes()});
  }
  for (const auto& aid : file.applications()) {
    constexpr std::int64_t no_limit = 999'999'999'999;
    Writer name;
    name.put(0x9F06, aid.aid());
    Writer whole = name;
    whole.put(0xDF01, aid.exact() ? "01" : "00");
    whole.put(0x9F08, or_else(aid.version(), "0020"));
    whole.put(0xDF11, or_else(aid.tac_default(), "D84000A800"));
    whole.put(0xDF12, or_else(aid.tac_online(), "D84004F800"));
    whole.put(0xDF13, or_else(aid.tac_denial(), "0010000000"));
    whole.put_binary(0x9F1B, aid.floor_limit());
    whole.put_binary(0xDF15, aid.random_threshold());
    whole.put_number(0xDF16, aid.has_random_most() ? aid.random_most() : 99, 2);
    whole.put_number(0xDF17, aid.has_random_target() ? aid.random_target() : 99, 2);
    whole.put(0xDF14, or_else(aid.default_ddol(), "9F3704"));
    whole.put_given(0xDF22, aid.default_tdol());
    whole.put(0xDF18, aid.no_online_pin() ? "00" : "01");
    whole.put_number(0x9F7B, aid.ec_limit(), 12);
    whole.put_number(0xDF19, aid.contactless_floor_limit(), 12);
    whole.put_number(0xDF20, aid.has_contactless_limit() ? aid.contactless_limit() : no_limit, 12);
    whole.put_number(0xDF21, aid.contactless_cvm_limit(), 12);
    if (!whole.good() || !fits_length(aid.aid(), 10, 32)) return Failure{"application " + aid.aid() + " is malformed"};
    desk.applications_.records.push_back({name.bytes(), name.bytes(), whole.bytes()});
  }
  if (desk.keys_.records.size() > records_most || desk.applications_.records.size() > records_most) {
    return Failure{std::string("there are more than 99 keys or applications")};
  }
  return desk;
}

bool ParameterDesk::serves(const Exchange& exchange) noexcept {
  const std::string_view network = exchange.network();
  if (exchange.request.mti.view() == "0820") return network == "372" || network == "382";
  return network == "370" || network == "371" || network == "380" || network == "381";
}

Code ParameterDesk::answer(Exchange& exchange) const {
  const std::string_view network = exchange.network();
  const Set& set = set_of(network);
  switch (network[2]) {
    case '2': return list(exchange, set);
    case '0': return one(exchange, set);
    default: return end(exchange, set);
  }
}

Code ParameterDesk::list(Exchange& exchange, const Set& set) const {
  const std::string_view asked = exchange.request.text(62);
  const bool good =
      asked.size() == 3 && std::all_of(asked.begin(), asked.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!good || static_cast<std::size_t>(number(asked.substr(1))) > set.records.size()) {
    exchange.remark = "field 62 does not say how many are held";
    return "30";
  }
  const auto held = static_cast<std::size_t>(number(asked.substr(1)));
  std::vector<std::uint8_t> field{'0'};
  std::size_t next = held;
  for (; next < set.records.size(); ++next) {
    const auto& entry = set.records[next].entry;
    if (field.size() + entry.size() > field62_most) break;
    field.insert(field.end(), entry.begin(), entry.end());
  }
  // 0 none, 1 all in one message, 2 more to come, 3 the rest.
  if (!set.records.empty()) field[0] = next < set.records.size() ? '2' : held == 0 ? '1' : '3';
  MPOS_ASSERT(exchange.answer.set(62, field));
  return "00";
}

Code ParameterDesk::one(Exchange& exchange, const Set& set) const {
  const Bytes name = exchange.request.get(62);
  for (const Record& record : set.records) {
    if (!equal(record.name, name)) continue;
    std::vector<std::uint8_t> field{'1'};
    field.insert(field.end(), record.whole.begin(), record.whole.end());
    MPOS_ASSERT(exchange.answer.set(62, field));
    return "00";
  }
  exchange.remark = "no such parameters";
  return "25";
}

std::uint8_t ParameterDesk::processing_request(const Terminal& terminal) const noexcept {
  if (terminal.key_version < version_) return 4;
  return terminal.application_version < version_ ? 5 : 0;
}

Code ParameterDesk::end(Exchange& exchange, const Set& set) const {
  const bool wrong = exchange.rule != nullptr && exchange.rule->wrong_signature();
  std::uint32_t& held = &set == &keys_ ? exchange.terminal->key_version : exchange.terminal->application_version;
  if (!wrong) held = version_;
  if (!signer_) return "00";
  // Digests of the records, so that a reader need not hold the file until the signature comes.
  std::string text = "VMPOS-PARAMETERS";
  text += set.kind;
  std::array<std::uint8_t, 4> version{};
  store_be32(version.data(), version_);
  text += as_text(version);
  text += static_cast<char>(set.records.size());
  for (const Record& record : set.records) {
    Digest digest{};
    SHA256(record.whole.data(), record.whole.size(), digest.data());
    text += as_text(digest);
  }
  auto signature = signer_->sign(as_bytes(text));
  if (wrong) signature.back() ^= 1;
  Digest id{};
  SHA256(signer_->modulus().data(), signer_->modulus().size(), id.data());
  std::array<std::uint8_t, 600> bytes;
  iso8583::TlvWriter writer(bytes);
  writer.begin("A9").put_hex("01", version).put("02", zero_filled<2>(static_cast<std::int64_t>(set.records.size())));
  writer.put_hex("03", Bytes{id}.first(4)).put_hex("04", signature).end();
  if (!writer.good() || !exchange.answer.set(59, writer.bytes())) {
    exchange.remark = "the parameter key is too long for field 59";
    return "96";
  }
  return "00";
}

}  // namespace mpos::host

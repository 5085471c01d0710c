// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/terminal_records.hpp"

#include "peripherals/card/blob.hpp"

namespace mpos::world {
namespace {

using card::Blob;

/// Writes one record and remembers the first value that is not hexadecimal.
class Record {
 public:
  void hex(std::uint32_t tag, const std::string& text, const char* name) {
    if (text.empty()) return;
    const auto bytes = card::parse_hex(text);
    if (!bytes) {
      if (problem_.empty()) problem_ = std::string(name) + " is not hexadecimal";
      return;
    }
    card::append_tlv(bytes_, tag, *bytes);
  }
  void money(std::uint32_t tag, std::int64_t minor) { digits(tag, minor, 12); }
  void digits(std::uint32_t tag, std::int64_t value, std::size_t count) {
    std::string text = std::to_string(value);
    if (text.size() < count) text.insert(0, count - text.size(), '0');
    hex(tag, text, "an amount");
  }
  void binary(std::uint32_t tag, std::int64_t value) {
    std::array<std::uint8_t, 4> bytes{};
    store_be32(bytes.data(), static_cast<std::uint32_t>(value));
    card::append_tlv(bytes_, tag, bytes);
  }
  void flag(std::uint32_t tag, bool value) {
    card::append_tlv(bytes_, tag, std::array<std::uint8_t, 1>{static_cast<std::uint8_t>(value ? 1 : 0)});
  }
  Blob take() { return std::move(bytes_); }
  const std::string& problem() const { return problem_; }

 private:
  Blob bytes_;
  std::string problem_;
};

void write(Record& out, const config::v1::TerminalApplication& from) {
  out.hex(0x9F06, from.aid(), "aid");
  out.flag(0xDF01, from.exact());
  out.hex(0x9F08, from.version(), "version");
  out.hex(0xDF11, from.tac_default(), "tac_default");
  out.hex(0xDF12, from.tac_online(), "tac_online");
  out.hex(0xDF13, from.tac_denial(), "tac_denial");
  out.binary(0x9F1B, from.floor_limit());
  out.binary(0xDF15, from.random_threshold());
  out.digits(0xDF16, from.has_random_most() ? from.random_most() : 99, 2);
  out.digits(0xDF17, from.has_random_target() ? from.random_target() : 99, 2);
  out.hex(0xDF14, from.default_ddol(), "default_ddol");
  out.hex(0xDF22, from.default_tdol(), "default_tdol");
  out.flag(0xDF18, !from.no_online_pin());
  out.money(0x9F7B, from.ec_limit());
  out.money(0xDF19, from.contactless_floor_limit());
  if (from.has_contactless_limit()) out.money(0xDF20, from.contactless_limit());
  out.money(0xDF21, from.contactless_cvm_limit());
}

void write(Record& out, const config::v1::TerminalKey& from) {
  out.hex(0x9F06, from.rid(), "rid");
  out.hex(0x9F22, from.index(), "index");
  out.hex(0xDF05, from.expiry().empty() ? "20351231" : from.expiry(), "expiry");
  out.hex(0xDF06, "01", "hash");
  out.hex(0xDF07, "01", "algorithm");
  out.hex(0xDF02, from.modulus(), "modulus");
  out.hex(0xDF04, from.exponent().empty() ? "03" : from.exponent(), "exponent");
  out.hex(0xDF03, from.checksum(), "checksum");
}

}  // namespace

Result<TerminalRecords, std::string> make_terminal_records(const config::v1::TerminalFile& file) {
  TerminalRecords out;
  out.version = file.version() == 0 ? 1 : file.version();
  for (const auto& application : file.applications()) {
    Record record;
    write(record, application);
    if (!record.problem().empty()) return Failure{"application " + application.aid() + ": " + record.problem()};
    out.applications.push_back(record.take());
  }
  for (const auto& key : file.keys()) {
    Record record;
    write(record, key);
    if (!record.problem().empty()) return Failure{"key " + key.rid() + " " + key.index() + ": " + record.problem()};
    out.keys.push_back(record.take());
  }
  return out;
}

}  // namespace mpos::world

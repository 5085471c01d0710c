// SPDX-License-Identifier: Apache-2.0
#include "peripherals/psam/psam_file.hpp"

#include <algorithm>

namespace mpos::psam {
namespace {

/// True when `text` is left out, or is hexadecimal of that many bytes.
bool take(Blob& value, const std::string& text, std::size_t size) {
  if (text.empty()) return true;
  auto bytes = card::parse_hex(text);
  if (!bytes || bytes->size() != size) return false;
  value = *std::move(bytes);
  return true;
}

}  // namespace

Result<PsamProfile, std::string> profile_from(const config::v1::PsamFile& file) {
  PsamProfile out;
  // Direct convention, TB1 and TC1 zero, nine historical bytes.
  out.atr = {0x3B, 0x69, 0x00, 0x00};
  card::append(out.atr, as_bytes("VMPOSPSAM"));
  out.issuer = Blob(8, 0);
  out.application = Blob(8, 0);
  out.start = {0x20, 0x20, 0x01, 0x01};
  out.end = {0x20, 0x99, 0x12, 0x31};
  if (file.serial().empty() || !take(out.serial, file.serial(), 10)) return Failure{std::string{"serial"}};
  if (file.terminal().empty() || !take(out.terminal, file.terminal(), 6)) return Failure{std::string{"terminal"}};
  if (!take(out.issuer, file.issuer(), 8)) return Failure{std::string{"issuer"}};
  if (!take(out.application, file.application(), 8)) return Failure{std::string{"application"}};
  if (!take(out.start, file.start(), 4)) return Failure{std::string{"start"}};
  if (!take(out.end, file.end(), 4)) return Failure{std::string{"end"}};
  if (!file.atr().empty()) {
    auto atr = card::parse_hex(file.atr());
    if (!atr || atr->size() < 2 || atr->size() > 33) return Failure{std::string{"atr"}};
    out.atr = *std::move(atr);
  }
  out.pin = file.pin().empty() ? "0000" : file.pin();
  const bool digits = std::all_of(out.pin.begin(), out.pin.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || out.pin.size() < 4 || out.pin.size() > 12) return Failure{std::string{"pin"}};
  out.transaction_number = std::max(1U, file.transaction_number());
  out.reading = file.public_os() ? P1Reading::public_os : P1Reading::levels_and_type;
  for (int i = 0; i < file.keys_size(); ++i) {
    const config::v1::PsamKey& from = file.keys(i);
    auto bytes = card::parse_hex(from.key());
    if (!bytes || (bytes->size() != 8 && bytes->size() != 16) || from.type() > 31 || from.index() < 1 ||
        from.index() > 255) {
      return Failure{"keys[" + std::to_string(i) + "]"};
    }
    out.keys.push_back({from.card() ? Folder::card : Folder::application, static_cast<std::uint8_t>(from.type()),
                        static_cast<std::uint8_t>(from.index()), *std::move(bytes)});
  }
  return out;
}

}  // namespace mpos::psam

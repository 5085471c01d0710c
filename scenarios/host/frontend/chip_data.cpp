// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/chip_data.hpp"

#include "devicemodel/base/hex.hpp"

namespace mpos::host {
namespace {

constexpr std::uint8_t contactless_version = 17;

/// Bytes an object may have. BCD ones hold digits only.
struct Rule {
  std::uint32_t tag;
  std::uint8_t least;
  std::uint8_t most;
  bool digits = false;
};
constexpr Rule rules[] = {
    {0x5A, 4, 10},        {0x57, 8, 19},        {0x82, 2, 2},       {0x84, 5, 16},        {0x8A, 2, 2},
    {0x95, 5, 5},         {0x9A, 3, 3, true},   {0x9C, 1, 1, true}, {0x5F2A, 2, 2, true}, {0x5F34, 1, 1, true},
    {0x9F02, 6, 6, true}, {0x9F03, 6, 6, true}, {0x9F09, 2, 2},     {0x9F10, 8, 32},      {0x9F1A, 2, 2, true},
    {0x9F1E, 8, 8},       {0x9F26, 8, 8},       {0x9F27, 1, 1},     {0x9F33, 3, 3},       {0x9F34, 3, 3},
    {0x9F35, 1, 1, true}, {0x9F36, 2, 2},       {0x9F37, 4, 4},     {0x9F41, 2, 4},       {0x9F63, 16, 16},
    {0x9F74, 6, 6},       {0xDF31, 5, 255},
};

std::span<const std::uint32_t> required_objects(ChipForm form) noexcept {
  static constexpr std::uint32_t request[] = {0x9F26, 0x9F27, 0x9F10, 0x9F37, 0x9F36, 0x95,   0x9A,  0x9C,
                                              0x9F02, 0x5F2A, 0x82,   0x9F1A, 0x9F03, 0x9F33, 0x9F74};
  static constexpr std::uint32_t reversal[] = {0x95, 0x9F10, 0x9F1E};
  static constexpr std::uint32_t notice[] = {0x9F33, 0x95, 0x9F37, 0x9F1E, 0x9F10, 0x9F26,
                                             0x9F36, 0x82, 0xDF31, 0x9F1A, 0x9A};
  switch (form) {
    case ChipForm::request:
    case ChipForm::upload: return std::span{request}.first(std::size(request) - 1);
    case ChipForm::cash: return request;
    case ChipForm::reversal: return reversal;
    case ChipForm::notice: break;
  }
  return notice;
}

std::string name_of(std::uint32_t tag) {
  std::array<std::uint8_t, 4> bytes{};
  store_be32(bytes.data(), tag);
  std::array<char, 8> text{};
  write_hex(bytes, text);
  const std::size_t start = tag > 0xFF ? 4 : 6;
  return {text.data() + start, text.size() - start};
}

}  // namespace

std::optional<std::int64_t> bcd_number(Bytes bytes) noexcept {
  if (bytes.size() > 9) return std::nullopt;
  std::int64_t number = 0;
  for (const std::uint8_t byte : bytes) {
    if (byte >> 4 > 9 || (byte & 15) > 9) return std::nullopt;
    number = number * 100 + (byte >> 4) * 10 + (byte & 15);
  }
  return number;
}

std::optional<IssuerData> parse_issuer_data(Bytes value) noexcept {
  constexpr std::size_t fixed = 8;
  constexpr std::size_t mac_size = 4;
  if (value.size() < fixed || value[0] != 7 || value[3] != 3) return std::nullopt;
  IssuerData out;
  out.version = value[2];
  copy_bytes(value.subspan(3, 4), out.cvr);
  out.algorithm = value[7];
  const Bytes rest = value.subspan(fixed);
  if (rest.empty()) return out;
  if (rest[0] != rest.size() - 1 || rest[0] <= mac_size) return std::nullopt;
  out.discretionary = rest.subspan(1, rest.size() - 1 - mac_size);
  out.mac = rest.last(mac_size);
  return out;
}

Result<ChipData, std::string> ChipData::parse(Bytes field55, ChipForm form) {
  const auto objects = parse_ber(field55);
  if (!objects) return Failure{std::string("field 55 is no TLV")};
  ChipData out;
  out.objects_ = *objects;
  for (const BerObject& object : objects->objects()) {
    for (const Rule& rule : rules) {
      if (rule.tag != object.tag) continue;
      const bool sized = object.value.size() >= rule.least && object.value.size() <= rule.most;
      if (!sized || (rule.digits && !bcd_number(object.value))) {
        return Failure{"field 55: " + name_of(object.tag) + " has a wrong length or form"};
      }
    }
  }
  for (const std::uint32_t tag : required_objects(form)) {
    if (!out.has(tag)) return Failure{"field 55: " + name_of(tag) + " is missing"};
  }
  const auto issuer_data = parse_issuer_data(out.get(0x9F10));
  if (!issuer_data) return Failure{std::string("field 55: 9F10 has a wrong length or form")};
  out.issuer_data_ = *issuer_data;
  if (out.get(0xDF31).size() % 5 != 0) return Failure{std::string("field 55: DF31 has a wrong length or form")};
  return out;
}

std::uint16_t ChipData::counter() const noexcept {
  return has(0x9F36) ? load_be16(get(0x9F36).data()) : std::uint16_t{0};
}

ByteVector<64> ChipData::covered() const noexcept {
  static constexpr std::uint32_t ordinary[] = {0x9F02, 0x9F03, 0x9F1A, 0x95, 0x5F2A, 0x9A, 0x9C, 0x9F37, 0x82, 0x9F36};
  static constexpr std::uint32_t contactless[] = {0x9F02, 0x9F37, 0x9F36};
  const bool short_list = issuer_data_.version == contactless_version;
  ByteVector<64> out;
  for (const std::uint32_t tag : short_list ? std::span<const std::uint32_t>{contactless} : ordinary) {
    out.append(get(tag));
  }
  if (short_list) {
    out.push_back(issuer_data_.cvr[1]);
  } else {
    out.append(issuer_data_.cvr);
  }
  return out;
}

}  // namespace mpos::host

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/parameter_messages.hpp"

#include "devicemodel/base/hex.hpp"
#include "devicemodel/iso8583/tlv59.hpp"

namespace mpos::firmware {
namespace {

constexpr emv::Tag aid_tag = 0x9F06;
constexpr emv::Tag index_tag = 0x9F22;
constexpr emv::Tag expiry_tag = 0xDF05;

constexpr char flag_none = '0';
constexpr char flag_all = '1';
constexpr char flag_more = '2';
constexpr char flag_rest = '3';

/// The next object when it has that tag and a size that can be.
std::optional<emv::Tlv> take(emv::TlvReader& reader, emv::Tag tag, std::size_t least, std::size_t most) noexcept {
  const auto object = reader.next();
  if (!object || !object->has_value()) return std::nullopt;
  const emv::Tlv& tlv = **object;
  if (tlv.tag != tag || tlv.value.size() < least || tlv.value.size() > most) return std::nullopt;
  return tlv;
}

template <std::size_t N>
bool take_hex(std::string_view text, ByteVector<N>& out) noexcept {
  out.resize(N);
  const auto size = read_hex(text, out.span());
  out.resize(size ? *size : 0);
  return size && *size > 0;
}

template <std::size_t N>
bool take_hex(std::string_view text, std::array<std::uint8_t, N>& out) noexcept {
  return read_hex(text, out) == N;
}

}  // namespace

bool build_parameter_request(emv::ParameterSet set, ParameterStep step, std::string_view terminal,
                             std::string_view merchant, std::string_view batch, std::size_t held,
                             const ParameterName& name, iso8583::Message& out) noexcept {
  out.clear();
  out.mti = step == ParameterStep::list ? "0820" : "0800";
  FixedString<11> control{"00"};
  if (!control.try_append(batch)) return false;
  const char digits[] = {'3', set == emv::ParameterSet::ca_keys ? '7' : '8',
                         step == ParameterStep::list     ? '2'
                         : step == ParameterStep::record ? '0'
                                                         : '1'};
  if (!control.try_append({digits, sizeof digits})) return false;
  const bool good = out.set(41, terminal) && out.set(42, merchant) && out.set(60, control);
  if (step == ParameterStep::end) return good;
  if (step == ParameterStep::record) return good && out.set(62, name.span());
  if (held > 99) return false;
  const char count[] = {'1', static_cast<char>('0' + held / 10), static_cast<char>('0' + held % 10)};
  return good && out.set(62, std::string_view{count, sizeof count});
}

std::optional<ParameterList> parse_parameter_list(emv::ParameterSet set, Bytes field62) noexcept {
  if (field62.empty()) return std::nullopt;
  const char flag = static_cast<char>(field62[0]);
  ParameterList list;
  list.more = flag == flag_more;
  const bool known = flag == flag_all || flag == flag_more || flag == flag_rest;
  Bytes rest = field62.subspan(1);
  if (flag == flag_none) return rest.empty() ? std::optional{list} : std::nullopt;
  if (!known || rest.empty()) return std::nullopt;
  while (!rest.empty()) {
    emv::TlvReader reader{rest};
    const bool key = set == emv::ParameterSet::ca_keys;
    const auto aid = take(reader, aid_tag, 5, key ? 5 : 16);
    if (!aid) return std::nullopt;
    ParameterName name;
    name.append(aid->whole);
    std::size_t size = aid->whole.size();
    if (key) {
      const auto index = take(reader, index_tag, 1, 1);
      const auto expiry = index ? take(reader, expiry_tag, 4, 8) : std::nullopt;
      if (!expiry) return std::nullopt;
      name.append(index->whole);
      size += index->whole.size() + expiry->whole.size();
    }
    // Zero bytes between objects, which BER allows, are not what a host sends.
    if (!equal(rest.first(aid->whole.size()), aid->whole) || size > rest.size()) return std::nullopt;
    if (!list.names.try_push_back(name)) return std::nullopt;
    rest = rest.subspan(size);
  }
  return list;
}

std::optional<Bytes> parse_parameter_record(const ParameterName& asked, Bytes field62) noexcept {
  if (field62.size() < 1 + asked.size() || field62[0] != static_cast<std::uint8_t>(flag_all)) return std::nullopt;
  const Bytes record = field62.subspan(1);
  if (!equal(record.first(asked.size()), asked.span())) return std::nullopt;
  return record;
}

std::optional<emv::ParameterSignature> parse_parameter_signature(Bytes field59) noexcept {
  const auto field = iso8583::parse_tlv(field59);
  const auto group = field ? field->find("A9") : std::nullopt;
  const auto parts = group ? iso8583::parse_tlv(*group) : iso8583::parse_tlv({});
  if (!parts) return std::nullopt;
  emv::ParameterSignature out;
  std::array<std::uint8_t, 4> version{};
  const std::string_view count = parts->text("02");
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (count.size() != 2 || !digit(count[0]) || !digit(count[1])) return std::nullopt;
  if (!take_hex(parts->text("01"), version) || !take_hex(parts->text("03"), out.key_id) ||
      !take_hex(parts->text("04"), out.signature)) {
    return std::nullopt;
  }
  out.version = load_be32(version.data());
  out.count = static_cast<std::uint8_t>((count[0] - '0') * 10 + (count[1] - '0'));
  return out;
}

}  // namespace mpos::firmware

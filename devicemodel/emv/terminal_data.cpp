// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/terminal_data.hpp"

#include "devicemodel/base/bcd.hpp"
#include "devicemodel/base/hex.hpp"

namespace mpos::emv {
namespace {

/// Reads the fields of one record and remembers whether one of them could not be.
class Fields {
 public:
  explicit Fields(Bytes record) noexcept : record_(record) {}
  bool failed() const noexcept { return failed_; }

  template <std::size_t N>
  void bytes(Tag tag, std::array<std::uint8_t, N>& out) noexcept {
    const auto value = find_tlv(record_, tag);
    if (!value) return;
    if (value->size() != N) {
      failed_ = true;
      return;
    }
    copy_bytes(*value, out);
  }
  template <std::size_t N>
  void list(Tag tag, ByteVector<N>& out) noexcept {
    const auto value = find_tlv(record_, tag);
    if (!value) return;
    out.clear();
    if (!out.try_append(*value)) failed_ = true;
  }
  void amount(Tag tag, std::uint64_t& out) noexcept {
    const auto value = find_tlv(record_, tag);
    if (!value) return;
    const auto number = value->size() == 6 ? bcd_number(*value) : std::nullopt;
    if (number) {
      out = *number;
    } else {
      failed_ = true;
    }
  }
  void binary(Tag tag, std::uint32_t& out) noexcept {
    std::array<std::uint8_t, 4> raw{};
    store_be32(raw.data(), out);
    bytes(tag, raw);
    out = load_be32(raw.data());
  }
  void percent(Tag tag, std::uint8_t& out) noexcept {
    const auto value = find_tlv(record_, tag);
    if (!value) return;
    const auto number = value->size() == 1 ? bcd_number(*value) : std::nullopt;
    if (number) {
      out = static_cast<std::uint8_t>(*number);
    } else {
      failed_ = true;
    }
  }

 private:
  Bytes record_;
  bool failed_ = false;
};

std::optional<Date> expiry_of(Bytes value) noexcept {
  std::array<std::uint8_t, 4> packed{};
  if (value.size() == 8) {
    for (const std::uint8_t digit : value) {
      if (digit < '0' || digit > '9') return std::nullopt;
    }
    (void)read_hex(as_text(value), packed);
  } else if (value.size() == 4) {
    copy_bytes(value, packed);
  } else {
    return std::nullopt;
  }
  const Date date{packed[1], packed[2], packed[3]};
  const bool century = packed[0] == 0x20 || (packed[0] == 0x19 && packed[1] >= 0x50);
  return century && valid_date(date) ? std::optional{date} : std::nullopt;
}

struct KeyNumber {
  std::array<std::uint8_t, 5> rid;
  std::uint8_t index;
};
constexpr std::array<std::uint8_t, 5> unionpay{0xA0, 0x00, 0x00, 0x03, 0x33};
constexpr std::array<std::uint8_t, 5> visa{0xA0, 0x00, 0x00, 0x00, 0x03};
constexpr std::array<std::uint8_t, 5> mastercard{0xA0, 0x00, 0x00, 0x00, 0x04};
constexpr std::array<std::uint8_t, 5> amex{0xA0, 0x00, 0x00, 0x00, 0x25};
/// Numbers the schemes publish for production.
constexpr std::array live_numbers = {
    KeyNumber{unionpay, 0x01},   KeyNumber{unionpay, 0x02},   KeyNumber{unionpay, 0x03},   KeyNumber{unionpay, 0x04},
    KeyNumber{visa, 0x01},       KeyNumber{visa, 0x07},       KeyNumber{visa, 0x08},       KeyNumber{visa, 0x09},
    KeyNumber{mastercard, 0x03}, KeyNumber{mastercard, 0x04}, KeyNumber{mastercard, 0x05}, KeyNumber{mastercard, 0x06},
    KeyNumber{amex, 0x0E},       KeyNumber{amex, 0x0F},       KeyNumber{amex, 0x10},
};
/// SHA-1 checksums of UnionPay's production keys 01 to 04 (icc.md section 9).
constexpr std::array<std::array<std::uint8_t, 20>, 4> live_checksums = {{
    {0xE8, 0x81, 0xE3, 0x90, 0x67, 0x5D, 0x44, 0xC2, 0xDD, 0x81,
     0x23, 0x4D, 0xCE, 0x29, 0xC3, 0xF5, 0xAB, 0x22, 0x97, 0xA0},
    {0x03, 0xBB, 0x33, 0x5A, 0x85, 0x49, 0xA0, 0x3B, 0x87, 0xAB,
     0x08, 0x9D, 0x00, 0x6F, 0x60, 0x85, 0x2E, 0x4B, 0x80, 0x60},
    {0x87, 0xF0, 0xCD, 0x7C, 0x0E, 0x86, 0xF3, 0x8F, 0x89, 0xA6,
     0x6F, 0x8C, 0x47, 0x07, 0x1A, 0x8B, 0x88, 0x58, 0x6F, 0x26},
    {0xF5, 0x27, 0x08, 0x1C, 0xF3, 0x71, 0xDD, 0x7E, 0x1F, 0xD4,
     0xFA, 0x41, 0x4A, 0x66, 0x50, 0x36, 0xE0, 0xF5, 0xE6, 0xE5},
}};

}  // namespace

bool valid_date(const Date& date) noexcept {
  const auto number = bcd_number(date);
  return number && *number / 100 % 100 >= 1 && *number / 100 % 100 <= 12 && *number % 100 >= 1 && *number % 100 <= 31;
}

std::uint32_t date_order(const Date& date) noexcept {
  const std::uint32_t century = date[0] >= 0x50 ? 0x19 : 0x20;
  return century << 24 | std::uint32_t{date[0]} << 16 | std::uint32_t{date[1]} << 8 | date[2];
}

Result<AidParameters, ImportError> import_aid(Bytes record) noexcept {
  if (!check_tlv(record, Duplicates::refused)) return Failure{ImportError::bad_tlv};
  AidParameters out;
  const std::array<std::uint8_t, 3> ddol{0x9F, 0x37, 0x04};
  out.default_ddol.append(ddol);
  Fields fields{record};
  fields.list(0x9F06, out.aid);
  std::array<std::uint8_t, 1> flag{0};
  fields.bytes(0xDF01, flag);
  out.partial_match = flag[0] == 0;
  if (flag[0] > 1) return Failure{ImportError::bad_value};
  fields.bytes(0x9F08, out.version);
  fields.bytes(0x9F09, out.version);
  fields.bytes(0xDF11, out.tac_default);
  fields.bytes(0xDF12, out.tac_online);
  fields.bytes(0xDF13, out.tac_denial);
  fields.binary(0x9F1B, out.floor_limit);
  fields.list(0xDF14, out.default_ddol);
  fields.binary(0xDF15, out.random_threshold);
  fields.percent(0xDF16, out.random_most);
  fields.percent(0xDF17, out.random_target);
  flag[0] = out.online_pin ? 1 : 0;
  fields.bytes(0xDF18, flag);
  out.online_pin = flag[0] != 0;
  fields.amount(0x9F7B, out.ec_limit);
  fields.amount(0xDF19, out.contactless_floor_limit);
  fields.amount(0xDF20, out.contactless_limit);
  fields.amount(0xDF21, out.contactless_cvm_limit);
  fields.list(0xDF22, out.default_tdol);
  if (fields.failed()) return Failure{ImportError::bad_value};
  if (out.aid.empty()) return Failure{ImportError::missing};
  if (out.aid.size() < 5) return Failure{ImportError::bad_value};
  return out;
}

std::array<std::uint8_t, 20> ca_key_checksum(security::Primitives& primitives, Bytes rid, std::uint8_t index,
                                             const PublicKey& key) noexcept {
  ByteVector<5 + 1 + max_modulus_bytes + 3> data;
  data.append(rid);
  data.push_back(index);
  data.append(key.modulus.span());
  data.append(key.exponent.span());
  std::array<std::uint8_t, 20> out{};
  primitives.hash(security::Hash::sha1, data.span(), out);
  return out;
}

bool is_live_key(security::Primitives& primitives, const CaKey& key) noexcept {
  for (const KeyNumber& live : live_numbers) {
    if (live.rid == key.rid && live.index == key.index) return true;
  }
  std::uint8_t index = 0;
  for (const auto& checksum : live_checksums) {
    if (ca_key_checksum(primitives, unionpay, ++index, key.key) == checksum) return true;
  }
  return false;
}

Result<CaKey, ImportError> import_ca_key(security::Primitives& primitives, Bytes record, bool lab) noexcept {
  if (!check_tlv(record, Duplicates::refused)) return Failure{ImportError::bad_tlv};
  const auto aid = find_tlv(record, 0x9F06);
  const auto index = find_tlv(record, 0x9F22);
  const auto expiry = find_tlv(record, 0xDF05);
  const auto modulus = find_tlv(record, 0xDF02);
  const auto exponent = find_tlv(record, 0xDF04);
  const auto checksum = find_tlv(record, 0xDF03);
  if (!aid || !index || !expiry || !modulus || !exponent || !checksum) return Failure{ImportError::missing};
  CaKey out;
  Fields fields{record};
  fields.bytes(0x9F06, out.rid);
  std::array<std::uint8_t, 1> number{};
  fields.bytes(0x9F22, number);
  out.index = number[0];
  number[0] = 1;
  fields.bytes(0xDF06, number);
  out.hash_algorithm = number[0];
  number[0] = 1;
  fields.bytes(0xDF07, number);
  out.key_algorithm = number[0];
  fields.list(0xDF02, out.key.modulus);
  fields.list(0xDF04, out.key.exponent);
  fields.bytes(0xDF03, out.checksum);
  const auto date = expiry_of(*expiry);
  if (fields.failed() || !date || modulus->size() < 64 || exponent->empty()) return Failure{ImportError::bad_value};
  out.expiry = *date;
  if (out.hash_algorithm != 1 || out.key_algorithm != 1) return Failure{ImportError::unsupported};
  if (ca_key_checksum(primitives, out.rid, out.index, out.key) != out.checksum)
    return Failure{ImportError::bad_checksum};
  if (!lab && is_live_key(primitives, out)) return Failure{ImportError::live_key};
  return out;
}

bool CaKeyTable::put(const CaKey& key) noexcept {
  for (CaKey& known : keys_) {
    if (known.rid == key.rid && known.index == key.index) {
      known = key;
      return true;
    }
  }
  return keys_.try_push_back(key);
}

const CaKey* CaKeyTable::find(Bytes rid, std::uint8_t index, const Date& today) const noexcept {
  for (const CaKey& key : keys_) {
    if (equal(key.rid, rid) && key.index == index) return date_order(key.expiry) >= date_order(today) ? &key : nullptr;
  }
  return nullptr;
}

bool CaKeyTable::revoke(const RevokedCertificate& certificate) noexcept {
  return revoked_.try_push_back(certificate);
}

bool CaKeyTable::revoked(Bytes rid, std::uint8_t index, Bytes serial) const noexcept {
  for (const RevokedCertificate& gone : revoked_) {
    if (equal(gone.rid, rid) && gone.index == index && equal(gone.serial, serial)) return true;
  }
  return false;
}

void CaKeyTable::clear() noexcept {
  keys_.clear();
  revoked_.clear();
}

}  // namespace mpos::emv

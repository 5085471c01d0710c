// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/pboc.hpp"
#include "peripherals/psam/psam.hpp"

namespace mpos::psam {
namespace sw = card::sw;
namespace {

// P1 of DES_CRYPT: bit 1 MAC, bit 2 more follows, bit 3 initial value in front.
constexpr std::uint8_t mode_mac = 0x01;
constexpr std::uint8_t mode_more = 0x02;
constexpr std::uint8_t mode_initial = 0x04;
constexpr std::uint8_t mode_decrypt = 0x80;

}  // namespace

std::optional<Psam::Usage> Psam::read_usage(std::uint8_t p1) const noexcept {
  Usage usage;
  if (profile_.reading == P1Reading::levels_and_type) {
    usage.levels = p1 >> 5;
    usage.type = p1 & 0x1F;
    usage.process_key_optional = true;
    if (usage.levels > 3) return std::nullopt;
    if (usage.type < key_type::mac || usage.type > key_type::mac_and_encryption) return std::nullopt;
    return usage;
  }
  usage.levels = p1 >> 6;
  usage.process_key = (p1 & 0x10) != 0;
  usage.type = (p1 & 0x20) != 0 ? key_type::master : static_cast<std::uint8_t>(p1 & 0x0F);
  if (usage.type != key_type::master && (usage.type < 3 || usage.type > 7)) return std::nullopt;
  return usage;
}

card::Answer Psam::init_for_descrypt(const card::Apdu& apdu) {
  temporary_.reset();
  const auto usage = read_usage(apdu.p1);
  if (!usage) return {sw::wrong_p1p2};
  if (folder_ == Folder::application && state_.application_locked) return {sw::blocked};
  const std::size_t factors = 8 * usage->levels;
  const bool process = usage->process_key_optional ? apdu.data.size() == factors + 8 : usage->process_key;
  if (apdu.data.size() != factors + (process ? 8 : 0)) return {sw::wrong_length};
  const Key* key = find_key(folder_, usage->type, apdu.p2);
  if (key == nullptr) return {sw::key_not_found};
  TemporaryKey made;
  made.bytes = key->bytes;
  for (std::size_t level = 0; level < usage->levels; ++level) {
    // Diversification needs a key of two halves; a short one is taken twice.
    if (made.bytes.size() == 8) card::append(made.bytes, Blob(made.bytes));
    security::pboc_div(primitives_, security::Cipher::tdes, made.bytes, apdu.data.subspan(8 * level, 8), made.bytes);
  }
  if (process) {
    Blob session(8);
    primitives_.ecb_encrypt(security::Cipher::tdes, made.bytes, apdu.data.subspan(factors, 8), session);
    made.bytes = std::move(session);
  }
  const bool any = profile_.reading == P1Reading::public_os || usage->type == key_type::mac_and_encryption;
  made.may_mac = any || usage->type == key_type::mac;
  made.may_encrypt = any || usage->type == key_type::encryption;
  temporary_ = std::move(made);
  return {sw::ok};
}

card::Answer Psam::des_crypt(const card::Apdu& apdu) {
  const std::uint8_t mode = apdu.p1;
  const bool mac = (mode & mode_mac) != 0;
  if (apdu.p2 != 0 || (mode != mode_decrypt && mode > 7) || (!mac && (mode & mode_initial) != 0)) {
    return {sw::wrong_p1p2};
  }
  if (!temporary_) return {sw::conditions};
  if (mac) return temporary_->may_mac ? crypt_mac(mode, apdu.data) : card::Answer{sw::conditions};
  if (!temporary_->may_encrypt) return {sw::conditions};
  if (apdu.data.empty() || apdu.data.size() % 8 != 0) return {sw::wrong_length};
  Blob out(apdu.data.size());
  if (mode == mode_decrypt) {
    primitives_.ecb_decrypt(security::Cipher::tdes, temporary_->bytes, apdu.data, out);
  } else {
    primitives_.ecb_encrypt(security::Cipher::tdes, temporary_->bytes, apdu.data, out);
  }
  return {sw::ok, std::move(out)};
}

card::Answer Psam::crypt_mac(std::uint8_t mode, Bytes data) {
  TemporaryKey& key = *temporary_;
  const bool initial = (mode & mode_initial) != 0;
  const bool more = (mode & mode_more) != 0;
  if (initial && data.size() < 8) return {sw::wrong_length};
  if (more && (data.size() % 8 != 0 || data.size() < (initial ? 16U : 8U))) return {sw::wrong_length};
  Blob chain = key.chaining ? key.chain : Blob(8, 0);
  if (initial) {
    chain.assign(data.begin(), data.begin() + 8);
    data = data.subspan(8);
  }
  if (more) {
    // Single DES up to the last block, under the left half of a double key (ISO 9797-1 algorithm 3).
    Blob out(data.size());
    primitives_.cbc_encrypt(security::Cipher::des, Bytes{key.bytes}.first(8), chain, data, out);
    key.chain.assign(out.end() - 8, out.end());
    key.chaining = true;
    return {sw::ok};
  }
  Blob out = mac4(key.bytes, chain, data);
  key.chaining = false;
  key.chain.clear();
  if (profile_.reading == P1Reading::public_os) temporary_.reset();
  return {sw::ok, std::move(out)};
}

}  // namespace mpos::psam

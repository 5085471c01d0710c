// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/hsm/card_issuer.hpp"

#include <algorithm>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/base/secret.hpp"

namespace mpos::host {
namespace {

constexpr std::size_t key_bytes = 16;

bool is_decimal(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The right 16 of the digits of account and sequence number, zeros in front of fewer. Source: EMV book 2, A1.4.1.
std::array<std::uint8_t, 8> option_a(std::string_view pan, std::string_view sequence) {
  std::string digits(16, '0');
  digits.append(pan).append(sequence);
  std::array<std::uint8_t, 8> factor{};
  MPOS_ASSERT(read_hex(std::string_view{digits}.substr(digits.size() - 16), factor) == factor.size());
  return factor;
}

}  // namespace

Result<void, std::string> CardIssuer::add(const config::v1::IssuerKeys& row) {
  const std::string name = "issuer keys of " + row.pan();
  if (row.pan().empty() || row.pan().size() > Pan::max_digits || !is_decimal(row.pan())) {
    return Failure{std::string("issuer keys: pan is not 1 to 19 digits")};
  }
  Issuer issuer;
  issuer.prefix = row.pan();
  if (row.sm4()) issuer.algorithm = KeyAlgorithm::sm4;
  struct Field {
    const char* name;
    const std::string& text;
    Key& key;
  };
  const Field fields[] = {{"imk_ac", row.imk_ac(), issuer.ac},
                          {"imk_mac", row.imk_mac(), issuer.mac},
                          {"imk_enc", row.imk_enc(), issuer.enc}};
  for (const Field& field : fields) {
    SecretBytes<key_bytes> clear;
    if (read_hex(field.text, clear.fill(key_bytes)) != key_bytes) {
      return Failure{name + ": " + field.name + " is not 32 hexadecimal digits"};
    }
    field.key = keys_.load(issuer.algorithm, clear.expose());
  }
  for (const Issuer& known : issuers_) {
    if (known.prefix == issuer.prefix) return Failure{name + " are listed twice"};
  }
  issuers_.push_back(std::move(issuer));
  return {};
}

const CardIssuer::Issuer* CardIssuer::find(std::string_view pan) const noexcept {
  const Issuer* best = nullptr;
  for (const Issuer& issuer : issuers_) {
    if (!pan.starts_with(issuer.prefix)) continue;
    if (best == nullptr || issuer.prefix.size() > best->prefix.size()) best = &issuer;
  }
  return best;
}

bool CardIssuer::begin(const Card& card) {
  end();
  MPOS_ASSERT(is_decimal(card.pan) && card.sequence.size() == 2 && is_decimal(card.sequence));
  current_ = find(card.pan);
  if (current_ == nullptr) return false;
  factor_ = option_a(card.pan, card.sequence);
  counter_ = card.counter;
  unique_ac_ = keys_.diversify(current_->ac, factor_);
  ac_ = session_key(unique_ac_);
  ac_left_ = half_of(ac_);
  return true;
}

Key CardIssuer::session_key(const Key& unique) {
  // 00 x 6 | ATC | 00 x 6 | not ATC.
  std::array<std::uint8_t, key_bytes> block{};
  store_be16(&block[6], counter_);
  store_be16(&block[14], static_cast<std::uint16_t>(~counter_));
  return keys_.derive(unique, block, current_->algorithm);
}

Key CardIssuer::half_of(const Key& key) {
  return current_->algorithm == KeyAlgorithm::tdes ? keys_.left_half(key) : Key{};
}

bool CardIssuer::cryptogram_is_right(Bytes data, Bytes cryptogram) {
  return equal_constant_time(card_mac(keys_, ac_, ac_left_, data), cryptogram);
}

CardIssuer::Mac CardIssuer::response_cryptogram(Bytes cryptogram, std::string_view code) {
  MPOS_ASSERT(cryptogram.size() == 8 && code.size() == 2);
  std::array<std::uint8_t, key_bytes> block{};
  copy_bytes(cryptogram, block);
  xor_bytes(MutableBytes{block}.first(2), as_bytes(code), MutableBytes{block}.first(2));
  const MutableBytes used = MutableBytes{block}.first(keys_.block_bytes(ac_));
  keys_.encrypt(ac_, used, used);
  Mac mac{};
  copy_bytes(used.first(mac.size()), mac);
  return mac;
}

CardIssuer::ScriptMac CardIssuer::script_mac(Bytes data) {
  if (mac_.empty()) {
    mac_ = session_key(keys_.diversify(current_->mac, factor_));
    mac_left_ = half_of(mac_);
  }
  const Mac whole = card_mac(keys_, mac_, mac_left_, data);
  return {whole[0], whole[1], whole[2], whole[3]};
}

CardIssuer::EncipheredPin CardIssuer::encipher_pin(std::string_view pin) {
  MPOS_ASSERT(pin.size() >= 4 && pin.size() <= 12 && is_decimal(pin));
  std::string block{'0', "0123456789ABC"[pin.size()]};
  block.append(pin).append(14 - pin.size(), 'F');
  EncipheredPin data{};
  data[0] = 8;
  MPOS_ASSERT(read_hex(block, MutableBytes{data}.subspan(1, 8)) == 8U);
  std::fill(block.begin(), block.end(), '\0');
  // The right half of the block's eight bytes is mixed with bytes 4 to 7 of the unique cryptogram key (JR/T 0025.5).
  keys_.mix(unique_ac_, 4, MutableBytes{data}.subspan(5, 4));
  data[9] = 0x80;
  const Key enc = session_key(keys_.diversify(current_->enc, factor_));
  keys_.encrypt(enc, data, data);
  return data;
}

void CardIssuer::end() {
  current_ = nullptr;
  for (Key* key : {&unique_ac_, &ac_, &ac_left_, &mac_, &mac_left_}) key->release();
}

}  // namespace mpos::host

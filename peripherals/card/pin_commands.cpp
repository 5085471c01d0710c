// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "peripherals/card/virtual_card.hpp"

namespace mpos::card {
namespace {

constexpr std::uint8_t plain_pin = 0x80;
constexpr std::uint8_t enciphered_pin = 0x88;

/// Digits of a block that begins with `control` and the length (ISO 9564-1 format 2 has control 2, a script's 0),
/// filled up with F. Nothing when it is no such block.
std::optional<std::string> pin_of(Bytes block, std::uint8_t control) {
  if (block.size() != 8 || block[0] >> 4 != control) return std::nullopt;
  const std::size_t size = block[0] & 15;
  if (size < 4 || size > 12) return std::nullopt;
  const std::string nibbles = to_hex(block.subspan(1));
  for (std::size_t i = 0; i < nibbles.size(); ++i) {
    const bool digit = nibbles[i] >= '0' && nibbles[i] <= '9';
    if (i < size ? !digit : nibbles[i] != 'F') return std::nullopt;
  }
  return nibbles.substr(0, size);
}

}  // namespace

Answer VirtualCard::verify(const Apdu& apdu) {
  if (apdu.p1 != 0 || (apdu.p2 != plain_pin && apdu.p2 != enciphered_pin)) return {sw::wrong_p1p2};
  if (session_.stage != Stage::options || state_.pin.empty()) return {sw::conditions};
  if (apdu.p2 == enciphered_pin) {
    if (!app().icc_key) return {sw::not_usable};
    if (apdu.data.size() != app().icc_key->modulus.size()) return {sw::wrong_length};
    if (state_.pin_tries == 0) return {sw::blocked};
    const auto block = decipher_pin(apdu.data);
    if (!block) return {sw::not_usable};
    return compare_pin(*block);
  }
  if (apdu.data.size() != 8) return {sw::wrong_length};
  if (state_.pin_tries == 0) return {sw::blocked};
  return compare_pin(apdu.data);
}

Answer VirtualCard::compare_pin(Bytes block) {
  const auto digits = pin_of(block, 2);
  session_.pin_done = true;
  if (digits && *digits == state_.pin) {
    session_.pin_failed = false;
    state_.pin_tries = card_->profile.pin_tries;
    return {sw::ok};
  }
  session_.pin_failed = true;
  --state_.pin_tries;
  return {static_cast<std::uint16_t>(sw::tries_left + state_.pin_tries)};
}

std::optional<Blob> VirtualCard::decipher_pin(Bytes data) {
  // EMV book 2, 7.2: 7F, PIN block, the card's challenge, random filling. One challenge serves once.
  const Blob challenge = std::move(session_.challenge);
  session_.challenge.clear();
  if (challenge.size() != 8) return std::nullopt;
  Blob clear(data.size());
  rsa_work();
  if (!app().icc_key->secret.apply(data, clear)) return std::nullopt;
  if (clear[0] != 0x7F || !equal(Bytes{clear}.subspan(9, 8), challenge)) return std::nullopt;
  return Blob(clear.begin() + 1, clear.begin() + 9);
}

Answer VirtualCard::change_pin(const Apdu& apdu, Bytes data) {
  if (apdu.p1 != 0 || apdu.p2 > 2) return {sw::wrong_p1p2};
  if (apdu.p2 == 0) {
    if (!data.empty()) return {sw::wrong_length};
    state_.pin_tries = card_->profile.pin_tries;
    return {sw::ok};
  }
  if (data.size() != 16) return {sw::wrong_length};
  Blob clear(16);
  primitives_.ecb_decrypt(cipher(), session_.key_enc, data, clear);
  const Blob tail{0x80, 0, 0, 0, 0, 0, 0};
  if (clear[0] != 8 || !equal(Bytes{clear}.subspan(9), tail)) return {sw::wrong_data};
  Blob block(clear.begin() + 1, clear.begin() + 9);
  for (std::size_t i = 4; i < 8; ++i) block[i] = static_cast<std::uint8_t>(block[i] ^ app().udk_ac[i]);
  if (apdu.p2 == 1) {
    std::string current = state_.pin;
    current.resize(16, '0');
    xor_bytes(block, pack_cn(current), block);
  }
  auto digits = pin_of(block, 0);
  if (!digits) return {sw::wrong_data};
  state_.pin = *std::move(digits);
  state_.pin_tries = card_->profile.pin_tries;
  return {sw::ok};
}

}  // namespace mpos::card

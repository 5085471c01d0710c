// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "peripherals/psam/psam.hpp"

namespace mpos::psam {
namespace sw = card::sw;
namespace {

constexpr std::size_t mac_bytes = 4;

/// PIN digits packed two a byte, F at the end of an odd count; nothing when they are none.
std::optional<std::string> pin_digits(Bytes packed) {
  std::string text = card::to_hex(packed);
  if (!text.empty() && text.back() == 'F') text.pop_back();
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || text.size() < 4 || text.size() > 12) return std::nullopt;
  return text;
}

}  // namespace

const Key* Psam::find_key(Folder folder, std::uint8_t type, std::uint8_t index) const noexcept {
  for (const Key& key : state_.keys) {
    if (key.folder == folder && key.type == type && key.index == index) return &key;
  }
  return nullptr;
}

bool Psam::mac_right(const card::Apdu& apdu, const Key& key) {
  const Blob challenge = std::move(challenge_);
  challenge_.clear();
  if (challenge.size() < 4 || apdu.data.size() < mac_bytes) return false;
  Blob iv(challenge.begin(), challenge.begin() + 4);
  iv.resize(8, 0);
  Blob input{apdu.cla, apdu.ins, apdu.p1, apdu.p2, static_cast<std::uint8_t>(apdu.data.size())};
  card::append(input, apdu.data.first(apdu.data.size() - mac_bytes));
  return equal_constant_time(mac4(key.bytes, iv, input), apdu.data.last(mac_bytes));
}

card::Answer Psam::get_challenge(const card::Apdu& apdu) {
  if (apdu.p1 != 0 || apdu.p2 != 0) return {sw::wrong_p1p2};
  const std::size_t size = apdu.le.value_or(8);
  if (!apdu.data.empty() || (size != 4 && size != 8 && size != 256)) return {sw::wrong_length};
  challenge_ = random(size == 4 ? 4 : 8);
  return {sw::ok, challenge_};
}

card::Answer Psam::external_authenticate(const card::Apdu& apdu) {
  if (apdu.p1 != 0) return {sw::wrong_p1p2};
  if (apdu.data.size() != 8) return {sw::wrong_length};
  if (state_.authentication_tries == 0) return {sw::blocked};
  const Key* key = find_key(folder_, key_type::master, apdu.p2);
  if (key == nullptr) return {sw::data_not_found};
  const Blob challenge = std::move(challenge_);
  challenge_.clear();
  if (challenge.size() != 8) return {sw::conditions};
  Blob expected(8);
  primitives_.ecb_encrypt(security::Cipher::tdes, key->bytes, challenge, expected);
  if (!equal_constant_time(expected, apdu.data)) {
    --state_.authentication_tries;
    return {static_cast<std::uint16_t>(sw::tries_left + state_.authentication_tries)};
  }
  state_.authentication_tries = 3;
  authenticated_ = true;
  return {sw::ok};
}

card::Answer Psam::internal_authenticate(const card::Apdu& apdu) {
  if (apdu.p1 != 0) return {sw::wrong_p1p2};
  if (apdu.data.size() != 8) return {sw::wrong_length};
  const Key* key = find_key(folder_, key_type::encryption, apdu.p2);
  if (key == nullptr) return {sw::data_not_found};
  Blob out(8);
  primitives_.ecb_encrypt(security::Cipher::tdes, key->bytes, apdu.data, out);
  return {sw::ok, std::move(out)};
}

card::Answer Psam::compare_pin(Bytes given) {
  if (state_.pin_tries == 0) return {sw::blocked};
  const auto digits = pin_digits(given);
  if (digits && *digits == state_.pin) {
    state_.pin_tries = 3;
    return {sw::ok};
  }
  --state_.pin_tries;
  return {static_cast<std::uint16_t>(sw::tries_left + state_.pin_tries)};
}

card::Answer Psam::verify(const card::Apdu& apdu) {
  if (apdu.p1 != 0 || apdu.p2 != 0) return {sw::wrong_p1p2};
  if (apdu.data.size() < 2 || apdu.data.size() > 6) return {sw::wrong_length};
  return compare_pin(apdu.data);
}

card::Answer Psam::change_pin(const card::Apdu& apdu) {
  // 80 5E 01 00: old PIN, FF, new PIN.
  if (apdu.p1 != 0x01 || apdu.p2 != 0x00) return {sw::wrong_p1p2};
  const auto separator = std::find(apdu.data.begin(), apdu.data.end(), 0xFF);
  if (separator == apdu.data.end()) return {sw::wrong_data};
  const auto at = static_cast<std::size_t>(separator - apdu.data.begin());
  auto wanted = pin_digits(apdu.data.subspan(at + 1));
  if (!wanted || at < 2 || at > 6) return {sw::wrong_data};
  card::Answer answer = compare_pin(apdu.data.first(at));
  if (answer.status == sw::ok) state_.pin = *std::move(wanted);
  return answer;
}

card::Answer Psam::write_key(const card::Apdu& apdu) {
  // P1 key type, P2 index; data: length, key, 80 00.. under the folder's master key, then the MAC under the same.
  if (apdu.p1 > 31 || apdu.p2 == 0) return {sw::wrong_p1p2};
  if (apdu.data.size() != 16 + mac_bytes && apdu.data.size() != 24 + mac_bytes) return {sw::wrong_length};
  // The key that guards the others changes hands only between those who know it.
  if (apdu.p1 == key_type::master && !authenticated_) return {sw::not_authorised};
  const Key* master = find_key(folder_, key_type::master, 1);
  if (master == nullptr) return {sw::key_not_found};
  if (!mac_right(apdu, *master)) return {sw::secure_messaging};
  Blob clear(apdu.data.size() - mac_bytes);
  primitives_.ecb_decrypt(security::Cipher::tdes, master->bytes, apdu.data.first(clear.size()), clear);
  const std::size_t size = clear[0];
  if ((size != 8 && size != 16) || clear.size() != size + 8 || clear[size + 1] != 0x80 ||
      std::any_of(clear.begin() + static_cast<std::ptrdiff_t>(size + 2), clear.end(),
                  [](std::uint8_t byte) { return byte != 0; })) {
    return {sw::wrong_data};
  }
  Key made{folder_, apdu.p1, apdu.p2, Blob(clear.begin() + 1, clear.begin() + 1 + static_cast<std::ptrdiff_t>(size))};
  const auto old = std::find_if(state_.keys.begin(), state_.keys.end(), [&](const Key& key) {
    return key.folder == made.folder && key.type == made.type && key.index == made.index;
  });
  if (old != state_.keys.end()) {
    *old = std::move(made);
  } else {
    if (state_.keys.size() >= 64) return {0x6A84};  // not enough memory in the file
    state_.keys.push_back(std::move(made));
  }
  temporary_.reset();
  return {sw::ok};
}

card::Answer Psam::unblock_application(const card::Apdu& apdu) {
  if (apdu.p1 != 0 || apdu.p2 != 0) return {sw::wrong_p1p2};
  if (apdu.data.size() != mac_bytes) return {sw::wrong_length};
  const Key* key = find_key(Folder::application, key_type::maintenance, 1);
  if (folder_ != Folder::application || key == nullptr) return {sw::conditions};
  if (!mac_right(apdu, *key)) return {sw::secure_messaging};
  state_.application_locked = false;
  state_.wrong_mac2 = 0;
  return {sw::ok};
}

card::Answer Psam::block_card(const card::Apdu& apdu) {
  if (apdu.p1 != 0 || apdu.p2 != 0) return {sw::wrong_p1p2};
  if (apdu.data.size() != mac_bytes) return {sw::wrong_length};
  const Key* key = find_key(Folder::card, key_type::maintenance, 1);
  if (key == nullptr) return {sw::key_not_found};
  if (!mac_right(apdu, *key)) return {sw::secure_messaging};
  state_.card_blocked = true;
  return {sw::ok};
}

}  // namespace mpos::psam

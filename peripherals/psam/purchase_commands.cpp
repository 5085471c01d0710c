// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/issuer_keys.hpp"
#include "devicemodel/security/pboc.hpp"
#include "peripherals/psam/psam.hpp"

// The terminal's half of a wallet purchase (psam.md section 3).
namespace mpos::psam {
namespace sw = card::sw;
namespace {

constexpr std::size_t fixed_bytes = 0x14;
constexpr std::uint8_t purchase_type = 0x06;
constexpr std::size_t most_levels = 3;

Blob des_mac4(security::Primitives& primitives, Bytes key, Bytes data) {
  Blob out(8);
  security::pboc_des_mac(primitives, key, data, {}, out);
  out.resize(4);
  return out;
}

}  // namespace

card::Answer Psam::init_for_purchase(const card::Apdu& apdu) {
  purchase_.reset();
  if (apdu.p1 != 0 || apdu.p2 != 0) return {sw::wrong_p1p2};
  if (folder_ != Folder::application) return {sw::conditions};
  if (state_.application_locked) return {sw::blocked};
  const std::size_t size = apdu.data.size();
  if (size < fixed_bytes + 8 || size > fixed_bytes + 8 * most_levels || (size - fixed_bytes) % 8 != 0) {
    return {sw::wrong_length};
  }
  const Bytes card_random = apdu.data.first(4);
  const Bytes sequence = apdu.data.subspan(4, 2);
  const Bytes amount = apdu.data.subspan(6, 4);
  const Bytes moment = apdu.data.subspan(11, 7);
  if (apdu.data[10] != purchase_type) return {sw::wrong_data};
  const Key* master = find_key(Folder::application, key_type::purchase, apdu.data[18]);
  if (master == nullptr || master->bytes.size() != 16) return {sw::key_not_found};
  if (state_.transaction_number == 0xFFFFFFFF) return {sw::counter_limit};

  // Level data first, the user card's serial last.
  Blob key = master->bytes;
  for (std::size_t at = fixed_bytes + 8; at < size; at += 8) {
    security::pboc_div(primitives_, security::Cipher::tdes, key, apdu.data.subspan(at, 8), key);
  }
  security::pboc_div(primitives_, security::Cipher::tdes, key, apdu.data.subspan(fixed_bytes, 8), key);
  card::Answer answer;
  answer.data.resize(4);
  store_be32(answer.data.data(), state_.transaction_number);
  Blob seed(card_random.begin(), card_random.end());
  card::append(seed, sequence);
  card::append(seed, Bytes{answer.data}.last(2));
  Purchase made{Blob(8), Blob(amount.begin(), amount.end())};
  primitives_.ecb_encrypt(security::Cipher::tdes, key, seed, made.key);
  Blob covered = made.amount;
  covered.push_back(purchase_type);
  card::append(covered, state_.files.at(file::terminal));
  card::append(covered, moment);
  card::append(answer.data, des_mac4(primitives_, made.key, covered));
  // A number once given out is never used again, whether or not the purchase comes to its end.
  ++state_.transaction_number;
  purchase_ = std::move(made);
  return answer;
}

card::Answer Psam::credit_for_purchase(const card::Apdu& apdu) {
  if (apdu.p1 != 0 || apdu.p2 != 0) return {sw::wrong_p1p2};
  if (apdu.data.size() != 4) return {sw::wrong_length};
  if (state_.application_locked) return {sw::blocked};
  if (!purchase_) return {sw::conditions};
  const bool right = equal_constant_time(des_mac4(primitives_, purchase_->key, purchase_->amount), apdu.data);
  purchase_.reset();
  if (right) {
    state_.wrong_mac2 = 0;
    return {sw::ok};
  }
  if (++state_.wrong_mac2 >= allowed_mac2_errors) state_.application_locked = true;
  return {sw::mac_invalid};
}

}  // namespace mpos::psam

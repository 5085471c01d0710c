// SPDX-License-Identifier: Apache-2.0
#include "peripherals/psam/psam.hpp"

#include <chrono>

#include "devicemodel/security/mac.hpp"

namespace mpos::psam {
namespace sw = card::sw;
namespace {

constexpr Duration command_time = std::chrono::milliseconds{2};

}  // namespace

Psam::Psam(PsamProfile profile, PsamState state, security::Primitives& primitives)
    : profile_(std::move(profile)), state_(std::move(state)), primitives_(primitives) {}

Blob Psam::reset(card::Interface interface, card::Reset) {
  power_off();
  if (interface != card::Interface::contact) return {};
  powered_ = true;
  return profile_.atr;
}

void Psam::power_off() {
  powered_ = false;
  folder_ = Folder::card;
  current_file_ = 0;
  challenge_.clear();
  authenticated_ = false;
  temporary_.reset();
  purchase_.reset();
}

card::ApduReply Psam::transmit(Bytes command) {
  if (!powered_) return {};
  const auto apdu = card::Apdu::parse(command);
  card::Answer answer = apdu ? dispatch(*apdu) : card::Answer{sw::wrong_length, {}};
  card::ApduReply reply{std::move(answer.data), command_time};
  reply.bytes.push_back(static_cast<std::uint8_t>(answer.status >> 8));
  reply.bytes.push_back(static_cast<std::uint8_t>(answer.status));
  return reply;
}

card::Answer Psam::dispatch(const card::Apdu& apdu) {
  if (apdu.cla != 0x00 && apdu.cla != 0x04 && apdu.cla != 0x80 && apdu.cla != 0x84) return {sw::wrong_class};
  if (state_.card_blocked) return {sw::not_supported};
  switch (apdu.cla << 8 | apdu.ins) {
    case 0x00A4: return select(apdu);
    case 0x00B0: return read_binary(apdu);
    case 0x00D6:
    case 0x04D6: return update_binary(apdu);
    case 0x0084: return get_challenge(apdu);
    case 0x0082: return external_authenticate(apdu);
    case 0x0088: return internal_authenticate(apdu);
    case 0x0020: return verify(apdu);
    case 0x805E: return change_pin(apdu);
    case 0x80D4:
    case 0x84D4: return write_key(apdu);
    case 0x8418: return unblock_application(apdu);
    case 0x8416: return block_card(apdu);
    case 0x801A: return init_for_descrypt(apdu);
    case 0x80FA: return des_crypt(apdu);
    case 0x8070: return init_for_purchase(apdu);
    case 0x8072: return credit_for_purchase(apdu);
    default: return {sw::wrong_instruction};
  }
}

Blob Psam::mac4(Bytes key, Bytes iv, Bytes data) {
  Blob padded(data.begin(), data.end());
  padded.push_back(0x80);
  padded.resize((padded.size() + 7) / 8 * 8, 0);
  xor_bytes(MutableBytes{padded}.first(8), iv, MutableBytes{padded}.first(8));
  Blob out(8);
  if (key.size() == 16) {
    security::mac_alg3(primitives_, key, padded, security::Padding::zeros, out);
  } else {
    security::mac_alg1(primitives_, security::Cipher::des, key, padded, security::Padding::zeros, out);
  }
  out.resize(4);
  return out;
}

Blob Psam::random(std::size_t size) {
  // From the serial and a counter: the same module and commands give the same numbers.
  Blob key(20);
  primitives_.hash(security::Hash::sha1, profile_.serial, key);
  Blob block(8);
  store_be64(block.data(), ++state_.random_counter);
  primitives_.ecb_encrypt(security::Cipher::tdes, Bytes{key}.first(16), block, block);
  block.resize(size);
  return block;
}

}  // namespace mpos::psam

// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/virtual_card.hpp"

#include <algorithm>
#include <chrono>

namespace mpos::card {
namespace {

using namespace std::chrono_literals;

/// What any command costs, and a private RSA operation with a 1024-bit key on a card of this kind.
constexpr Duration command_time = 3ms;
constexpr Duration rsa_1024_time = 60ms;

bool known_class(std::uint8_t cla) noexcept {
  return cla == 0x00 || cla == 0x04 || cla == 0x80 || cla == 0x84;
}

}  // namespace

VirtualCard::VirtualCard(std::shared_ptr<const Personalisation> card, CardState state, security::Primitives& primitives)
    : card_(std::move(card)), state_(std::move(state)), primitives_(primitives) {
  MPOS_ASSERT(fits(*card_, state_));
}

bool VirtualCard::fits(const Personalisation& card, const CardState& state) noexcept {
  return state.applications.size() == card.applications.size();
}

bool VirtualCard::has(Interface interface) const {
  return interface == Interface::contact ? card_->profile.contact : card_->profile.contactless;
}

Blob VirtualCard::reset(Interface interface, Reset) {
  power_off();
  if (!has(interface)) return {};
  powered_ = true;
  interface_ = interface;
  return interface == Interface::contact ? card_->profile.atr : card_->ats;
}

void VirtualCard::power_off() {
  powered_ = false;
  mute_ = false;
  selected_ = Selected::nothing;
  session_ = {};
  wallet_ = {};
}

ApduReply VirtualCard::transmit(Bytes command) {
  if (!powered_ || mute_) return {};
  work_ = command_time;
  const auto apdu = Apdu::parse(command);
  Answer answer = apdu ? dispatch(*apdu) : Answer{sw::wrong_length, {}};
  MPOS_ASSERT(answer.data.size() <= 256);
  ApduReply reply{std::move(answer.data), work_};
  reply.bytes.push_back(static_cast<std::uint8_t>(answer.status >> 8));
  reply.bytes.push_back(static_cast<std::uint8_t>(answer.status));
  return reply;
}

Answer VirtualCard::dispatch(const Apdu& apdu) {
  if (!known_class(apdu.cla)) return {sw::wrong_class};
  if (apdu.cla == 0x00 && apdu.ins == 0xA4) return select(apdu);
  if (state_.blocked) return {sw::conditions};
  switch (selected_) {
    case Selected::application: return dispatch_application(apdu);
    case Selected::wallet: {
      if (apdu.cla == 0x00 && apdu.ins == 0x84) return get_challenge(apdu);
      WalletMemory memory{state_.wallet_balance, state_.wallet_sequence};
      return wallet_command(*card_->wallet, memory, wallet_, primitives_, apdu, [this] { return random(4); });
    }
    case Selected::directory:
    case Selected::contactless_directory:
    case Selected::nothing: break;
  }
  if (apdu.cla == 0x00 && apdu.ins == 0xB2) return read_record(apdu);
  if (apdu.cla == 0x00 && apdu.ins == 0x84) return get_challenge(apdu);
  return {sw::wrong_instruction};
}

Answer VirtualCard::dispatch_application(const Apdu& apdu) {
  if ((apdu.cla & 0x04) != 0) return script(apdu);
  switch (apdu.cla << 8 | apdu.ins) {
    case 0x00B2: return read_record(apdu);
    case 0x80A8: return get_processing_options(apdu);
    case 0x0088: return internal_authenticate(apdu);
    case 0x0082: return external_authenticate(apdu);
    case 0x0020: return verify(apdu);
    case 0x0084: return get_challenge(apdu);
    case 0x80CA: return get_data(apdu);
    case 0x80AE: return generate_ac(apdu);
    default: return {sw::wrong_instruction};
  }
}

Blob VirtualCard::random(std::size_t size) {
  Blob out;
  while (out.size() < size) {
    Blob block(8);
    store_be64(block.data(), ++state_.random_counter);
    primitives_.ecb_encrypt(security::Cipher::tdes, card_->random_key, block, block);
    append(out, block);
  }
  out.resize(size);
  return out;
}

void VirtualCard::rsa_work() {
  const auto bytes = static_cast<Duration::rep>(app().icc_key->modulus.size());
  work_ += rsa_1024_time * (bytes * bytes) / (128 * 128);
}

}  // namespace mpos::card

// SPDX-License-Identifier: Apache-2.0
#include "peripherals/pcsc/vpcd_card.hpp"

#include "devicemodel/emv/iso7816_atr.hpp"

namespace mpos::pcsc {
namespace {

void append_message(card::Blob& to, Bytes message) {
  to.push_back(static_cast<std::uint8_t>(message.size() >> 8));
  to.push_back(static_cast<std::uint8_t>(message.size()));
  card::append(to, message);
}

}  // namespace

VpcdCard::VpcdCard(card::CardPort& card)
    : card_(card),
      atr_(card.reset(card::Interface::contact, card::Reset::cold)),
      tpdu_([this](Bytes apdu) { return card_.transmit(apdu).bytes; }) {
  const auto atr = emv::parse_atr(atr_);
  t0_ = !atr || atr->protocol == 0;
  card_.power_off();
}

void VpcdCard::receive(Bytes bytes, card::Blob& answers) {
  card::append(pending_, bytes);
  Bytes rest = pending_;
  while (rest.size() >= 2) {
    const std::size_t size = load_be16(rest.data());
    if (rest.size() < 2 + size) break;
    take(rest.subspan(2, size), answers);
    rest = rest.subspan(2 + size);
  }
  pending_.erase(pending_.begin(), pending_.end() - static_cast<std::ptrdiff_t>(rest.size()));
}

void VpcdCard::take(Bytes message, card::Blob& answers) {
  if (message.empty()) return;
  if (message.size() == 1) return order(message[0], answers);
  append_message(answers, t0_ ? tpdu_.exchange(message) : card_.transmit(message).bytes);
}

void VpcdCard::order(std::uint8_t what, card::Blob& answers) {
  switch (what) {
    case 0x00:
      card_.power_off();
      tpdu_.reset();
      break;
    case 0x01:
    case 0x02:
      atr_ = card_.reset(card::Interface::contact, what == 0x01 ? card::Reset::cold : card::Reset::warm);
      tpdu_.reset();
      break;
    case 0x04: append_message(answers, atr_); break;
    default: break;  // none that vpcd knows
  }
}

void VpcdCard::disconnected() {
  pending_.clear();
  card_.power_off();
  tpdu_.reset();
}

}  // namespace mpos::pcsc

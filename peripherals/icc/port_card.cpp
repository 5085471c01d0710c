// SPDX-License-Identifier: Apache-2.0
#include "peripherals/icc/port_card.hpp"

#include <utility>

namespace mpos::icc {

SlotCard slot_card(const std::shared_ptr<card::CardPort>& port) {
  const auto work = std::make_shared<Duration>();
  SlotCard out;
  out.reset = [port](bool warm) {
    return port->reset(card::Interface::contact, warm ? card::Reset::warm : card::Reset::cold);
  };
  out.transmit = [port, work](Bytes apdu) {
    card::ApduReply reply = port->transmit(apdu);
    *work += reply.processing;
    return std::move(reply.bytes);
  };
  out.power_off = [port] { port->power_off(); };
  out.take_work = [work] { return std::exchange(*work, Duration{}); };
  return out;
}

}  // namespace mpos::icc

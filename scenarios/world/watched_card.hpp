// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "peripherals/card/card_port.hpp"

namespace mpos::world {

/// A card with somebody looking on: each exchange is told after the card has answered.
class WatchedCard final : public card::CardPort {
 public:
  using Watch = std::function<void(Bytes command, const card::ApduReply& reply)>;

  WatchedCard(std::shared_ptr<card::CardPort> card, Watch watch) : card_(std::move(card)), watch_(std::move(watch)) {}

  bool has(card::Interface interface) const override { return card_->has(interface); }
  card::Blob reset(card::Interface interface, card::Reset kind) override { return card_->reset(interface, kind); }
  void power_off() override { card_->power_off(); }
  card::ApduReply transmit(Bytes command) override {
    card::ApduReply reply = card_->transmit(command);
    watch_(command, reply);
    return reply;
  }

 private:
  std::shared_ptr<card::CardPort> card_;
  Watch watch_;
};

}  // namespace mpos::world

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "peripherals/card/card_port.hpp"

namespace mpos::world {

/// A card from outside, whose account number nobody has checked: one that shows a number that is not let in goes mute
/// until its next reset, before the reader has seen that answer. Numbers are found where EMV puts them, in tags 5A
/// and 57.
class GuardedCard final : public card::CardPort {
 public:
  using Admits = std::function<bool(std::string_view pan)>;

  /// `refused` is called once for each card that goes mute.
  GuardedCard(std::shared_ptr<card::CardPort> card, Admits admits, std::function<void()> refused)
      : card_(std::move(card)), admits_(std::move(admits)), refused_(std::move(refused)) {}

  bool has(card::Interface interface) const override { return card_->has(interface); }
  card::Blob reset(card::Interface interface, card::Reset kind) override {
    mute_ = false;
    return card_->reset(interface, kind);
  }
  void power_off() override { card_->power_off(); }
  card::ApduReply transmit(Bytes command) override;

 private:
  std::shared_ptr<card::CardPort> card_;
  Admits admits_;
  std::function<void()> refused_;
  bool mute_ = false;
};

}  // namespace mpos::world

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "peripherals/card/card_port.hpp"

namespace mpos::pcsc {

/// A physical card in a PC/SC reader as a card for our slot.
///
/// **Wall-clock I/O.** A call blocks until the real card has answered, and answers differ from run to run: only for
/// `vmpos serve` in real time, never for scenarios. The time the card took goes into ApduReply::processing, so virtual
/// time passes as real time did. A card that is gone, silent or used by another program is mute. Belongs to one thread.
class PcscCard final : public card::CardPort {
 public:
  /// The failure says that there is no such reader and lists those there are, or that the service does not answer. The
  /// reader may be empty still.
  static Result<std::unique_ptr<PcscCard>, std::string> open(const std::string& reader);
  ~PcscCard();
  PcscCard(const PcscCard&) = delete;
  PcscCard& operator=(const PcscCard&) = delete;

  bool has(card::Interface interface) const override { return interface == card::Interface::contact; }
  /// Takes the card for this program alone and resets it; the ATR, or nothing.
  card::Blob reset(card::Interface interface, card::Reset kind) override;
  void power_off() override;
  /// APDUs go in whole: for a T=0 card Le is dropped, 61xx fetched and 6Cxx repeated here.
  card::ApduReply transmit(Bytes command) override;

 private:
  struct Impl;
  explicit PcscCard(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mpos::pcsc

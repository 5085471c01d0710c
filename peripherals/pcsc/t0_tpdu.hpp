// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "peripherals/icc/t0_card.hpp"

namespace mpos::pcsc {

/// A T=0 card as a PC/SC program meets it: one TPDU in, data and status word out. The procedure bytes between reader
/// and card are gone; what T=0 asks of the program is not: 61xx and GET RESPONSE, 6Cxx and the command once more (PC/SC
/// part 3, ISO/IEC 7816-3 section 12.2).
class T0Tpdu {
 public:
  /// `transmit` takes whole APDUs, Le included.
  explicit T0Tpdu(icc::Transmit transmit) : transmit_(std::move(transmit)), card_(transmit_, {}) {}

  /// Any bytes may be given. An Le behind the data is dropped, as a reader does. 6700 when the data are not all there;
  /// empty when the card stays mute.
  icc::Buffer exchange(Bytes tpdu);
  /// Forgets what waits to be fetched.
  void reset() { card_ = icc::T0Card{transmit_, {}}; }

 private:
  icc::Transmit transmit_;
  icc::T0Card card_;
};

}  // namespace mpos::pcsc

// SPDX-License-Identifier: Apache-2.0
#include "peripherals/icc/t0_card.hpp"

#include <algorithm>

namespace mpos::icc {
namespace {

/// Instructions that bring data out of the card (their P3 is Le); all others with P3 > 0 take data in.
bool brings_data(std::uint8_t ins) {
  constexpr std::array<std::uint8_t, 5> outgoing{0xB2, 0xB0, 0xCA, 0x84, 0xC0};
  return std::find(outgoing.begin(), outgoing.end(), ins) != outgoing.end();
}

}  // namespace

Buffer T0Card::procedure() const {
  Buffer out(manners_.waiting_bytes, 0x60);
  out.push_back(manners_.one_by_one ? static_cast<std::uint8_t>(command_[1] ^ 0xFF) : command_[1]);
  return out;
}

Buffer T0Card::status(std::uint8_t sw1, std::uint8_t sw2) const {
  Buffer out(manners_.waiting_bytes, 0x60);
  out.push_back(sw1);
  out.push_back(sw2);
  return out;
}

Buffer T0Card::exchange(Bytes bytes) {
  if (wanted_ != 0) {
    if (bytes.size() > wanted_) return {};
    command_.insert(command_.end(), bytes.begin(), bytes.end());
    wanted_ -= bytes.size();
    if (wanted_ != 0) return procedure();
    return run();
  }
  if (bytes.size() != 5) return {};
  command_.assign(bytes.begin(), bytes.end());
  if (!brings_data(command_[1]) && command_[4] != 0) {
    wanted_ = command_[4];
    return procedure();
  }
  return run();
}

Buffer T0Card::run() {
  const std::uint8_t p3 = command_[4];
  const bool outgoing = brings_data(command_[1]);
  if (command_[1] == 0xC0) {
    if (waiting_.size() < 2) return status(0x69, 0x85);
  } else {
    Buffer apdu = command_;
    if (!outgoing && p3 == 0) apdu.resize(4);
    if (!outgoing && p3 != 0) apdu.push_back(0);  // the terminal's Le does not travel in T=0
    waiting_ = transmit_(apdu);
    if (waiting_.size() < 2) return {};
  }
  const std::size_t data = waiting_.size() - 2;
  const std::uint8_t sw1 = waiting_[data];
  const std::uint8_t sw2 = waiting_[data + 1];
  if (data == 0) {
    waiting_.clear();
    return status(sw1, sw2);
  }
  const auto length = static_cast<std::uint8_t>(data);
  if (!outgoing) return status(0x61, length);
  if (p3 != length) {
    // The command is given again with the right length: nothing is kept of it (GET RESPONSE keeps its data).
    return status(0x6C, length);
  }
  Buffer out;
  if (manners_.one_by_one) {
    for (std::size_t i = 0; i < data; ++i) {
      const Buffer next = procedure();
      out.insert(out.end(), next.begin(), next.end());
      out.push_back(waiting_[i]);
    }
  } else {
    out = procedure();
    out.insert(out.end(), waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(data));
  }
  const Buffer end = status(sw1, sw2);
  out.insert(out.end(), end.begin(), end.end());
  waiting_.clear();
  return out;
}

}  // namespace mpos::icc

// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/apdu.hpp"

namespace mpos::card {

std::optional<Apdu> Apdu::parse(Bytes command) noexcept {
  if (command.size() < 4) return std::nullopt;
  Apdu apdu;
  apdu.cla = command[0];
  apdu.ins = command[1];
  apdu.p1 = command[2];
  apdu.p2 = command[3];
  if (command.size() == 4) return apdu;
  const std::size_t p3 = command[4];
  if (command.size() == 5) {
    apdu.le = p3 == 0 ? 256 : p3;
    return apdu;
  }
  if (p3 == 0 || command.size() < 5 + p3 || command.size() > 6 + p3) return std::nullopt;
  apdu.data = command.subspan(5, p3);
  if (command.size() == 6 + p3) apdu.le = command.back() == 0 ? 256 : command.back();
  return apdu;
}

}  // namespace mpos::card

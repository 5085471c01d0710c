// SPDX-License-Identifier: Apache-2.0
#include "peripherals/pcsc/t0_tpdu.hpp"

#include <algorithm>
#include <array>

namespace mpos::pcsc {

icc::Buffer T0Tpdu::exchange(Bytes tpdu) {
  icc::Buffer wrong_length{0x67, 0x00};
  if (tpdu.size() < 4) return wrong_length;
  std::array<std::uint8_t, 5> header{};  // a command of case 1 travels with P3 = 00
  std::copy_n(tpdu.begin(), std::min(tpdu.size(), header.size()), header.begin());
  icc::Buffer answer = card_.exchange(header);
  if (answer.size() == 1) {
    // The card asks for the data.
    const std::size_t wanted = header[4];
    if (tpdu.size() < header.size() + wanted) {
      reset();
      return wrong_length;
    }
    answer = card_.exchange(tpdu.subspan(header.size(), wanted));
  }
  if (answer.size() > 2) answer.erase(answer.begin());  // the procedure byte before the data
  return answer;
}

}  // namespace mpos::pcsc

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/capture.hpp"

#include <algorithm>

// Any bytes, in pieces of any size, on either wire: nothing is lost, doubled or held for longer than a frame is long.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto wire = (data[0] & 1) == 0 ? mpos::world::Capture::Wire::link : mpos::world::Capture::Wire::host;
  mpos::world::FrameCutter cutter{wire};
  const mpos::Bytes all{data + 1, size - 1};
  std::size_t given = 0;
  std::size_t cut = 0;
  while (given < all.size()) {
    const std::size_t piece = std::min<std::size_t>(all.size() - given, 1U + all[given]);
    for (const auto& frame : cutter.take(all.subspan(given, piece))) {
      MPOS_ASSERT(!frame.empty() && cut + frame.size() <= given + piece);
      MPOS_ASSERT(mpos::equal(frame, all.subspan(cut, frame.size())));
      cut += frame.size();
    }
    given += piece;
    MPOS_ASSERT(given - cut < 2 + 65536);
  }
  return 0;
}

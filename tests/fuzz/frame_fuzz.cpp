// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/link/frame.hpp"

// Any bytes, in pieces of any size: the decoder ends, and what it hands out lies within its limits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mpos::link::FrameDecoder decoder;
  for (mpos::Bytes rest{data, size}; !rest.empty();) {
    const std::size_t piece = rest.size() < 1U + rest[0] ? rest.size() : 1U + rest[0];
    MPOS_ASSERT(decoder.feed(rest.first(piece)) == piece);
    rest = rest.subspan(piece);
    for (;;) {
      const auto frame = decoder.next();
      if (frame) MPOS_ASSERT(frame->payload.size() <= mpos::link::frame_payload_limit);
      if (!frame && frame.error() == mpos::link::FrameError::incomplete) break;
    }
  }
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
// What a stranger may write into the control socket of `vmpos serve --control`: frames of commands, in any pieces.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "devicemodel/base/assert.hpp"
#include "devicemodel/base/bytes.hpp"
#include "mpos/bus/v1/bus.pb.h"
#include "scenarios/bus/wire.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  mpos::bus::FrameBuffer buffer;
  const std::size_t piece = data[0] % 64U + 1;
  const mpos::Bytes bytes{data + 1, size - 1};
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    buffer.append(bytes.subspan(at).first(std::min(piece, bytes.size() - at)));
    for (;;) {
      mpos::bus::v1::Command command;
      const auto whole = buffer.next(command);
      if (!whole) return 0;
      if (!*whole) break;
      if (command.ByteSizeLong() == 0) continue;  // unknown to this version or not, an empty frame is refused
      std::string again;
      mpos::bus::append_frame(command, again);
      mpos::bus::FrameBuffer second;
      second.append(mpos::as_bytes(again));
      mpos::bus::v1::Command twice;
      const auto back = second.next(twice);
      MPOS_ASSERT(back && *back && twice.SerializeAsString() == command.SerializeAsString());
    }
  }
  return 0;
}

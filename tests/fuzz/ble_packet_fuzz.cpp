// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/base/assert.hpp"
#include "peripherals/radio_ble/packet.hpp"

// What comes out of a stream of packets goes back in as the same bytes, wherever the stream is cut.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mpos;
  const Bytes all{data, size};
  radio_ble::PacketReader reader;
  std::vector<std::uint8_t> again;
  for (Bytes rest = all; !rest.empty();) {
    const Bytes piece = rest.first(rest.size() < 7 ? rest.size() : 7);
    reader.feed(piece);
    rest = rest.subspan(piece.size());
    for (auto packet = reader.next(); packet; packet = reader.next()) radio_ble::append_packet(again, *packet);
  }
  MPOS_ASSERT(again.size() <= all.size() && equal(again, all.first(again.size())));
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/devicemodel/link/pair.hpp"

#include "devicemodel/base/crc32.hpp"

// Mutates the payloads of a good handshake and makes the frames good again, so that the damage reaches the Noise layer:
// a session may come up only when nothing was changed. Input: pairs of (position, xor mask).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mpos;
  link::test::Pair pair;
  Bytes rest{data, size};
  bool changed = false;
  const auto mutate = [&](link::test::Buffer& bytes) {
    if (bytes.size() <= link::frame_overhead_bytes || rest.size() < 3) return;
    const std::size_t payload = bytes.size() - link::frame_overhead_bytes;
    const std::size_t at = link::frame_header_bytes + load_be16(rest.data()) % payload;
    changed = changed || rest[2] != 0;
    bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ rest[2]);
    rest = rest.subspan(3);
    store_be32(&bytes[bytes.size() - 4], crc32(Bytes{bytes}.first(bytes.size() - 4)));
  };
  pair.touch_to_reader = mutate;
  pair.touch_to_phone = mutate;
  pair.bring_up();
  MPOS_ASSERT(!changed || !pair.is_up());
  MPOS_ASSERT(changed || pair.is_up());
  return 0;
}

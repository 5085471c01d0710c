// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/iso8583/message.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mpos;
  iso8583::Message message;
  if (!iso8583::unpack({data, size}, message)) return 0;
  std::array<std::uint8_t, 4096> out;
  const auto packed = iso8583::pack(message, out);
  MPOS_ASSERT(packed.has_value() && equal(Bytes{out}.first(*packed), Bytes{data, size}));
  return 0;
}

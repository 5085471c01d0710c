// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/iso8583/tlv59.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mpos;
  const auto list = iso8583::parse_tlv({data, size});
  if (!list) return 0;
  std::size_t sum = 0;
  for (const auto& item : list->items()) sum += 5 + item.value.size();
  MPOS_ASSERT(sum == size);
  return 0;
}

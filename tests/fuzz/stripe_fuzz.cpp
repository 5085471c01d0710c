// SPDX-License-Identifier: Apache-2.0
#include <cstring>
#include <vector>

#include "devicemodel/stripe/decoder.hpp"

/// First byte: track. Then two bytes an interval, in units of 4 microseconds (low bit set: stretched to the full 32
/// bits).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::vector<std::uint32_t> intervals;
  for (std::size_t i = 1; i + 1 < size; i += 2) {
    const std::uint32_t value = data[i] | (std::uint32_t{data[i + 1]} << 8);
    intervals.push_back((value & 1U) != 0 ? value << 16 : value * 4000);
  }
  const auto text = mpos::stripe::decode_track(intervals, 1 + data[0] % 3);
  if (text && text->empty()) __builtin_trap();  // an empty track is refused
  if (text) static_cast<void>(mpos::stripe::parse_track2(*text));
  static_cast<void>(mpos::stripe::parse_track2(mpos::as_text({data, size})));
  static_cast<void>(mpos::stripe::service_code_rules(mpos::as_text({data, size})));
  return 0;
}

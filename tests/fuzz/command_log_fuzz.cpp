// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/sim/command_log.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)mpos::sim::read_command_log({data, size});
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/base/bytes.hpp"
#include "scenarios/vectors/vectors.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mpos::vectors::VectorReport report;
  mpos::vectors::run_vector_text(mpos::as_text({data, size}), "fuzz", report);
  return 0;
}

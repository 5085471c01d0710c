// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/base/assert.hpp"
#include "scenarios/decode/decode.hpp"

namespace {

void check(const mpos::decode::Rows& rows, std::size_t size) {
  for (const auto& row : rows) {
    MPOS_ASSERT(row.at + row.size <= size);
    check(row.rows, size);
  }
}

}  // namespace

/// The first byte says as what the others are read; past the last kind they are guessed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mpos;
  if (size == 0) return 0;
  const Bytes bytes{data + 1, size - 1};
  const auto kind = data[0] <= static_cast<std::uint8_t>(decode::Kind::ttq) ? static_cast<decode::Kind>(data[0])
                                                                            : decode::guess(bytes);
  const decode::Part part = decode::decode(decode::Specimen{bytes}, kind);
  check(part.rows, bytes.size());
  (void)decode::Specimen::from_hex(as_text(bytes));
  return 0;
}

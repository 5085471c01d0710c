// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/devicemodel/link/pair.hpp"

#include "devicemodel/base/crc32.hpp"

// A session, and then frames of the fuzzer's making with good checks, at either end and in any mode: nothing but the
// empty set of messages may come out, and nothing crashes. Input: mode, then frames of (target, type, flags, sequence,
// length, payload).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mpos;
  if (size < 2) return 0;
  auto phone = link::test::phone_settings();
  auto reader = link::test::reader_settings();
  phone.lossy = reader.lossy = (data[0] & 1) != 0;
  link::test::Pair pair(phone, reader);
  if ((data[0] & 2) != 0) {
    pair.bring_up();
  } else {
    pair.start();
    if ((data[0] & 4) != 0) pair.settle();
  }
  for (Bytes rest{data + 1, size - 1}; rest.size() >= 5;) {
    const std::size_t length = rest.size() - 5 < rest[4] ? rest.size() - 5 : rest[4];
    link::test::Buffer frame(length + link::frame_overhead_bytes);
    copy_bytes(rest.subspan(5, length), MutableBytes{frame}.subspan(link::frame_header_bytes));
    link::finish_frame({.type = static_cast<link::FrameType>(rest[1]),
                        .more_fragments = (rest[2] & 1) != 0,
                        .sequence = rest[3],
                        .acknowledgement = rest[3],
                        .credit = rest[2]},
                       length, frame);
    auto& target = (rest[0] & 1) != 0 ? pair.phone : pair.reader;
    if ((rest[0] & 2) != 0) frame.resize(frame.size() / 2);
    target.feed(frame, pair.now);
    if ((rest[0] & 4) != 0) pair.pass(std::chrono::milliseconds{400});
    rest = rest.subspan(5 + length);
  }
  pair.settle();
  MPOS_ASSERT(pair.phone.messages().empty() && pair.reader.messages().empty());
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/compat/frame.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "devicemodel/base/hex.hpp"

namespace mpos::compat {
namespace {

using Buffer = std::vector<std::uint8_t>;

Buffer bytes_of(std::string_view hex) {
  Buffer bytes(hex.size() / 2);
  EXPECT_TRUE(read_hex(hex, bytes));
  return bytes;
}

Buffer frame_of(const Frame& frame) {
  Buffer out(max_frame_bytes);
  const auto length = encode(frame, out);
  EXPECT_TRUE(length.has_value());
  out.resize(length ? *length : 0);
  return out;
}

// The public firmware's own examples (tests/vectors/frames.json).
TEST(CompatFrame, DeviceInformationRequestIsThePublishedOne) {
  const Buffer data = bytes_of("0101");
  EXPECT_EQ(frame_of({0, false, FrameType::request, 1, 2, data}), bytes_of("55AA00000651010002010154CC33"));
}

TEST(CompatFrame, AcknowledgementIsThePublishedOne) {
  EXPECT_EQ(frame_of({0, false, FrameType::ack, 1, 0, {}}), bytes_of("55AA000004580100005DCC33"));
}

TEST(CompatFrame, ReadsBackWhatItWrote) {
  Buffer data(max_frame_data_bytes);
  for (std::size_t i = 0; i < data.size(); ++i) data[i] = static_cast<std::uint8_t>(i * 7);
  FrameDecoder decoder;
  const Buffer wire = frame_of({2, true, FrameType::success, 9, 3000, data});
  EXPECT_EQ(decoder.feed(wire), wire.size());

  const auto frame = decoder.poll();

  ASSERT_TRUE(frame && *frame);
  EXPECT_EQ((*frame)->index, 2);
  EXPECT_TRUE((*frame)->more_follow);
  EXPECT_EQ((*frame)->type, FrameType::success);
  EXPECT_EQ((*frame)->packet, 9);
  EXPECT_EQ((*frame)->packet_bytes, 3000);
  EXPECT_TRUE(equal((*frame)->data, data));
  EXPECT_FALSE(decoder.poll());
}

TEST(CompatFrame, MoreDataThanAFrameCarriesIsTooLong) {
  const Buffer data(max_frame_data_bytes + 1);
  Buffer out(2 * max_frame_bytes);
  EXPECT_EQ(encode({0, false, FrameType::request, 1, 0, data}, out).error(), FrameError::too_long);
}

TEST(CompatFrame, ComesOutWholeHoweverTheStreamIsCut) {
  const Buffer wire = bytes_of("0055FF55AA00000651010002010154CC33");  // with noise in front
  for (std::size_t cut = 0; cut <= wire.size(); ++cut) {
    FrameDecoder decoder;
    decoder.feed(Bytes{wire}.first(cut));
    auto frame = decoder.poll();
    EXPECT_EQ(frame.has_value(), cut == wire.size()) << cut;
    decoder.feed(Bytes{wire}.subspan(cut));
    if (!frame) frame = decoder.poll();
    ASSERT_TRUE(frame && *frame) << cut;
    EXPECT_EQ((*frame)->packet, 1);
  }
}

TEST(CompatFrame, EveryDamagedByteIsNoticedOrWaitsForMore) {
  const Buffer wire = bytes_of("55AA00000651010002010154CC33");
  for (std::size_t at = 0; at < wire.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      Buffer damaged = wire;
      damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ (1U << bit));
      FrameDecoder decoder;
      decoder.feed(damaged);
      while (const auto frame = decoder.poll()) EXPECT_FALSE(frame->has_value()) << at << ' ' << bit;
    }
  }
}

TEST(CompatFrame, NamesWhatIsWrong) {
  const auto error_of = [](std::string_view hex) {
    FrameDecoder decoder;
    decoder.feed(bytes_of(hex));
    const auto frame = decoder.poll();
    EXPECT_TRUE(frame && !*frame) << hex;
    return frame && !*frame ? frame->error() : FrameError::too_long;
  };
  EXPECT_EQ(error_of("55AA00000351010002010154CC33"), FrameError::bad_length);
  EXPECT_EQ(error_of("55AA00FFFF51010002010154CC33"), FrameError::bad_length);
  EXPECT_EQ(error_of("55AA00000651010002010155CC33"), FrameError::bad_check);
  EXPECT_EQ(error_of("55AA00000651010002010154CC34"), FrameError::bad_end);
  EXPECT_EQ(error_of("55AA00000652010002010157CC33"), FrameError::bad_type);
}

TEST(CompatFrame, ALengthThatLiesCostsNoMoreThanItsOwnFrame) {
  FrameDecoder decoder;
  decoder.feed(bytes_of("55AA00040452"));  // says 1024 bytes of data and brings a good frame instead
  EXPECT_FALSE(decoder.poll());
  const Buffer filler(max_frame_bytes - 6, 0x11);
  decoder.feed(filler);
  const auto bad = decoder.poll();
  ASSERT_TRUE(bad && !*bad);
  decoder.feed(bytes_of("55AA00000651010002010154CC33"));
  const auto good = decoder.poll();
  ASSERT_TRUE(good && *good);
}

}  // namespace
}  // namespace mpos::compat

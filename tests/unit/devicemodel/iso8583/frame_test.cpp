// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/iso8583/frame.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace mpos::iso8583 {
namespace {

const Header header{0x60, 0x31, 0x00, 0x31, 0x13, 0x12};

TEST(Frame, CarriesAddressesHeaderAndMessage) {
  std::array<std::uint8_t, 64> out{};
  const std::array<std::uint8_t, 3> message{1, 2, 3};

  const auto size = build_frame({0x0003, 0x0000}, header, message, out);

  ASSERT_TRUE(size.has_value());
  EXPECT_EQ(*size, frame_overhead + 3);
  const std::vector<std::uint8_t> expected{0, 14, 0x60, 0, 3, 0, 0, 0x60, 0x31, 0x00, 0x31, 0x13, 0x12, 1, 2, 3};
  EXPECT_TRUE(equal(Bytes{out}.first(*size), expected));
  const auto frame = parse_frame(Bytes{out}.subspan(2, 14));
  ASSERT_TRUE(frame.has_value());
  EXPECT_EQ(frame->tpdu, (Tpdu{0x0003, 0x0000}));
  EXPECT_EQ(frame->tpdu.swapped(), (Tpdu{0x0000, 0x0003}));
  EXPECT_EQ(frame->header, header);
  EXPECT_TRUE(equal(frame->message, message));
}

TEST(Frame, TheMessageMayAlreadyLieInItsPlace) {
  std::array<std::uint8_t, 64> out{};
  out[frame_overhead] = 7;
  out[frame_overhead + 1] = 8;

  const auto size = build_frame({3, 0}, header, Bytes{out}.subspan(frame_overhead, 2), out);

  ASSERT_TRUE(size.has_value());
  EXPECT_EQ(out[frame_overhead], 7);
  EXPECT_EQ(out[frame_overhead + 1], 8);
}

TEST(Frame, DamageIsRefusedByName) {
  std::array<std::uint8_t, 11> body{0x60, 0, 3, 0, 0, 0x60, 0x31, 0x00, 0x31, 0x13, 0x12};
  EXPECT_TRUE(parse_frame(body).has_value());
  EXPECT_EQ(parse_frame(Bytes{body}.first(10)).error(), FrameError::too_short);
  body[0] = 0x61;
  EXPECT_EQ(parse_frame(body).error(), FrameError::bad_tpdu);
  body[0] = 0x60;
  body[2] = 0x0A;
  EXPECT_EQ(parse_frame(body).error(), FrameError::bad_tpdu);
  body[2] = 3;
  body[10] = 0xA2;
  EXPECT_EQ(parse_frame(body).error(), FrameError::bad_header);
}

TEST(Frame, OutputTooSmallOrMessageTooLongIsRefused) {
  std::vector<std::uint8_t> message(70000);
  std::vector<std::uint8_t> out(80000);
  EXPECT_EQ(build_frame({3, 0}, header, message, out).error(), FrameError::no_room);
  EXPECT_EQ(build_frame({3, 0}, header, Bytes{message}.first(10), MutableBytes{out}.first(22)).error(),
            FrameError::no_room);
  EXPECT_TRUE(build_frame({3, 0}, header, Bytes{message}.first(10), MutableBytes{out}.first(23)).has_value());
}

}  // namespace
}  // namespace mpos::iso8583

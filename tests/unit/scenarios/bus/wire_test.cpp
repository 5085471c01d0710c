// SPDX-License-Identifier: Apache-2.0
#include "scenarios/bus/wire.hpp"

#include <gtest/gtest.h>

#include "mpos/bus/v1/bus.pb.h"

namespace mpos::bus {
namespace {

v1::Command swipe(std::uint64_t id) {
  v1::Command command;
  command.set_id(id);
  command.mutable_swipe()->set_card("debit_101");
  command.mutable_swipe()->set_speed_cm_s(60);
  return command;
}

/// Everything a buffer gives for these bytes: the ids of the commands, and whether it broke.
struct Taken {
  std::vector<std::uint64_t> ids;
  std::optional<FrameError> error;
};

Taken take_all(FrameBuffer& buffer) {
  Taken taken;
  for (;;) {
    v1::Command command;
    const auto whole = buffer.next(command);
    if (!whole) {
      taken.error = whole.error();
      return taken;
    }
    if (!*whole) return taken;
    taken.ids.push_back(command.id());
  }
}

TEST(Wire, FramesArriveWholeHoweverTheyAreCut) {
  std::string bytes;
  for (std::uint64_t id = 1; id <= 3; ++id) append_frame(swipe(id), bytes);

  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    FrameBuffer buffer;
    std::vector<std::uint64_t> ids;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      buffer.append(as_bytes(bytes).subspan(at).first(std::min(piece, bytes.size() - at)));
      const Taken taken = take_all(buffer);
      ASSERT_FALSE(taken.error);
      ids.insert(ids.end(), taken.ids.begin(), taken.ids.end());
    }
    EXPECT_EQ(ids, (std::vector<std::uint64_t>{1, 2, 3})) << "in pieces of " << piece;
  }
}

TEST(Wire, ALengthPastTheLimitOrOfNothingBreaksTheStreamForGood) {
  for (const std::vector<std::uint8_t>& head : {std::vector<std::uint8_t>{0, 0, 0, 0}, {0x7F, 0xFF, 0xFF, 0xFF}}) {
    FrameBuffer buffer;
    buffer.append(head);
    EXPECT_EQ(take_all(buffer).error, FrameError::too_long);
    std::string good;
    append_frame(swipe(1), good);
    buffer.append(as_bytes(good));
    EXPECT_EQ(take_all(buffer).error, FrameError::too_long);
  }
}

TEST(Wire, BytesThatAreNoMessageAreMalformed) {
  FrameBuffer buffer;
  buffer.append(std::vector<std::uint8_t>{0, 0, 0, 2, 0xFF, 0xFF});
  EXPECT_EQ(take_all(buffer).error, FrameError::malformed);
}

TEST(Wire, SaysWhatIsWrongInWords) {
  EXPECT_NE(sentence_of(FrameError::too_long).find("4 MiB"), std::string_view::npos);
  EXPECT_NE(sentence_of(FrameError::malformed).find("no message"), std::string_view::npos);
}

}  // namespace
}  // namespace mpos::bus

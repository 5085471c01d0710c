// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/capture.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "devicemodel/link/channel.hpp"

namespace mpos::world {
namespace {

using Frames = std::vector<std::vector<std::uint8_t>>;

std::vector<std::uint8_t> vector_of(Bytes bytes) {
  return {bytes.begin(), bytes.end()};
}

TEST(FrameCutterTest, FindsFramesInPiecesOfAnySizeAndKeepsWhatIsNone) {
  const std::vector<std::uint8_t> frame = vector_of(link::Channel::busy_frame());
  const std::vector<std::uint8_t> junk{0xA5, 0x5A, 1, 2, 3};
  std::vector<std::uint8_t> stream = frame;
  stream.insert(stream.end(), junk.begin(), junk.end());
  stream.insert(stream.end(), frame.begin(), frame.end());

  for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
    FrameCutter cutter{Capture::Wire::link};
    Frames frames;
    std::vector<std::uint8_t> joined;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
      for (auto& cut : cutter.take(Bytes{stream}.subspan(at, std::min(piece, stream.size() - at)))) {
        joined.insert(joined.end(), cut.begin(), cut.end());
        frames.push_back(std::move(cut));
      }
    }
    ASSERT_GE(frames.size(), 3U) << piece;
    EXPECT_EQ(frames.front(), frame) << piece;
    EXPECT_EQ(frames.back(), frame) << piece;
    EXPECT_EQ(joined, stream) << piece;
  }
}

TEST(FrameCutterTest, CutsHostMessagesByTheirLength) {
  FrameCutter cutter{Capture::Wire::host};
  const std::vector<std::uint8_t> bytes{0, 3, 1, 2, 3, 0, 1, 9, 0};

  EXPECT_EQ(cutter.take(bytes), (Frames{{0, 3, 1, 2, 3}, {0, 1, 9}}));
  EXPECT_EQ(cutter.take(std::vector<std::uint8_t>{2, 7, 8}), (Frames{{0, 2, 7, 8}}));
}

TEST(CaptureTest, WritesBlocksOfTheLengthTheyNameWithTheTimeInNanoseconds) {
  const auto path = std::filesystem::path{testing::TempDir()} / "capture_test.pcapng";
  {
    auto capture = Capture::create(path.string());
    ASSERT_TRUE(capture.has_value()) << capture.error();
    const std::vector<std::uint8_t> frame{1, 2, 3};
    (*capture)->packet(Capture::Wire::host, Capture::Way::from, 7, Instant{std::chrono::seconds{5}}, frame);
  }
  std::ostringstream read;
  read << std::ifstream{path, std::ios::binary}.rdbuf();
  const std::string text = read.str();
  const auto number = [&](std::size_t at) {
    return static_cast<std::uint32_t>(static_cast<std::uint8_t>(text[at])) |
           static_cast<std::uint32_t>(static_cast<std::uint8_t>(text[at + 1])) << 8 |
           static_cast<std::uint32_t>(static_cast<std::uint8_t>(text[at + 2])) << 16 |
           static_cast<std::uint32_t>(static_cast<std::uint8_t>(text[at + 3])) << 24;
  };
  std::vector<std::size_t> blocks;
  for (std::size_t at = 0; at < text.size(); at += number(at + 4)) {
    ASSERT_EQ(number(at + 4) % 4, 0U);
    ASSERT_EQ(number(at + 4), number(at + number(at + 4) - 4)) << "a block's length stands at both its ends";
    blocks.push_back(at);
  }

  ASSERT_EQ(blocks.size(), 5U);
  EXPECT_EQ(number(blocks[0]), 0x0A0D0D0AU);
  const std::size_t packet = blocks[4];
  EXPECT_EQ(number(packet), 6U);
  EXPECT_EQ(number(packet + 8), 1U) << "the interface of the host's wire";
  EXPECT_EQ((std::uint64_t{number(packet + 12)} << 32) | number(packet + 16), 5'000'000'000U);
  EXPECT_EQ(number(packet + 20), 5U);
  EXPECT_EQ(text.substr(packet + 28, 5), std::string("\x01\x07\x01\x02\x03", 5));
  std::filesystem::remove(path);
}

TEST(CaptureTest, AFileThatCannotBeMadeIsNamed) {
  const auto capture = Capture::create("/nowhere/at/all.pcapng");

  ASSERT_FALSE(capture.has_value());
  EXPECT_NE(capture.error().find("/nowhere/at/all.pcapng"), std::string::npos);
}

}  // namespace
}  // namespace mpos::world

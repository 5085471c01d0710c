// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/sim/command_log.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "devicemodel/base/crc32.hpp"

namespace mpos::sim {
namespace {

using namespace std::chrono_literals;

std::vector<std::uint8_t> bytes_of(const std::string& text) {
  return {text.begin(), text.end()};
}

class CommandLogTest : public testing::Test {
 protected:
  CommandLogTest() {
    CommandLogWriter writer(out_, header_);
    EXPECT_TRUE(writer.append(Instant{1s}, bytes_of("first")));
    EXPECT_TRUE(writer.append(Instant{1s}, bytes_of("")));
    EXPECT_TRUE(writer.append(Instant{2s}, bytes_of("third")));
    bytes_ = bytes_of(out_.str());
  }
  CommandLogFailure failure() const {
    const auto log = read_command_log(bytes_);
    EXPECT_FALSE(log);
    return log ? CommandLogFailure{} : log.error();
  }

  CommandLogHeader header_{"default", 7, {{"reader", {1, 2, 3}}, {"ledger", {}}}};
  std::ostringstream out_;
  std::vector<std::uint8_t> bytes_;
};

TEST_F(CommandLogTest, ReadsBackWhatWasWritten) {
  const auto log = read_command_log(bytes_);

  ASSERT_TRUE(log);
  EXPECT_EQ(log->header, header_);
  ASSERT_EQ(log->commands.size(), 3U);
  EXPECT_EQ(log->commands[2], (LoggedCommand{Instant{2s}, bytes_of("third")}));
}

TEST_F(CommandLogTest, EveryCutIsRefusedOrEndsAtAnEntry) {
  const auto whole = bytes_;
  std::size_t good = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto log = read_command_log(Bytes(whole).first(size));
    if (!log) continue;
    ++good;
    EXPECT_LT(log->commands.size(), 3U);
  }
  EXPECT_EQ(good, 3U);  // After the header, the first and the second command.
}

TEST_F(CommandLogTest, EveryFlippedBitIsRefused) {
  const auto whole = bytes_;
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    bytes_ = whole;
    bytes_[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(read_command_log(bytes_)) << bit;
  }
}

TEST_F(CommandLogTest, SaysWhyAndWhere) {
  const auto whole = bytes_;
  bytes_.back() ^= 1;
  EXPECT_EQ(failure().error, CommandLogError::damaged);
  EXPECT_EQ(failure().offset, whole.size() - (8 + 8 + 5));

  bytes_ = whole;
  bytes_.pop_back();
  EXPECT_EQ(failure().error, CommandLogError::cut_short);

  bytes_ = whole;
  bytes_[8] = 2;
  EXPECT_EQ(failure().error, CommandLogError::newer_version);

  bytes_ = bytes_of("SQLite format 3");
  EXPECT_EQ(failure().error, CommandLogError::not_a_log);
  EXPECT_STREQ(text_of(CommandLogError::newer_version),
               "this command log was written by a newer version of the program");
}

TEST_F(CommandLogTest, TimeNeverGoesBack) {
  std::ostringstream out;
  CommandLogWriter writer(out, header_);
  ASSERT_TRUE(writer.append(Instant{2s}, bytes_of("a")));
  EXPECT_EQ(writer.append(Instant{1s}, bytes_of("b")).error(), CommandLogError::out_of_order);

  std::vector<std::uint8_t> payload(8, 0);  // A command of time 0 after one of 2 s, with a good CRC.
  const std::uint32_t crc = crc32(payload);
  bytes_.insert(bytes_.end(), {8, 0, 0, 0});
  for (int i = 0; i < 4; ++i) bytes_.push_back(static_cast<std::uint8_t>(crc >> (8 * i)));
  bytes_.insert(bytes_.end(), payload.begin(), payload.end());
  EXPECT_EQ(failure().error, CommandLogError::out_of_order);
}

TEST_F(CommandLogTest, AFullDiskIsSaid) {
  std::ostringstream out;
  CommandLogWriter writer(out, header_);
  out.setstate(std::ios::badbit);
  EXPECT_EQ(writer.append(Instant{}, bytes_of("a")).error(), CommandLogError::write_failed);
}

}  // namespace
}  // namespace mpos::sim

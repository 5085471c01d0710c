// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/devicemodel/firmware/rig.hpp"

namespace mpos::firmware {
namespace {

class TerminalMemoryTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(store_.mount());
    ASSERT_TRUE(memory_.load());
  }
  static std::array<std::uint8_t, 32> phone(int number) {
    std::array<std::uint8_t, 32> key{};
    key[0] = static_cast<std::uint8_t>(number);
    return key;
  }
  fakes::Storage flash_;
  records::RecordStore store_{flash_};
  TerminalMemory memory_{store_};
};

TEST_F(TerminalMemoryTest, TraceNumbersRiseByOneAndSkipZero) {
  EXPECT_EQ(memory_.trace(), 0U);
  EXPECT_EQ(memory_.next_trace(), 1U);
  EXPECT_EQ(memory_.next_trace(), 2U);
  std::array<std::uint8_t, 4> last{};
  store_be32(last.data(), TerminalMemory::max_trace);
  ASSERT_TRUE(store_.write(2, last));
  ASSERT_TRUE(memory_.load());

  EXPECT_EQ(memory_.next_trace(), 1U);
}

TEST_F(TerminalMemoryTest, ATraceNumberThatCannotBeWrittenIsNotUsed) {
  ASSERT_TRUE(memory_.next_trace());
  flash_.fail_after = 0;

  EXPECT_EQ(memory_.next_trace(), std::nullopt);
  EXPECT_EQ(memory_.trace(), 1U);
}

TEST_F(TerminalMemoryTest, EverythingOutlivesThePower) {
  ReversalRecord record{123456789012, 999, "000007", "021", "0", "98", 2};
  ASSERT_TRUE(memory_.next_trace());
  ASSERT_TRUE(memory_.set_batch("000007"));
  ASSERT_TRUE(memory_.keep_reversal(record));
  memory_.remember(phone(1));

  records::RecordStore store(flash_);
  ASSERT_TRUE(store.mount());
  TerminalMemory later(store);
  ASSERT_TRUE(later.load());

  EXPECT_EQ(later.trace(), 1U);
  EXPECT_EQ(later.batch(), "000007");
  EXPECT_TRUE(later.clock_set());
  EXPECT_TRUE(later.is_known(phone(1)));
  ASSERT_TRUE(later.reversal().has_value());
  EXPECT_EQ(later.reversal()->amount_minor, 123456789012U);
  EXPECT_EQ(later.reversal()->trace, 999U);
  EXPECT_EQ(later.reversal()->reason.view(), "98");
  EXPECT_EQ(later.reversal()->attempts, 2);
}

TEST_F(TerminalMemoryTest, TheNinthPhoneReplacesTheOldest) {
  for (int i = 1; i <= 9; ++i) memory_.remember(phone(i));

  EXPECT_FALSE(memory_.is_known(phone(1)));
  for (int i = 2; i <= 9; ++i) EXPECT_TRUE(memory_.is_known(phone(i))) << i;
}

TEST_F(TerminalMemoryTest, TheNinthReversalIsNotSetAside) {
  for (std::uint32_t i = 1; i <= 8; ++i) {
    ASSERT_TRUE(memory_.keep_reversal({1, i, "000001", "021", "0", "98", 3}));
    ASSERT_TRUE(memory_.set_reversal_aside());
  }
  ASSERT_TRUE(memory_.keep_reversal({1, 9, "000001", "021", "0", "98", 3}));

  EXPECT_FALSE(memory_.set_reversal_aside());

  EXPECT_EQ(memory_.reversals_aside(), TerminalMemory::manual_reversals);
  ASSERT_TRUE(memory_.reversal().has_value());
  EXPECT_EQ(memory_.reversal()->trace, 9U);
  std::array<std::uint8_t, 64> oldest{};
  ASSERT_TRUE(store_.read(16, oldest));
  EXPECT_EQ(load_be32(&oldest[10]), 1U);
}

TEST_F(TerminalMemoryTest, ARecordThatMakesNoSenseIsNotLoaded) {
  ASSERT_TRUE(store_.write(4, std::array<std::uint8_t, 3>{9, 9, 9}));

  EXPECT_FALSE(memory_.load());
}

TEST_F(TerminalMemoryTest, ForgetLeavesNothing) {
  ASSERT_TRUE(memory_.next_trace());
  ASSERT_TRUE(memory_.set_batch("000007"));

  ASSERT_TRUE(memory_.forget());

  EXPECT_EQ(memory_.trace(), 0U);
  EXPECT_FALSE(memory_.clock_set());
}

}  // namespace
}  // namespace mpos::firmware

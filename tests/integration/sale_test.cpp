// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/integration/bench_world.hpp"

namespace mpos::test {
namespace {

using std::chrono::seconds;

std::vector<bus::v1::LedgerEntry> ledger(const BenchWorld& world) {
  std::vector<bus::v1::LedgerEntry> entries;
  for (const auto& event : world.events()) {
    if (event.has_ledger()) entries.push_back(event.ledger());
  }
  return entries;
}

TEST(Sale, WithPinIsApprovedAndMovesTheLedger) {
  BenchWorld world{default_options()};
  const auto ready = world.bus().make_ready();
  ASSERT_TRUE(ready) << ready.error() << "\n" << world.bus().journal();
  const auto outcome = world.whole_sale(1250);
  EXPECT_EQ(outcome.outcome(), "approved") << world.bus().journal();
  EXPECT_EQ(outcome.response_code(), "00");
  EXPECT_EQ(outcome.amount_minor(), 1250);
  EXPECT_EQ(outcome.masked_pan(), "622202*********0128");
  EXPECT_EQ(outcome.entry_mode(), "021");
  const auto entries = ledger(world);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].amount_minor(), 1250);
  EXPECT_EQ(entries[0].what(), "sale");
}

TEST(Sale, LeavesNoAccountNumberAndNoPinDigitInTheJournal) {
  BenchWorld world{default_options()};
  ASSERT_TRUE(world.bus().make_ready());
  world.clear();
  ASSERT_EQ(world.whole_sale(990).outcome(), "approved");
  EXPECT_EQ(world.bus().journal().find("6222021234567890128"), std::string::npos);
  for (const auto& event : world.events()) {
    if (event.has_key()) {
      EXPECT_EQ(event.key().hidden(), event.key().key().empty());
      EXPECT_NE(event.key().key().size(), 1U) << "a digit is named: " << event.key().key();
    }
    EXPECT_EQ(event.SerializeAsString().find("6222021234567890128"), std::string::npos);
  }
}

TEST(Sale, PrintsAReceiptThatSaysSimulator) {
  BenchWorld world{default_options()};
  ASSERT_TRUE(world.bus().make_ready());
  ASSERT_EQ(world.whole_sale(1250).outcome(), "approved");
  std::string paper;
  for (const auto& event : world.events()) {
    for (const auto& line : event.receipt().lines()) paper += line + "\n";
  }
  EXPECT_NE(paper.find("SIMULATOR - NOT A REAL RECEIPT"), std::string::npos);
  EXPECT_NE(paper.find("622202*********0128"), std::string::npos);
  EXPECT_NE(paper.find("CNY 12.50"), std::string::npos);
}

TEST(Sale, WithAWrongPinIsDeclinedAndMovesNothing) {
  BenchWorld world{default_options()};
  ASSERT_TRUE(world.bus().make_ready());
  world.sale(1250);
  ASSERT_TRUE(world.until_stage("waiting_for_card"));
  world.swipe("debit_101");
  ASSERT_TRUE(world.until_stage("pin_entry"));
  world.keys("9 9 9 9 9 9 enter");
  const auto outcome = world.until_outcome();
  EXPECT_EQ(outcome.outcome(), "declined");
  EXPECT_EQ(outcome.response_code(), "55");
  EXPECT_TRUE(ledger(world).empty());
}

TEST(Sale, ShowsTheFrameThatStandsToWhoeverWaited) {
  BenchWorld world{default_options()};
  ASSERT_TRUE(world.bus().make_ready());
  std::uint64_t last = 0;
  for (const auto& event : world.events()) {
    if (!event.has_screen()) continue;
    EXPECT_GT(event.screen().number(), last);
    last = event.screen().number();
  }
  EXPECT_EQ(world.bus().screen("reader").number(), last);
  EXPECT_EQ(world.bus().screen("reader").dots().size(), 1024U);
  ASSERT_EQ(world.bus().screen("reader").lines_size(), 4);
  EXPECT_NE(world.bus().screen("reader").lines(0).find("SIM"), std::string::npos);
}

TEST(Balance, OfAnAccountThatIsNoTestAccountIsNotSet) {
  auto options = default_options();
  options.admits_pan = [](std::string_view pan) { return pan == "6222021234567890128"; };
  BenchWorld world{options};
  auto account = world.command();
  account.mutable_host_account()->set_pan("6222020000000000008");
  account.mutable_host_account()->set_balance_minor(100);
  world.clear();
  world.bus().post(account);
  ASSERT_EQ(world.events().size(), 1U);
  const std::string reason = world.events().front().refused().reason();
  EXPECT_TRUE(reason.starts_with("622202*********0008 is not a known test number")) << reason;
  account.mutable_host_account()->set_pan("6222021234567890128");
  world.clear();
  world.bus().post(account);
  for (const auto& event : world.events()) EXPECT_FALSE(event.has_refused());
}

TEST(Balance, TellsWhatTheAccountHolds) {
  BenchWorld world{default_options()};
  ASSERT_TRUE(world.bus().make_ready());
  auto account = world.command();
  account.mutable_host_account()->set_pan("6222021234567890128");
  account.mutable_host_account()->set_balance_minor(777'77);
  world.bus().post(account);
  auto act = world.command();
  act.mutable_balance();
  world.bus().post(act);
  ASSERT_TRUE(world.until_stage("waiting_for_card"));
  world.swipe("debit_101");
  ASSERT_TRUE(world.until_stage("pin_entry"));
  world.keys("1 2 3 4 5 6 enter");
  const auto outcome = world.until_outcome();
  EXPECT_EQ(outcome.outcome(), "approved") << world.bus().journal();
  EXPECT_EQ(outcome.balance_minor(), 777'77);
}

TEST(Echo, ComesBackUnchanged) {
  BenchWorld world{default_options()};
  ASSERT_TRUE(world.bus().make_ready());
  auto act = world.command();
  act.mutable_echo()->set_text("sixteen letters!");
  world.bus().post(act);
  const auto outcome = world.until_outcome(seconds{1});
  EXPECT_EQ(outcome.outcome(), "echoed");
  EXPECT_EQ(outcome.detail(), "sixteen letters!");
}

TEST(TwoReaders, SellAtTheSameTimeWithoutMeetingEachOther) {
  auto options = default_options();
  options.readers = {"left", "right"};
  BenchWorld world{options};
  ASSERT_TRUE(world.bus().make_ready("left"));
  const auto ready = world.bus().make_ready("right");
  ASSERT_TRUE(ready) << ready.error();
  world.sale(100, "left");
  world.sale(200, "right");
  ASSERT_TRUE(world.until_stage("waiting_for_card", seconds{5}, "right"));
  world.swipe("debit_101", "left");
  world.swipe("credit_101", "right");
  ASSERT_TRUE(world.until_stage("pin_entry", seconds{5}, "right"));
  world.keys("1 2 3 4 5 6 enter", "right");
  EXPECT_EQ(world.until_outcome(seconds{50}, "right").amount_minor(), 200) << world.bus().journal();
  world.keys("1 2 3 4 5 6 enter", "left");
  const auto left = world.until_outcome(seconds{50}, "left");
  EXPECT_EQ(left.outcome(), "approved");
  EXPECT_EQ(left.amount_minor(), 100);
}

}  // namespace
}  // namespace mpos::test

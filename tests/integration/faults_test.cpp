// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/integration/bench_world.hpp"

namespace mpos::test {
namespace {

using bus::v1::PhoneFault;
using std::chrono::seconds;

class Faults : public ::testing::Test {
 protected:
  Faults() : world(default_options()) {}
  void SetUp() override {
    const auto ready = world.bus().make_ready();
    ASSERT_TRUE(ready) << ready.error();
    world.clear();
  }
  void phone(PhoneFault::Kind kind) {
    auto act = world.command();
    act.mutable_phone_fault()->set_kind(kind);
    world.bus().post(act);
  }
  std::int64_t moved() const {
    std::int64_t sum = 0;
    for (const auto& event : world.events()) {
      if (event.has_ledger())
        sum += event.ledger().what() == "reversal" ? -event.ledger().amount_minor() : event.ledger().amount_minor();
    }
    return sum;
  }
  bool told(const std::string& stage) const {
    for (const auto& event : world.events()) {
      if (event.has_phone() && event.phone().stage() == stage) return true;
    }
    return false;
  }

  BenchWorld world;
};

TEST_F(Faults, AnAlteredRequestIsNotApproved) {
  phone(PhoneFault::ALTER_REQUEST);
  EXPECT_NE(world.whole_sale(1250).outcome(), "approved");
  EXPECT_EQ(moved(), 0);
}

TEST_F(Faults, AForgedApprovalIsNotApproved) {
  auto rule = world.command();
  rule.mutable_host_rule()->set_on("0200");
  rule.mutable_host_rule()->set_response_code("51");
  world.bus().post(rule);
  phone(PhoneFault::FORGE_APPROVAL);
  EXPECT_EQ(world.whole_sale(1250).outcome(), "answer_refused");
}

TEST_F(Faults, AnAnswerBroughtTwiceCountsOnce) {
  phone(PhoneFault::REPEAT_ANSWER);
  EXPECT_EQ(world.whole_sale(1250).outcome(), "approved");
  EXPECT_EQ(moved(), 1250);
}

TEST_F(Faults, ARequestSentTwiceIsPostedOnce) {
  phone(PhoneFault::REPEAT_REQUEST);
  EXPECT_EQ(world.whole_sale(1250).outcome(), "approved");
  EXPECT_EQ(moved(), 1250);
}

TEST_F(Faults, WithoutNetworkNothingIsPostedAndTheReversalWaits) {
  phone(PhoneFault::NO_NETWORK);
  const auto outcome = world.whole_sale(1250);
  EXPECT_EQ(outcome.outcome(), "not_sent");
  EXPECT_TRUE(outcome.reversal_pending()) << "the phone's word proves nothing";
  EXPECT_EQ(moved(), 0);
}

TEST_F(Faults, ALostAnswerIsReversedBeforeTheNextSale) {
  phone(PhoneFault::LOSE_ANSWER);
  const auto lost = world.whole_sale(1250);
  EXPECT_EQ(lost.outcome(), "no_answer");
  EXPECT_TRUE(lost.reversal_pending());
  EXPECT_EQ(moved(), 1250);
  const auto next = world.whole_sale(300);
  EXPECT_EQ(next.outcome(), "approved") << world.bus().journal();
  EXPECT_EQ(moved(), 300);
}

TEST_F(Faults, AMacForAnotherAmountIsNotGiven) {
  phone(PhoneFault::FOREIGN_MAC);
  EXPECT_EQ(world.whole_sale(1250).outcome(), "approved");
  EXPECT_TRUE(told("foreign_mac_refused"));
  EXPECT_FALSE(told("foreign_mac_given"));
}

TEST_F(Faults, APowerCutAfterTheHostPostedIsReversedWhenTheReaderIsBack) {
  auto rule = world.command();
  rule.mutable_host_rule()->set_on("0200");
  rule.mutable_host_rule()->set_delay_ns(2'000'000'000);
  world.bus().post(rule);
  world.sale(1250);
  ASSERT_TRUE(world.until_stage("waiting_for_card"));
  world.swipe("debit_101");
  ASSERT_TRUE(world.until_stage("pin_entry"));
  world.keys("1 2 3 4 5 6 enter");
  ASSERT_TRUE(world.bus().wait([](const auto& event) { return event.has_ledger(); }, seconds{10}));
  EXPECT_EQ(moved(), 1250);
  world.power(bus::v1::Power::CUT);
  EXPECT_FALSE(world.bus().screen("").on());
  world.bus().scheduler().run_for(seconds{5});
  const auto ready = world.bus().make_ready();
  ASSERT_TRUE(ready) << ready.error() << "\n" << world.bus().journal();
  const auto next = world.whole_sale(300);
  EXPECT_EQ(next.outcome(), "approved") << world.bus().journal();
  EXPECT_EQ(moved(), 300);
}

TEST_F(Faults, AReaderOrCardNobodyKnowsIsRefusedWithAReason) {
  world.swipe("no such card");
  ASSERT_TRUE(world.events().back().has_refused());
  EXPECT_NE(world.events().back().refused().reason().find("no such card"), std::string::npos);
  world.power(bus::v1::Power::ON, "nobody");
  ASSERT_TRUE(world.events().back().has_refused());
  EXPECT_NE(world.events().back().refused().reason().find("nobody"), std::string::npos);
}

}  // namespace
}  // namespace mpos::test

// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/devicemodel/emv/cards.hpp"

namespace mpos::emv {
namespace {

using namespace test;

std::string tvr_with(const std::function<void(Bench&)>& change) {
  Bench bench;
  bench.aids[0].floor_limit = 20000;
  bench.aids[0].random_target = 0;
  bench.aids[0].random_most = 0;
  bench.card.data["8E"] = "00000000000000001F00";
  change(bench);
  bench.run();
  return bench.tvr();
}

TEST(Tvr, nothing_but_missing_authentication_for_a_plain_card) {
  EXPECT_EQ(tvr_with([](Bench&) {}), "8000000000");
}

TEST(Tvr, restrictions) {
  EXPECT_EQ(tvr_with([](Bench& b) { b.card.data["9F08"] = "0030"; }), "8080000000");
  EXPECT_EQ(tvr_with([](Bench& b) { b.card.data.erase("9F08"); }), "8000000000");
  EXPECT_EQ(tvr_with([](Bench& b) { b.card.data["5F24"] = "240916"; }), "8040000000");
  EXPECT_EQ(tvr_with([](Bench& b) { b.card.data["5F24"] = "240917"; }), "8000000000");
  EXPECT_EQ(tvr_with([](Bench& b) { b.card.data["5F24"] = "991231"; }), "8040000000") << "1999";
  EXPECT_EQ(tvr_with([](Bench& b) { b.card.data["5F25"] = "240918"; }), "8020000000");
  EXPECT_EQ(tvr_with([](Bench& b) { b.card.data["5F25"] = "240917"; }), "8000000000");
}

TEST(Tvr, usage_control_of_home_and_foreign_cards) {
  const auto usage = [](const char* auc, const char* country, const std::function<void(Transaction&)>& change) {
    return tvr_with([&](Bench& b) {
      b.card.data["9F07"] = auc;
      b.card.data["5F28"] = country;
      change(b.transaction);
    });
  };
  const auto sale = [](Transaction&) {};
  const auto cash = [](Transaction& t) { t.cash = true; };
  const auto cashback = [](Transaction& t) { t.cashback = true; };
  EXPECT_EQ(usage("2100", "0156", sale), "8000000000");
  EXPECT_EQ(usage("1100", "0156", sale), "8010000000");
  EXPECT_EQ(usage("1100", "0840", sale), "8000000000");
  EXPECT_EQ(usage("2100", "0840", sale), "8010000000");
  EXPECT_EQ(usage("2000", "0156", sale), "8010000000") << "not at terminals other than ATMs";
  EXPECT_EQ(usage("8100", "0156", cash), "8000000000");
  EXPECT_EQ(usage("4100", "0156", cash), "8010000000");
  EXPECT_EQ(usage("4100", "0840", cash), "8000000000");
  EXPECT_EQ(usage("2180", "0156", cashback), "8000000000");
  EXPECT_EQ(usage("2140", "0156", cashback), "8010000000");
  EXPECT_EQ(usage("1140", "0840", cashback), "8000000000");
}

TEST(Tvr, floor_limit_counts_earlier_amounts) {
  EXPECT_EQ(tvr_with([](Bench& b) { b.transaction.amount = array_of<6>("000000019999"); }), "8000000000");
  EXPECT_EQ(tvr_with([](Bench& b) { b.transaction.amount = array_of<6>("000000020000"); }), "8000008000");
  EXPECT_EQ(tvr_with([](Bench& b) { b.records.earlier = 9999; }), "8000000000");
  EXPECT_EQ(tvr_with([](Bench& b) { b.records.earlier = 10000; }), "8000008000");
  EXPECT_EQ(tvr_with([](Bench& b) { b.aids[0].floor_limit = 0; }), "8000008000");
}

TEST(Tvr, electronic_cash_has_a_limit_of_its_own_and_no_random_selection) {
  const auto cash = [](std::uint64_t limit) {
    return tvr_with([limit](Bench& b) {
      b.transaction.electronic_cash = true;
      b.transaction.amount = array_of<6>("000000010000");
      b.transaction.random = 1;
      b.aids[0].floor_limit = 0;
      b.aids[0].random_target = 99;
      b.aids[0].random_most = 99;
      b.aids[0].ec_limit = limit;
    });
  };
  EXPECT_EQ(cash(10001), "8000000000");
  EXPECT_EQ(cash(10000), "8000008000");
}

TEST(Tvr, exception_file_and_forced_online) {
  EXPECT_EQ(tvr_with([](Bench& b) { b.records.exception = true; }), "9000000000");
  EXPECT_EQ(tvr_with([](Bench& b) { b.transaction.forced_online = true; }), "8000000800");
}

TEST(Tvr, random_selection_below_and_above_the_threshold) {
  const auto select = [](std::uint32_t threshold, std::uint8_t target, std::uint8_t most, std::uint8_t random) {
    return tvr_with([&](Bench& b) {
      b.aids[0].random_threshold = threshold;
      b.aids[0].random_target = target;
      b.aids[0].random_most = most;
      b.transaction.random = random;
    });
  };
  EXPECT_EQ(select(15000, 20, 80, 20), "8000001000");
  EXPECT_EQ(select(15000, 20, 80, 21), "8000000000");
  // Amount 10000 between threshold 0 and floor 20000: 20 + 60 / 2 = 50.
  EXPECT_EQ(select(0, 20, 80, 50), "8000001000");
  EXPECT_EQ(select(0, 20, 80, 51), "8000000000");
}

TEST(Tvr, velocity_of_the_card) {
  const auto velocity = [](const char* atc, const char* last) {
    return tvr_with([&](Bench& b) {
      b.card.data["9F14"] = "02";
      b.card.data["9F23"] = "04";
      b.card.answers["80CA9F36"] = atc;
      b.card.answers["80CA9F13"] = last;
    });
  };
  EXPECT_EQ(velocity("9F3602000A9000", "9F130200089000"), "8000000000");
  EXPECT_EQ(velocity("9F3602000A9000", "9F130200079000"), "8000004000");
  EXPECT_EQ(velocity("9F3602000A9000", "9F130200059000"), "8000006000");
  EXPECT_EQ(velocity("9F360200019000", "9F130200009000"), "8008000000") << "new card";
  EXPECT_EQ(velocity("9F360200059000", "9F130200059000"), "8000006000") << "the counter did not move";
  EXPECT_EQ(velocity("6A88", "9F130200059000"), "8000006000");
  EXPECT_EQ(velocity("9F360200059000", "6A88"), "8000006000");
  EXPECT_EQ(velocity("9F360200059000", "9F1301059000"), "8000006000") << "one byte is no counter";
}

TEST(Tvr, counters_are_left_alone_when_nothing_needs_them) {
  Bench bench;
  bench.policy.always_read_counters = false;
  bench.run();
  EXPECT_EQ(bench.card.count("80CA"), 0);
  Bench no_risk;
  no_risk.card.aip = "1400";
  no_risk.run();
  EXPECT_EQ(no_risk.card.count("80CA"), 0);
  EXPECT_EQ(no_risk.kernel.tsi()[0] & tsi::terminal_risk, 0);
}

TEST(ActionAnalysis, codes_of_issuer_and_terminal_decide) {
  const auto kind = [](const std::function<void(Bench&)>& change) {
    Bench bench;
    bench.aids[0].floor_limit = 20000;
    bench.aids[0].random_target = bench.aids[0].random_most = 0;
    bench.aids[0].tac_denial = bench.aids[0].tac_online = bench.aids[0].tac_default = {};
    bench.card.data["9F0E"] = bench.card.data["9F0F"] = bench.card.data["9F0D"] = "0000000000";
    bench.card.data["8E"] = "00000000000000001F00";
    change(bench);
    bench.run();
    for (const std::string& command : bench.card.log) {
      if (command.starts_with("80AE")) return command.substr(4, 2);
    }
    return std::string{};
  };
  EXPECT_EQ(kind([](Bench&) {}), "40");
  EXPECT_EQ(kind([](Bench& b) { b.card.data["9F0F"] = "8000000000"; }), "80");
  EXPECT_EQ(kind([](Bench& b) { b.aids[0].tac_online[0] = 0x80; }), "80");
  EXPECT_EQ(kind([](Bench& b) { b.card.data["9F0E"] = "8000000000"; }), "00");
  EXPECT_EQ(kind([](Bench& b) { b.aids[0].tac_denial[0] = 0x80; }), "00");
  EXPECT_EQ(kind([](Bench& b) { b.card.data.erase("9F0F"); }), "80") << "missing: all ones";
  EXPECT_EQ(kind([](Bench& b) { b.card.data.erase("9F0E"); }), "40") << "missing: zeros";
  EXPECT_EQ(kind([](Bench& b) { b.profile.type = 0x21; }), "80") << "online only";
  EXPECT_EQ(kind([](Bench& b) { b.profile.type = 0x23; }), "40") << "offline only";
  EXPECT_EQ(kind([](Bench& b) {
              b.profile.type = 0x23;
              b.card.data.erase("9F0D");
            }),
            "00");
}

TEST(ActionAnalysis, an_unreachable_host_uses_the_default_codes) {
  for (const bool refuse : {false, true}) {
    Bench bench;
    bench.host.kind = Input::Kind::host_unreachable;
    bench.card.data["9F0D"] = refuse ? "8000000000" : "0000000000";
    bench.aids[0].tac_default = {};
    const Outcome outcome = bench.run();
    EXPECT_EQ(bench.value(tag::response_code), refuse ? "5A33" : "5933");
    EXPECT_EQ(bench.card.last("80AE").substr(4, 2), refuse ? "00" : "40");
    EXPECT_EQ(outcome.disposition, refuse ? Disposition::declined_offline : Disposition::approved_offline);
    EXPECT_FALSE(outcome.reverse);
  }
}

}  // namespace
}  // namespace mpos::emv

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/runner/runner.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace mpos::runner {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class RunnerTest : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }
  ScenarioResult run(const std::string& steps, const std::string& head = "") {
    return run_scenario(write("s.yaml", "title: t\n" + head + "steps:\n" + steps), catalogue_, options_);
  }

  fs::path folder_ = fs::temp_directory_path() / ("runner_test_" + std::to_string(::getpid()));
  load::Catalogue catalogue_{fs::path(VMPOS_SOURCE_DIR) / "assets"};
  Options options_;
};

const char* sale = R"(  - sale: "12.50"
  - expect: {lcd: 请刷卡}
  - swipe: debit_101
  - expect: {lcd: 请输入密码, within: 2s}
  - keys: 1 2 3 4 5 6 enter
  - expect: {outcome: approved, within: 10s}
)";

TEST_F(RunnerTest, AWholeSalePasses) {
  const auto result = run(sale);

  EXPECT_TRUE(result.passed()) << (result.failure ? result.failure->actual : result.broken.value_or(""));
  EXPECT_GT(result.virtual_time, 1s);
}

TEST_F(RunnerTest, AFailureNamesStepPlaceAndWhatStood) {
  const auto result = run("  - sale: \"12.50\"\n  - expect: {lcd: nonsense, within: 2s}\n");

  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->step, 2);
  EXPECT_EQ(result.failure->place.line, 4);
  EXPECT_EQ(result.failure->expected, "lcd 'nonsense', within 2s");
  EXPECT_NE(result.failure->actual.find("请刷卡"), std::string::npos) << result.failure->actual;
  EXPECT_FALSE(result.failure->last_journal.empty());
  EXPECT_LE(result.failure->last_journal.size(), 12U);
  EXPECT_NE(result.repeat.find("s.yaml --seed 1"), std::string::npos);
}

TEST_F(RunnerTest, AnExpectationTakesNoMoreVirtualTimeThanItSays) {
  const auto result = run("  - expect: {lcd: nonsense, within: 2s}\n", "ready: false\n");
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.virtual_time, 2s);
}

TEST_F(RunnerTest, AWaitPassesExactly) {
  const auto result = run("  - wait: 90s\n", "ready: false\n");
  EXPECT_TRUE(result.passed());
  EXPECT_EQ(result.virtual_time, 90s);
}

TEST_F(RunnerTest, AnActThatIsRefusedFailsItsStepUnlessThatIsExpected) {
  const auto refused = run("  - disconnect:\n", "ready: false\n");
  ASSERT_TRUE(refused.failure);
  EXPECT_EQ(refused.failure->step, 1);
  EXPECT_NE(refused.failure->actual.find("it was refused: "), std::string::npos);

  const auto expected = run("  - disconnect:\n  - expect: {refused: not connected}\n", "ready: false\n");
  EXPECT_TRUE(expected.passed()) << expected.failure->actual;
}

TEST_F(RunnerTest, AFileThatIsWrongIsNotRun) {
  const auto result = run("  - swpie: x\n");
  ASSERT_TRUE(result.broken);
  EXPECT_NE(result.broken->find("s.yaml:3:5: unknown key 'swpie' in Step; did you mean 'swipe'?"), std::string::npos);

  const auto card = run("  - swipe: nobody\n");
  ASSERT_TRUE(card.broken);
  EXPECT_NE(card.broken->find("s.yaml:3:12: 'nobody' cannot be used:"), std::string::npos) << *card.broken;
}

TEST_F(RunnerTest, SameSeedSameJournalAndAnotherSeedAnother) {
  options_.keep_journal = true;
  const auto first = run(sale);
  const auto second = run(sale);
  options_.seed = 2;
  const auto other = run(sale);

  EXPECT_FALSE(first.journal.empty());
  EXPECT_EQ(first.journal, second.journal);
  EXPECT_NE(first.journal, other.journal);
  EXPECT_TRUE(other.passed());
}

TEST_F(RunnerTest, TheJournalHoldsNoAccountNumberAndNoPin) {
  options_.keep_journal = true;
  const auto result = run(sale);
  EXPECT_EQ(result.journal.find("6222021234567890128"), std::string::npos);
  EXPECT_EQ(result.journal.find("123456"), std::string::npos);
  EXPECT_NE(result.journal.find("622202*********0128"), std::string::npos);
}

TEST_F(RunnerTest, ShuffledEventsOfEqualTimeChangeNoResult) {
  options_.shuffle = true;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    options_.seed = seed;
    EXPECT_TRUE(run(sale).passed()) << seed;
  }
}

TEST_F(RunnerTest, ScreensAreKeptWhenAskedFor) {
  options_.keep_screens = true;
  const auto result = run(sale);
  ASSERT_EQ(result.screens.size(), 6U);
  EXPECT_EQ(result.screens[0].caption, "sale");
  EXPECT_EQ(result.screens[5].screen.dots().size(), 1024U);
}

TEST_F(RunnerTest, TimeIsAnnouncedBeforeItPasses) {
  Instant last{};
  options_.before_advance = [&](Instant to) {
    EXPECT_GE(to, last);
    last = to;
  };
  EXPECT_TRUE(run("  - wait: 5s\n", "ready: false\n").passed());
  EXPECT_EQ(last, Instant{5s});
}

TEST_F(RunnerTest, FoldersAreSearchedInOrderOfNames) {
  fs::create_directories(folder_ / "b");
  write("b/two.yaml", "");
  write("a.yaml", "");
  write("note.txt", "");
  load::Problems problems;

  EXPECT_EQ(find_scenarios({folder_}, problems),
            (std::vector<fs::path>{folder_ / "a.yaml", folder_ / "b" / "two.yaml"}));
  EXPECT_TRUE(problems.empty());
  fs::create_directories(folder_ / "empty");
  (void)find_scenarios({folder_ / "empty", folder_ / "gone"}, problems);
  EXPECT_EQ(problems.items().size(), 2U);
}

}  // namespace
}  // namespace mpos::runner

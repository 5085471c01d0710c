// SPDX-License-Identifier: Apache-2.0
#include "app/cli/option_parser.hpp"

#include <gtest/gtest.h>

namespace mpos::cli {
namespace {

using Next = OptionParser::Next;

class OptionParserTest : public testing::Test {
 protected:
  OptionParserTest() {
    parser_.flag("--lab", lab_, "Lab");
    parser_.value("--junit", "FILE", junit_, "JUnit");
    parser_.value("--seed", "N", seed_, "Seed");
    parser_.values("--reader", "NAME", readers_, "Reader");
    parser_.log_level(level_);
    parser_.value("--state", "DIR", state_, "State");
    parser_.operand_count(1, 2);
  }
  Next parse(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    testing::internal::CaptureStderr();
    testing::internal::CaptureStdout();
    const Next next = parser_.parse(arguments);
    said_ = testing::internal::GetCapturedStderr() + testing::internal::GetCapturedStdout();
    return next;
  }

  OptionParser parser_{"run", "PATH...", "Runs.", "vmpos run a.yaml"};
  bool lab_ = false;
  std::string junit_;
  std::optional<std::uint64_t> seed_;
  std::vector<std::string> readers_;
  LogLevel level_ = LogLevel::info;
  std::optional<std::string> state_;
  std::string said_;
};

TEST_F(OptionParserTest, AnEmptyTextIsNotOneLeftOut) {
  EXPECT_EQ(parse({"a"}), Next::run);
  EXPECT_EQ(state_, std::nullopt);
  EXPECT_EQ(parse({"a", "--state="}), Next::run);
  EXPECT_EQ(state_, "");
}

TEST_F(OptionParserTest, OptionsAndOperandsMayMix) {
  EXPECT_EQ(
      parse({"a", "--seed", "7", "--junit=x=y", "--lab", "--reader", "l", "--reader", "r", "--log-level=trace", "b"}),
      Next::run);
  EXPECT_EQ(parser_.operands(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(seed_, 7U);
  EXPECT_EQ(junit_, "x=y");
  EXPECT_TRUE(lab_);
  EXPECT_EQ(readers_, (std::vector<std::string>{"l", "r"}));
  EXPECT_EQ(level_, LogLevel::trace);
}

TEST_F(OptionParserTest, TwoDashesEndTheOptions) {
  EXPECT_EQ(parse({"--", "--lab"}), Next::run);
  EXPECT_EQ(parser_.operands(), (std::vector<std::string>{"--lab"}));
  EXPECT_FALSE(lab_);
}

TEST_F(OptionParserTest, WhatIsWrongIsNamed) {
  EXPECT_EQ(parse({"a", "--sead", "7"}), Next::wrong);
  EXPECT_NE(said_.find("vmpos run: unknown option '--sead'; did you mean '--seed'?"), std::string::npos) << said_;
  EXPECT_EQ(parse({"a", "--seed", "x"}), Next::wrong);
  EXPECT_NE(said_.find("option '--seed': expected a whole number, not 'x'"), std::string::npos) << said_;
  EXPECT_EQ(parse({"a", "--log-level", "loud"}), Next::wrong);
  EXPECT_EQ(parse({"a", "--lab=yes"}), Next::wrong);
  EXPECT_EQ(parse({"a", "--junit"}), Next::wrong);
  EXPECT_NE(said_.find("option '--junit' needs FILE"), std::string::npos) << said_;
}

TEST_F(OptionParserTest, AValueGivenTwiceIsRefused) {
  EXPECT_EQ(parse({"a", "--seed", "7", "--seed=7"}), Next::wrong);
  EXPECT_NE(said_.find("option '--seed' is given twice; it takes one N"), std::string::npos) << said_;
  EXPECT_EQ(parse({"a", "--log-level", "info", "--log-level", "info"}), Next::wrong);
  EXPECT_EQ(parse({"a", "--lab", "--lab"}), Next::run);
  EXPECT_EQ(parse({"a", "--seed", "7"}), Next::run) << "once for each time it is run";
}

TEST_F(OptionParserTest, OperandsAreCounted) {
  EXPECT_EQ(parse({}), Next::wrong);
  EXPECT_NE(said_.find("expected PATH..."), std::string::npos) << said_;
  EXPECT_EQ(parse({"a", "b", "c"}), Next::wrong);
  EXPECT_NE(said_.find("unexpected 'c'"), std::string::npos) << said_;
}

TEST_F(OptionParserTest, HelpShowsOptionsAndAnExample) {
  EXPECT_EQ(parse({"--help"}), Next::help_printed);
  EXPECT_NE(said_.find("Usage: vmpos run [OPTION]... PATH...\n"), std::string::npos) << said_;
  EXPECT_NE(said_.find("  --junit FILE"), std::string::npos);
  EXPECT_NE(said_.find("Example:\n  vmpos run a.yaml\n"), std::string::npos);
}

}  // namespace
}  // namespace mpos::cli

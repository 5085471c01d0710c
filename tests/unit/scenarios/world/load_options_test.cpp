// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/load_options.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace mpos::world {
namespace {

TEST(LoadOptions, NamesTheProfileThatIsNotThere) {
  Files files;
  files.assets = std::string{VMPOS_SOURCE_DIR} + "/assets";
  ASSERT_TRUE(load_options(files));
  files.reader = "no_such_reader";
  const auto options = load_options(files);
  ASSERT_FALSE(options);
  EXPECT_NE(options.error().find("no_such_reader"), std::string::npos) << options.error();
}

TEST(LoadOptions, ReadsCardsWhenTheyAreNamed) {
  Files files;
  files.assets = std::string{VMPOS_SOURCE_DIR} + "/assets";
  files.every_card = false;
  const auto options = load_options(files);
  ASSERT_TRUE(options);
  EXPECT_TRUE(options->cards.empty());
  const auto card = options->load_card("debit_101");
  ASSERT_TRUE(card) << card.error();
  files.every_card = true;
  EXPECT_EQ(card->SerializeAsString(), load_options(files)->cards.at("debit_101").SerializeAsString());
}

TEST(LoadOptions, ReadsNoCardByItsPath) {
  Files files;
  files.assets = std::string{VMPOS_SOURCE_DIR} + "/assets";
  files.every_card = false;
  const auto options = load_options(files);
  ASSERT_TRUE(options);
  for (const std::string& name : {files.assets + "/cards/debit_101.yaml", std::string{"../cards/debit_101.yaml"},
                                  std::string{"no_such_card"}, std::string{}}) {
    const auto card = options->load_card(name);
    ASSERT_FALSE(card);
    EXPECT_EQ(card.error(), "no card is named " + name);
  }
}

class SetStart : public testing::Test {
 protected:
  SetStart() { ::setenv("XDG_STATE_HOME", "/nowhere", 1); }
  Start start_;
  Options options_;
};

TEST_F(SetStart, KeepsInTheUsualDirectoryAndGoesByLocalTime) {
  ASSERT_TRUE(set_start(start_, options_));
  EXPECT_EQ(options_.state, "/nowhere/vmpos");
  EXPECT_FALSE(options_.fresh);
  EXPECT_EQ(options_.profile.clock().size(), std::string_view{"2026-01-15 09:30:00"}.size());
}

TEST_F(SetStart, KeepsNothingWithASeedAndLeavesTheClock) {
  start_.seed = 7;
  ASSERT_TRUE(set_start(start_, options_));
  EXPECT_EQ(options_.seed, 7U);
  EXPECT_EQ(options_.state, "");
  EXPECT_EQ(options_.profile.clock(), "");
}

TEST_F(SetStart, KeepsWhereItIsToldWithASeedToo) {
  start_.seed = 7;
  start_.state = "/elsewhere";
  start_.fresh = true;
  ASSERT_TRUE(set_start(start_, options_));
  EXPECT_EQ(options_.state, "/elsewhere");
  EXPECT_TRUE(options_.fresh);
}

TEST_F(SetStart, RefusesToForgetWhereNothingIsKept) {
  start_.no_state = true;
  start_.fresh = true;
  const auto done = set_start(start_, options_);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error(), "--fresh beside --no-state: only one of them; without state everything is new");
}

TEST_F(SetStart, KeepsNothingWhenToldSo) {
  start_.no_state = true;
  ASSERT_TRUE(set_start(start_, options_));
  EXPECT_EQ(options_.state, "");
}

TEST_F(SetStart, RefusesADirectoryWithoutANameOrBesideNoState) {
  start_.state = "";
  EXPECT_EQ(set_start(start_, options_).error(), "--state needs a directory; --no-state keeps nothing");
  start_.state = "/elsewhere";
  start_.no_state = true;
  EXPECT_EQ(set_start(start_, options_).error(), "--state beside --no-state: only one of them");
}

}  // namespace
}  // namespace mpos::world

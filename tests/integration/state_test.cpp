// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>

#include "scenarios/world/state_directory.hpp"
#include "tests/integration/bench_world.hpp"

namespace mpos::test {
namespace {

namespace fs = std::filesystem;

class State : public ::testing::Test {
 protected:
  State()
      : path(fs::path{::testing::TempDir()} /
             ("vmpos_state_" + std::string{::testing::UnitTest::GetInstance()->current_test_info()->name()})) {
    fs::remove_all(path);
  }
  ~State() override { fs::remove_all(path); }
  bus::WorldOptions options() const {
    auto options = default_options();
    options.state = path;
    return options;
  }
  fs::path file() const { return path / "reader" / "reader.state"; }
  fs::path path;
};

TEST_F(State, OutlivesTheRunAndContinuesTheTraceNumbers) {
  std::uint32_t trace = 0;
  {
    BenchWorld world{options()};
    ASSERT_TRUE(world.bus().make_ready());
    const auto outcome = world.whole_sale(100);
    ASSERT_EQ(outcome.outcome(), "approved");
    trace = outcome.trace();
    ASSERT_TRUE(world.bus().save());
  }
  BenchWorld world{options()};
  const auto ready = world.bus().make_ready();
  ASSERT_TRUE(ready) << ready.error() << "\n" << world.bus().journal();
  const auto outcome = world.whole_sale(100);
  EXPECT_EQ(outcome.outcome(), "approved") << world.bus().journal();
  EXPECT_GT(outcome.trace(), trace);
}

TEST_F(State, IsLockedAgainstASecondWorld) {
  BenchWorld world{options()};
  const auto second = bus::Bus::create(options());
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().find("another process is using"), std::string::npos) << second.error();
}

TEST_F(State, ThatIsDamagedIsRefusedNamingTheFile) {
  {
    BenchWorld world{options()};
    ASSERT_TRUE(world.bus().save());
  }
  std::fstream out{file(), std::ios::in | std::ios::out | std::ios::binary};
  out.seekp(40);
  out.put('X');
  out.close();
  const auto again = bus::Bus::create(options());
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().find("reader.state: is damaged"), std::string::npos) << again.error();
}

TEST_F(State, OfANewerProgramIsRefused) {
  {
    BenchWorld world{options()};
    ASSERT_TRUE(world.bus().save());
  }
  std::fstream out{file(), std::ios::in | std::ios::out | std::ios::binary};
  out.seekp(11);
  out.put(9);
  out.close();
  const auto again = bus::Bus::create(options());
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().find("version 9"), std::string::npos) << again.error();
}

TEST_F(State, FreshForgetsWhatWasThere) {
  {
    BenchWorld world{options()};
    ASSERT_TRUE(world.bus().save());
  }
  ASSERT_TRUE(fs::exists(file()));
  auto fresh = options();
  fresh.fresh = true;
  BenchWorld world{fresh};
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(State, ResetRemovesOnlyWhatItKnows) {
  {
    BenchWorld world{options()};
    ASSERT_TRUE(world.bus().save());
  }
  std::ofstream{path / "mine.txt"} << "keep";
  const auto removed = world::StateDirectory::reset(path);
  ASSERT_TRUE(removed);
  EXPECT_FALSE(fs::exists(file()));
  EXPECT_TRUE(fs::exists(path / "mine.txt"));
}

}  // namespace
}  // namespace mpos::test

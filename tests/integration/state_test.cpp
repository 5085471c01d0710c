// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
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

/// What a process that is killed leaves: the files as they are at one moment.
TEST_F(State, HoldsTheRequestBeforeItReachesTheHost) {
  const fs::path killed = path.string() + "_killed";
  fs::remove_all(killed);
  std::uint32_t trace = 0;
  {
    BenchWorld world{options()};
    ASSERT_TRUE(world.bus().make_ready());
    ASSERT_TRUE(world.bus().save());
    const auto copying = world.bus().subscribe([&](const bus::v1::Event& event) {
      if (event.has_ledger()) fs::copy(path, killed, fs::copy_options::recursive);
    });
    const auto outcome = world.whole_sale(100);
    ASSERT_EQ(outcome.outcome(), "approved");
    trace = outcome.trace();
    ASSERT_TRUE(fs::exists(killed));
  }
  auto again = options();
  again.state = killed;
  {
    BenchWorld world{again};
    const auto ready = world.bus().make_ready();
    ASSERT_TRUE(ready) << ready.error() << "\n" << world.bus().journal();
    const auto outcome = world.whole_sale(200);
    EXPECT_GT(outcome.trace(), trace) << world.bus().journal();
    std::vector<std::string> to_host;
    for (const auto& event : world.events()) {
      if (event.has_host_message() && event.host_message().to_host()) to_host.push_back(event.host_message().mti());
    }
    const auto reversal = std::find(to_host.begin(), to_host.end(), "0400");
    const auto sale = std::find(to_host.begin(), to_host.end(), "0200");
    ASSERT_NE(reversal, to_host.end()) << world.bus().journal();
    EXPECT_LT(reversal, sale) << world.bus().journal();
  }
  fs::remove_all(killed);
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

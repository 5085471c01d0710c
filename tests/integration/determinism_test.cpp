// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/integration/bench_world.hpp"

namespace mpos::test {
namespace {

std::string journal_of_a_sale(bus::WorldOptions options) {
  BenchWorld world{options};
  const auto ready = world.bus().make_ready();
  EXPECT_TRUE(ready) << ready.error();
  EXPECT_EQ(world.whole_sale(1250).outcome(), "approved");
  return world.bus().journal();
}

TEST(Determinism, TheSameSeedWritesTheSameJournal) {
  EXPECT_EQ(journal_of_a_sale(default_options(7)), journal_of_a_sale(default_options(7)));
}

TEST(Determinism, AnotherSeedWritesAnother) {
  EXPECT_NE(journal_of_a_sale(default_options(7)), journal_of_a_sale(default_options(8)));
}

TEST(Determinism, AShuffledWorldSellsToo) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    auto options = default_options(seed);
    options.shuffle = true;
    EXPECT_FALSE(journal_of_a_sale(options).empty());
  }
}

}  // namespace
}  // namespace mpos::test

// SPDX-License-Identifier: Apache-2.0
// Random commands with the power cut at every byte they program or erase, against a std::map.
#include <gtest/gtest.h>

#include "devicemodel/sim/random.hpp"
#include "support.hpp"

namespace mpos::records {
namespace {

using CutStyle = storage::NorFlash::CutStyle;

struct Command {
  bool erase = false;
  RecordStore::Id id = 1;
  Data value;
};

Command random_command(sim::Random& random) {
  Command command;
  command.id = static_cast<RecordStore::Id>(1 + random.below(6));
  command.erase = random.below(8) == 0;
  command.value = pattern(random.below(4) == 0 ? random.below(300) : random.below(24), random.next());
  return command;
}

Result<void, StoreError> carry_out(RecordStore& store, const Command& command) {
  return command.erase ? store.erase(command.id) : store.write(command.id, command.value);
}

void apply(Model& model, const Command& command) {
  if (command.erase) {
    model.erase(command.id);
  } else {
    model[command.id] = command.value;
  }
}

/// Cuts `command` at each byte in turn, from one and the same flash; the record must be wholly old or wholly new, the
/// others as they were, and the store must go on working. Returns how many cuts there were.
unsigned cut_everywhere(const Data& image, std::size_t kib, const Model& model, const Command& command, CutStyle style,
                        std::uint64_t step) {
  Model after = model;
  apply(after, command);
  unsigned cuts = 0;
  for (std::uint64_t at = 0;; at += step, ++cuts) {
    storage::NorFlash flash{kib};
    EXPECT_TRUE(flash.load(image));
    RecordStore store{flash};
    EXPECT_TRUE(store.mount());
    flash.cut_after(at, style);
    const auto result = carry_out(store, command);
    if (result) return cuts;  // the cut lies behind it
    EXPECT_EQ(result.error(), StoreError::power_lost);
    Data out(1);
    EXPECT_EQ(store.read(1, out).error(), StoreError::power_lost);

    flash.power_on();
    // The power dies once more while the store recovers, then comes back for good.
    flash.cut_after(at % 7, style);
    if (!store.mount()) {
      flash.power_on();
      if (!store.mount()) {
        ADD_FAILURE() << "no mount after a cut at byte " << at;
        return cuts;
      }
    }
    flash.cancel_cut();
    const Model content = content_of(store);
    EXPECT_TRUE(content == model || content == after) << "cut at byte " << at;
    // Work goes on, and a second power-on finds the same.
    Model next = content;
    const Command more{false, 6, pattern(40, at)};
    EXPECT_TRUE(carry_out(store, more));
    apply(next, more);
    EXPECT_TRUE(store.mount());
    EXPECT_EQ(content_of(store), next) << "after a cut at byte " << at;
    if (::testing::Test::HasFailure()) return cuts;
  }
}

void random_cuts(std::uint64_t seed, std::size_t kib, CutStyle style, int commands) {
  sim::Random random{seed};
  storage::NorFlash flash{kib};
  RecordStore store{flash};
  ASSERT_TRUE(store.mount());
  Model model;
  unsigned cuts = 0;
  for (int i = 0; i < commands; ++i) {
    const Command command = random_command(random);
    Model probe = model;
    // Every byte of a plain write; a compaction moves thousands of bytes, of which each 13th is cut.
    const auto wear_before = flash.highest_wear();
    const Data image = flash.image();
    ASSERT_TRUE(carry_out(store, command)) << seed << ' ' << i;
    const bool compacted = flash.highest_wear() != wear_before;
    if (compacted || i % 4 == 0) cuts += cut_everywhere(image, kib, model, command, style, compacted ? 13 : 1);
    ASSERT_FALSE(::testing::Test::HasFailure()) << "seed " << seed << " command " << i;
    apply(model, command);
    ASSERT_EQ(content_of(store), model);
  }
  EXPECT_GT(cuts, 2000U);
}

TEST(PowerCut, LeavesEachRecordWhollyOldOrWhollyNewWhenItIsClean) {
  random_cuts(1, 16, CutStyle::clean, 260);
}
TEST(PowerCut, LeavesEachRecordWhollyOldOrWhollyNewWhenItTearsBits) {
  random_cuts(2, 16, CutStyle::torn, 260);
}
TEST(PowerCut, LeavesEachRecordWhollyOldOrWhollyNewOnALargerFlash) {
  random_cuts(3, 32, CutStyle::torn, 260);
}

TEST(PowerCut, NeverTakesACounterBackOverThousandsOfCutsInARow) {
  for (const CutStyle style : {CutStyle::clean, CutStyle::torn}) {
    sim::Random random{5};
    storage::NorFlash flash{64};
    RecordStore store{flash};
    ASSERT_TRUE(store.mount());
    std::uint32_t promised = 0;  // what the store said it has
    std::uint32_t next = 1;
    for (int cut = 0; cut < 6000; ++cut) {
      flash.cut_after(random.below(random.below(3) == 0 ? 6000 : 150), style);
      while (true) {
        std::uint8_t bytes[40] = {};
        store_be32(bytes, next);
        const auto written = store.write(7, bytes);
        if (!written) {
          ASSERT_EQ(written.error(), StoreError::power_lost);
          break;
        }
        promised = next++;
      }
      flash.power_on();
      while (!store.mount()) flash.power_on();
      const Data value = value_of(store, 7);
      const std::uint32_t held = value.size() == 40 ? load_be32(value.data()) : 0;
      ASSERT_GE(held, promised) << cut;
      ASSERT_LE(held, next) << cut;
      next = std::max(next, held + 1);
      promised = held;
    }
    EXPECT_GT(promised, 6000U);
  }
}

TEST(PowerCut, DuringFormatNeverBringsHalfOfTheRecordsBack) {
  Data image;
  Model model;
  {
    storage::NorFlash flash{32};
    RecordStore store{flash};
    ASSERT_TRUE(store.mount());
    for (std::uint64_t i = 0; i < 60; ++i) {
      const auto id = static_cast<RecordStore::Id>(1 + i % 5);
      model[id] = pattern(200, i);
      ASSERT_TRUE(store.write(id, model[id]));
    }
    image = flash.image();
  }
  unsigned cuts = 0;
  for (std::uint64_t at = 0;; at += 11, ++cuts) {
    storage::NorFlash flash{32};
    ASSERT_TRUE(flash.load(image));
    RecordStore store{flash};
    ASSERT_TRUE(store.mount());
    flash.cut_after(at, CutStyle::torn);
    if (store.format()) break;
    flash.power_on();
    flash.cancel_cut();
    ASSERT_TRUE(store.mount());
    const Model content = content_of(store);
    ASSERT_TRUE(content == model || content.empty()) << at;
    ASSERT_TRUE(store.format());
    ASSERT_TRUE(content_of(store).empty());
  }
  EXPECT_GT(cuts, 100U);
}

TEST(PowerCut, BehindTheEntryHeaderDoesNotInventFourBlankBytes) {
  for (std::uint64_t at = 0; at < 14; ++at) {
    storage::NorFlash flash{16};
    RecordStore store{flash};
    ASSERT_TRUE(store.mount());
    ASSERT_TRUE(store.write(1, Data{1, 2, 3, 4}));
    flash.cut_after(at);
    ASSERT_FALSE(store.write(1, Data{5, 6, 7, 8}));
    flash.power_on();
    ASSERT_TRUE(store.mount());
    ASSERT_EQ(value_of(store, 1), (Data{1, 2, 3, 4})) << at;
  }
  storage::NorFlash flash{16};
  RecordStore store{flash};
  ASSERT_TRUE(store.mount());
  ASSERT_TRUE(store.write(1, Data(4, 0xFF)));
  ASSERT_TRUE(store.mount());
  EXPECT_EQ(value_of(store, 1), Data(4, 0xFF));
}

TEST(PowerCut, DuringTheVeryFirstMountLeavesAFlashThatMounts) {
  for (std::uint64_t at = 0; at < 16; ++at) {
    storage::NorFlash flash{16};
    RecordStore store{flash};
    flash.cut_after(at, CutStyle::torn);
    ASSERT_EQ(store.mount().error(), StoreError::power_lost);
    flash.power_on();
    ASSERT_TRUE(store.mount()) << at;
    ASSERT_TRUE(store.write(1, Data{1}));
  }
}

}  // namespace
}  // namespace mpos::records

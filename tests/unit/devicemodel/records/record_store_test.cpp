// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/records/record_store.hpp"

#include <gtest/gtest.h>

#include "devicemodel/sim/random.hpp"
#include "support.hpp"

namespace mpos::records {
namespace {

class RecordStoreTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store_.mount()); }
  storage::NorFlash flash_;
  RecordStore store_{flash_};
};

TEST_F(RecordStoreTest, HoldsWhatWasWrittenLast) {
  ASSERT_TRUE(store_.write(1, Data{1, 2, 3}));
  ASSERT_TRUE(store_.write(RecordStore::highest_id, pattern(1024, 5)));
  ASSERT_TRUE(store_.write(1, Data{}));

  EXPECT_TRUE(store_.contains(1));
  EXPECT_EQ(content_of(store_), (Model{{1, {}}, {RecordStore::highest_id, pattern(1024, 5)}}));
}

TEST_F(RecordStoreTest, FindsEverythingAgainAfterPowerOn) {
  ASSERT_TRUE(store_.write(1, Data{1}));
  ASSERT_TRUE(store_.write(2, Data{2}));
  ASSERT_TRUE(store_.write(1, Data{3}));
  ASSERT_TRUE(store_.erase(2));

  RecordStore again{flash_};
  ASSERT_TRUE(again.mount());
  EXPECT_EQ(content_of(again), (Model{{1, {3}}}));
  EXPECT_FALSE(again.contains(2));
}

TEST_F(RecordStoreTest, SaysNotFoundForRecordsThatAreNotThereAndNumbersThatCannotBe) {
  Data out(4);
  EXPECT_EQ(store_.read(1, out).error(), StoreError::not_found);
  EXPECT_EQ(store_.read(0, out).error(), StoreError::not_found);
  EXPECT_EQ(store_.read(RecordStore::highest_id + 1, out).error(), StoreError::not_found);
  EXPECT_EQ(store_.write(0, out).error(), StoreError::not_found);
  EXPECT_EQ(store_.write(0xFFFF, out).error(), StoreError::not_found);
  EXPECT_EQ(store_.erase(RecordStore::highest_id + 1).error(), StoreError::not_found);
  EXPECT_TRUE(store_.erase(5)) << "removing what is not there";
}

TEST_F(RecordStoreTest, SaysTooLongForTheValueAndForTheBuffer) {
  EXPECT_EQ(store_.write(1, Data(1025)).error(), StoreError::too_long);
  ASSERT_TRUE(store_.write(1, Data(5)));
  Data out(4);
  EXPECT_EQ(store_.read(1, out).error(), StoreError::too_long);
}

TEST_F(RecordStoreTest, TakesEveryRecordAtFullLengthManyTimesOver) {
  Model model;
  for (std::uint64_t round = 0; round < 20; ++round) {
    for (RecordStore::Id id = 1; id <= RecordStore::highest_id; ++id) {
      model[id] = pattern(1024, round * 100 + id);
      ASSERT_TRUE(store_.write(id, model[id])) << round << ' ' << id;
    }
  }
  EXPECT_EQ(content_of(store_), model);
  RecordStore again{flash_};
  ASSERT_TRUE(again.mount());
  EXPECT_EQ(content_of(again), model);
}

TEST_F(RecordStoreTest, SpreadsTheWearEvenlyAndKeepsMostOfTheFlashBlank) {
  for (std::uint64_t i = 0; i < 200000; ++i)
    ASSERT_TRUE(store_.write(static_cast<RecordStore::Id>(1 + i % 8), pattern(60, i)));

  std::uint32_t lowest = 0xFFFFFFFF;
  for (std::size_t sector = 0; sector < 128; ++sector) lowest = std::min(lowest, flash_.wear(sector));
  EXPECT_GE(lowest, 10U);
  EXPECT_LE(flash_.highest_wear() - lowest, 2U);
  EXPECT_LE(flash_.sectors_held(), 7U);
}

TEST_F(RecordStoreTest, FormatRemovesEverythingForGood) {
  for (std::uint64_t i = 0; i < 300; ++i) ASSERT_TRUE(store_.write(1, pattern(500, i)));
  ASSERT_TRUE(store_.format());
  EXPECT_TRUE(content_of(store_).empty());
  EXPECT_EQ(flash_.sectors_held(), 1U) << "no old bytes stay on the flash";

  ASSERT_TRUE(store_.write(2, Data{9}));
  RecordStore again{flash_};
  ASSERT_TRUE(again.mount());
  EXPECT_EQ(content_of(again), (Model{{2, {9}}}));
}

TEST(RecordStore, IsFullWhenTheFlashIsAndStillReplacesAfterAnErase) {
  storage::NorFlash flash{24};
  RecordStore store{flash};
  ASSERT_TRUE(store.mount());
  RecordStore::Id id = 1;
  while (store.write(id, pattern(1000, id))) ++id;
  EXPECT_EQ(store.write(id, pattern(1000, id)).error(), StoreError::full);
  EXPECT_GE(id, 5);
  for (RecordStore::Id i = 1; i < id; ++i) EXPECT_EQ(value_of(store, i), pattern(1000, i));

  ASSERT_TRUE(store.erase(1));
  EXPECT_TRUE(store.write(id, pattern(1000, id)));
}

TEST(RecordStore, CannotLiveOnAFlashOfLessThanFourSectors) {
  storage::NorFlash flash{12};
  RecordStore store{flash};
  EXPECT_EQ(store.mount().error(), StoreError::full);
  EXPECT_EQ(store.write(1, Data{1}).error(), StoreError::full);
  EXPECT_EQ(store.format().error(), StoreError::full);
}

TEST(RecordStore, AnswersPowerLostUntilItIsMounted) {
  storage::NorFlash flash;
  RecordStore store{flash};
  Data out(4);
  EXPECT_EQ(store.read(1, out).error(), StoreError::power_lost);
  EXPECT_EQ(store.write(1, out).error(), StoreError::power_lost);
  EXPECT_EQ(store.erase(1).error(), StoreError::power_lost);
  EXPECT_FALSE(store.contains(1));

  flash.power_off();
  EXPECT_EQ(store.mount().error(), StoreError::power_lost);
  EXPECT_EQ(store.format().error(), StoreError::power_lost);
  flash.power_on();
  EXPECT_TRUE(store.mount());
  ASSERT_TRUE(store.write(1, out));
  flash.power_off();
  EXPECT_EQ(store.read(1, out).error(), StoreError::power_lost);
  EXPECT_EQ(store.write(1, out).error(), StoreError::power_lost);
}

TEST(RecordStore, KeepsEveryRecordOverRandomCommandsAndRemounts) {
  sim::Random random{11};
  for (const std::size_t kib : {16U, 24U, 64U, 512U}) {
    storage::NorFlash flash{kib};
    RecordStore store{flash};
    ASSERT_TRUE(store.mount());
    Model model;
    for (int i = 0; i < 8000; ++i) {
      const auto id = static_cast<RecordStore::Id>(1 + random.below(12));
      switch (random.below(20)) {
        case 0:
          ASSERT_TRUE(store.erase(id));
          model.erase(id);
          break;
        case 1: ASSERT_TRUE(store.mount()); break;
        default: {
          const Data value = pattern(random.below(random.below(8) == 0 ? 500 : 60), random.next());
          const auto written = store.write(id, value);
          if (written) {
            model[id] = value;
          } else {
            ASSERT_EQ(written.error(), StoreError::full);
            ASSERT_LE(kib, 24U) << "only the small ones may be full";
          }
        }
      }
      if (i % 16 == 0) {
        ASSERT_EQ(content_of(store), model) << kib << " command " << i;
      }
    }
    ASSERT_EQ(content_of(store), model);
  }
}

}  // namespace
}  // namespace mpos::records

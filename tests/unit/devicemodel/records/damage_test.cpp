// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "devicemodel/records/layout.hpp"
#include "devicemodel/sim/random.hpp"
#include "support.hpp"

namespace mpos::records {
namespace {

TEST(Damage, OfAValueIsCorruptAndNeverBringsTheOlderValueBack) {
  storage::NorFlash flash;
  RecordStore store{flash};
  ASSERT_TRUE(store.mount());
  ASSERT_TRUE(store.write(1, Data{1, 1, 1, 1}));  // at 16
  ASSERT_TRUE(store.write(1, Data{2, 2, 2, 2}));  // at 30
  ASSERT_TRUE(store.write(2, Data{3}));
  flash.flip_bit(30 + 10 + 2, 4);

  Data out(4, 0x77);
  EXPECT_EQ(store.read(1, out).error(), StoreError::corrupt);
  EXPECT_EQ(out, Data(4, 0)) << "damaged bytes are not handed out";
  ASSERT_TRUE(store.mount());
  EXPECT_TRUE(store.contains(1));
  EXPECT_EQ(store.read(1, out).error(), StoreError::corrupt);
  EXPECT_EQ(value_of(store, 2), Data{3});

  // Also after it should have been copied.
  for (std::uint64_t i = 0; i < 2000; ++i) ASSERT_TRUE(store.write(2, pattern(50, i)));
  EXPECT_EQ(store.read(1, out).error(), StoreError::corrupt);
  ASSERT_TRUE(store.mount());
  EXPECT_EQ(store.read(1, out).error(), StoreError::corrupt);
  ASSERT_TRUE(store.write(1, Data{5}));
  EXPECT_EQ(value_of(store, 1), Data{5});
}

TEST(Damage, FlashOfANewerFirmwareIsLeftAlone) {
  storage::NorFlash flash{16};
  std::uint8_t header[layout::sector_header_bytes];
  layout::store(layout::SectorHeader{layout::format_version + 1, 4, 4}, header);
  ASSERT_EQ(flash.program(0, header), hal::Storage::Status::ok);
  const Data before = flash.image();

  RecordStore store{flash};
  EXPECT_EQ(store.mount().error(), StoreError::wrong_version);
  EXPECT_EQ(store.write(1, Data{1}).error(), StoreError::wrong_version);
  EXPECT_EQ(flash.image(), before);

  EXPECT_TRUE(store.format());
  EXPECT_TRUE(store.write(1, Data{1}));
}

TEST(Damage, FlashThatHoldsSomethingElseIsCorruptUntilItIsFormatted) {
  storage::NorFlash flash{16};
  ASSERT_EQ(flash.program(5000, Data{1, 2, 3}), hal::Storage::Status::ok);
  const Data before = flash.image();

  RecordStore store{flash};
  EXPECT_EQ(store.mount().error(), StoreError::corrupt);
  EXPECT_EQ(store.erase(1).error(), StoreError::corrupt);
  EXPECT_EQ(flash.image(), before);

  EXPECT_TRUE(store.format());
  EXPECT_TRUE(store.write(1, Data{1}));
}

TEST(Damage, AnySingleFlippedBitLeavesEachRecordReadableCorruptOrGoneButNeverInvented) {
  storage::NorFlash flash{16};
  RecordStore store{flash};
  ASSERT_TRUE(store.mount());
  std::map<RecordStore::Id, std::vector<Data>> written;
  for (std::uint64_t i = 0; i < 12; ++i) {
    const auto id = static_cast<RecordStore::Id>(1 + i % 3);
    written[id].push_back(pattern(5 + i, i));
    ASSERT_TRUE(store.write(id, written[id].back()));
  }
  const Data image = flash.image();
  for (std::uint32_t address = 0; address < 300; ++address) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      ASSERT_TRUE(flash.load(image));
      flash.flip_bit(address, bit);
      const auto mounted = store.mount();
      if (!mounted) {
        ASSERT_EQ(mounted.error(), StoreError::corrupt);
        continue;
      }
      for (const auto& [id, value] : content_of(store)) {
        const auto& known = written[id];
        ASSERT_NE(std::find(known.begin(), known.end(), value), known.end()) << address << ' ' << bit;
      }
      ASSERT_TRUE(store.write(9, Data{1}));
      ASSERT_TRUE(store.mount());
      ASSERT_EQ(value_of(store, 9), Data{1});
    }
  }
}

TEST(Damage, ManyFlippedBitsNeverStopTheStoreFromAnswering) {
  sim::Random random{21};
  unsigned mounted = 0;
  for (int round = 0; round < 400; ++round) {
    storage::NorFlash flash{16};
    RecordStore store{flash};
    ASSERT_TRUE(store.mount());
    for (std::uint64_t i = 0; i < 120; ++i) {
      (void)store.write(static_cast<RecordStore::Id>(1 + random.below(8)), pattern(random.below(150), i));
    }
    for (std::uint64_t flips = 1 + random.below(60); flips > 0; --flips) {
      flash.flip_bit(static_cast<std::uint32_t>(random.below(16384)), static_cast<unsigned>(random.below(8)));
    }
    if (!store.mount()) {
      ASSERT_TRUE(store.format());
    } else {
      ++mounted;
    }
    (void)content_of(store);
    for (std::uint64_t i = 0; i < 100; ++i) {
      const auto written = store.write(1, pattern(100, i));
      if (!written) {
        ASSERT_EQ(written.error(), StoreError::full);
      } else {
        ASSERT_EQ(value_of(store, 1), pattern(100, i));
      }
    }
    ASSERT_TRUE(store.mount());
  }
  EXPECT_GT(mounted, 300U);
}

}  // namespace
}  // namespace mpos::records

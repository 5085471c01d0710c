// SPDX-License-Identifier: Apache-2.0
#include "peripherals/storage/nor_flash.hpp"

#include <gtest/gtest.h>

#include "devicemodel/base/crc32.hpp"

namespace mpos::storage {
namespace {

using Status = hal::Storage::Status;

std::vector<std::uint8_t> bytes_at(const NorFlash& flash, std::uint32_t address, std::size_t count) {
  std::vector<std::uint8_t> out(count);
  EXPECT_EQ(flash.read(address, out), Status::ok);
  return out;
}

using Data = std::vector<std::uint8_t>;

TEST(NorFlash, IsFourMegabitsOfBlankAndTakesNoMemoryForThem) {
  const NorFlash flash;
  EXPECT_EQ(flash.size_bytes(), 524288U);
  EXPECT_EQ(bytes_at(flash, 4090, 12), Data(12, 0xFF));
  EXPECT_EQ(flash.sectors_held(), 0U);
}

TEST(NorFlash, ProgrammingOnlyClearsBitsAndErasingSetsTheSector) {
  NorFlash flash;
  EXPECT_EQ(flash.program(0x1000, Data{0xF0, 0x3C}), Status::ok);
  EXPECT_EQ(flash.program(0x1000, Data{0x33, 0xFF}), Status::ok);
  EXPECT_EQ(bytes_at(flash, 0x0FFF, 4), (Data{0xFF, 0x30, 0x3C, 0xFF}));

  EXPECT_EQ(flash.erase_sector(0x1000), Status::ok);
  EXPECT_EQ(bytes_at(flash, 0x1000, 2), Data(2, 0xFF));
  EXPECT_EQ(flash.sectors_held(), 0U);
  EXPECT_EQ(flash.wear(1), 1U);
  EXPECT_EQ(flash.wear(0), 0U);
  EXPECT_EQ(flash.highest_wear(), 1U);
}

TEST(NorFlash, RefusesPlacesThatDoNotExistAndCrossingAPage) {
  NorFlash flash{4};
  Data two(2);
  EXPECT_EQ(flash.read(4095, two), Status::out_of_range);
  EXPECT_EQ(flash.read(0xFFFFFFFF, two), Status::out_of_range);
  EXPECT_EQ(flash.program(4095, two), Status::out_of_range);
  EXPECT_EQ(flash.program(255, two), Status::crosses_page);
  EXPECT_EQ(flash.program(254, two), Status::ok);
  EXPECT_EQ(flash.erase_sector(4096), Status::out_of_range);
  EXPECT_EQ(flash.erase_sector(1), Status::out_of_range);
}

TEST(NorFlash, DiesInTheMiddleOfAProgramAndStaysDeadUntilPowerOn) {
  NorFlash flash;
  int lost = 0;
  flash.on_power_lost([&] { ++lost; });
  flash.cut_after(3);
  EXPECT_EQ(flash.program(0, Data{1, 2}), Status::ok);
  EXPECT_EQ(flash.program(2, Data{3, 4, 5}), Status::power_lost);

  Data out(1);
  EXPECT_EQ(flash.read(0, out), Status::power_lost);
  EXPECT_EQ(flash.program(0, out), Status::power_lost);
  EXPECT_EQ(flash.erase_sector(0), Status::power_lost);
  EXPECT_EQ(lost, 1);
  flash.power_on();
  EXPECT_EQ(bytes_at(flash, 0, 5), (Data{1, 2, 3, 0xFF, 0xFF}));
  EXPECT_EQ(flash.program(3, Data{4}), Status::ok);
}

TEST(NorFlash, DiesInTheMiddleOfAnErase) {
  NorFlash flash;
  for (std::uint32_t page = 0; page < 16; ++page) {
    ASSERT_EQ(flash.program(page * 256, Data(256, 0x00)), Status::ok);
  }
  flash.cut_after(1000);
  EXPECT_EQ(flash.erase_sector(0), Status::power_lost);
  flash.power_on();
  EXPECT_EQ(bytes_at(flash, 998, 4), (Data{0xFF, 0xFF, 0, 0}));
  EXPECT_EQ(flash.wear(0), 1U);
}

TEST(NorFlash, TornCutLeavesBitsBetweenOldAndNewTheSameInEveryRun) {
  const auto run = [] {
    NorFlash flash;
    (void)flash.program(0, Data(256, 0x00));
    flash.cut_after(100, NorFlash::CutStyle::torn);
    (void)flash.erase_sector(0);
    flash.power_on();
    (void)flash.program(4096, Data{0xFF});
    flash.cut_after(1, NorFlash::CutStyle::torn);
    (void)flash.program(4096, Data{0x12, 0x0F});
    flash.power_on();
    return flash;
  };
  const NorFlash flash = run();
  const Data erased = bytes_at(flash, 0, 256);
  EXPECT_EQ(Data(erased.begin(), erased.begin() + 100), Data(100, 0xFF));
  EXPECT_NE(Data(erased.begin() + 100, erased.end()), Data(156, 0x00));
  EXPECT_NE(Data(erased.begin() + 100, erased.end()), Data(156, 0xFF));
  EXPECT_EQ(bytes_at(flash, 4097, 1)[0] & 0x0F, 0x0F);
  EXPECT_EQ(run().image(), flash.image());
}

TEST(NorFlash, CutCanBeCancelledAndZeroCutsAtOnce) {
  NorFlash flash;
  flash.cut_after(0);
  flash.cancel_cut();
  EXPECT_EQ(flash.program(0, Data{1}), Status::ok);
  flash.cut_after(0);
  EXPECT_EQ(flash.program(1, Data{1}), Status::power_lost);
  flash.power_on();
  EXPECT_EQ(bytes_at(flash, 0, 2), (Data{1, 0xFF}));
}

TEST(NorFlash, TellsOfEveryWrite) {
  NorFlash flash;
  std::vector<FlashWrite> writes;
  flash.on_write([&](const FlashWrite& write) { writes.push_back(write); });
  (void)flash.program(10, Data{1, 2});
  (void)flash.erase_sector(4096);
  ASSERT_EQ(writes.size(), 2U);
  EXPECT_EQ(writes[0].address, 10U);
  EXPECT_EQ(writes[0].bytes, 2U);
  EXPECT_FALSE(writes[0].erase);
  EXPECT_EQ(writes[1].address, 4096U);
  EXPECT_TRUE(writes[1].erase);
}

TEST(NorFlash, ImageCarriesContentAndWear) {
  NorFlash flash;
  (void)flash.program(0x7F000, Data{0x55});
  (void)flash.erase_sector(0x2000);

  NorFlash other;
  (void)other.program(0, Data{0});
  ASSERT_TRUE(other.load(flash.image()));
  EXPECT_EQ(bytes_at(other, 0, 1), Data{0xFF});
  EXPECT_EQ(bytes_at(other, 0x7F000, 1), Data{0x55});
  EXPECT_EQ(other.wear(2), 1U);
  EXPECT_EQ(other.image(), flash.image());
  EXPECT_LT(flash.image().size(), 5000U);
}

TEST(NorFlash, LoadRefusesEveryDamagedImageAndSaysWhy) {
  NorFlash flash{8};
  (void)flash.program(100, Data{0x55, 0xAA});
  const Data good = flash.image();
  NorFlash target{8};
  (void)target.program(0, Data{0x77});
  const Data before = target.image();
  for (std::size_t i = 0; i < good.size(); ++i) {
    Data bad = good;
    bad[i] ^= 0x01;
    ASSERT_FALSE(target.load(bad)) << i;
  }
  for (std::size_t length = 0; length < good.size(); length += 7) {
    ASSERT_FALSE(target.load(Bytes{good}.first(length))) << length;
  }
  EXPECT_EQ(target.image(), before);

  Data damaged = good;
  damaged[200] ^= 0x10;
  EXPECT_NE(target.load(damaged).error().find("damaged"), std::string::npos);
  EXPECT_NE(target.load(as_bytes("hello")).error().find("not a flash image"), std::string::npos);
  EXPECT_NE(NorFlash{4}.load(good).error().find("this reader has 4 KiB"), std::string::npos);
  EXPECT_NE(target.load(Bytes{good}.first(100)).error().find("cut short"), std::string::npos);
}

TEST(NorFlash, LoadRefusesAnImageOfANewerProgram) {
  NorFlash flash{4};
  Data image = flash.image();
  image[11] = 2;
  store_be32(image.data() + image.size() - 4, crc32(Bytes{image}.first(image.size() - 4)));
  const auto result = flash.load(image);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().find("newer program (version 2"), std::string::npos);
}

}  // namespace
}  // namespace mpos::storage

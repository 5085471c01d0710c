// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/record_ids.hpp"
#include "tests/unit/devicemodel/firmware/rig.hpp"

namespace mpos::firmware {
namespace {

TEST(BootTest, TheIdleScreenGreetsAndAsksForASignIn) {
  Rig rig;

  rig.boot();

  EXPECT_EQ(rig.reader->state(), ReaderState::idle);
  EXPECT_TRUE(rig.display.on);
  EXPECT_EQ(rig.display.line(0), "SIMULATOR");
  EXPECT_EQ(rig.display.line(1), "欢迎使用");
  EXPECT_EQ(rig.display.line(2), "请先签到");
  EXPECT_EQ(rig.display.line(3), "09-17 10:15");
  EXPECT_TRUE(rig.indicators.lit[static_cast<std::size_t>(hal::Light::power)]);
  EXPECT_FALSE(rig.indicators.lit[static_cast<std::size_t>(hal::Light::error)]);
}

TEST(BootTest, TheClockOnTheIdleScreenMovesEachMinuteAndOnlyItsLineIsSent) {
  Rig rig;
  rig.boot();
  const int before = rig.display.pages_written;

  rig.rtc.time.minute = 16;
  rig.pass(60s);

  EXPECT_EQ(rig.display.line(3), "09-17 10:16");
  EXPECT_EQ(rig.display.pages_written, before + 2);
}

TEST(BootTest, AStuckKeyLocks) {
  Rig rig;
  rig.keypad.down = true;

  rig.boot();

  EXPECT_EQ(rig.reader->state(), ReaderState::locked);
  EXPECT_EQ(rig.display.line(1), "自检失败");
  EXPECT_EQ(rig.display.line(2), "KEY STUCK");
  EXPECT_TRUE(rig.indicators.lit[static_cast<std::size_t>(hal::Light::error)]);
}

TEST(BootTest, AGlyphRomThatDoesNotAnswerLocks) {
  Rig rig;
  rig.glyphs.broken = true;

  rig.boot();

  EXPECT_EQ(rig.reader->state(), ReaderState::locked);
}

TEST(BootTest, ALockedReaderRefusesToWorkAndSaysSo) {
  Rig rig;
  rig.boot();
  rig.connect();  // from now on a known phone: a locked reader accepts no new one
  rig.disconnect();
  rig.phone_up = false;
  rig.code.clear();
  rig.keypad.down = true;
  rig.boot();
  rig.keypad.down = false;
  rig.connect();
  ASSERT_TRUE(rig.phone_up);

  EXPECT_EQ(rig.start_sale(), api::CODE_LOCKED);
  EXPECT_EQ(rig.state().state().state(), api::READER_STATE_LOCKED);
}

TEST(BootTest, AReaderWithoutKeysSaysSo) {
  Rig rig(test_config(), false);
  rig.boot();
  rig.connect();

  EXPECT_EQ(rig.start_sale(), api::CODE_NO_KEYS);
  api::Request request;
  request.mutable_sign_in();
  EXPECT_EQ(rig.ask(request).code(), api::CODE_NO_KEYS);
}

TEST(BootTest, AKeyStoreOfAnotherDeviceDoesNotOpen) {
  Rig rig;
  // Any change of the sealed record is one another device's key would make too.
  Rig other;
  other.storage.bytes = rig.storage.bytes;
  records::RecordStore store(other.storage);
  ASSERT_TRUE(store.mount());
  std::array<std::uint8_t, 1024> sealed{};
  const auto length = store.read(record_id::key_store.first, sealed);
  ASSERT_TRUE(length.has_value());
  sealed[*length / 2] ^= 1;
  ASSERT_TRUE(store.write(record_id::key_store.first, Bytes{sealed}.first(*length)));

  other.boot();

  EXPECT_EQ(other.reader->state(), ReaderState::locked);
  EXPECT_EQ(other.display.line(2), "KEYS");
}

TEST(BootTest, ASignInDoesNotOutliveThePowerButKeysAndTraceDo) {
  Rig rig;
  rig.make_ready();
  rig.new_reader();

  rig.boot();
  rig.connect();

  EXPECT_FALSE(rig.reader->signed_in());
  EXPECT_EQ(rig.state().state().trace(), 1U);
  EXPECT_TRUE(rig.sign_in().signed_in());
  EXPECT_EQ(rig.state().state().trace(), 2U);
}

TEST(BootTest, TheReaderFitsItsMemory) {
  // Of the 128 KiB that an STM32F405 has in one piece; stacks and drivers take the rest.
  EXPECT_LT(sizeof(Reader), 112U * 1024);
}

TEST(BootTest, ALockedReaderGoesOnLookingLockedAndAcceptsNoPhone) {
  Rig rig;
  records::RecordStore store(rig.storage);
  ASSERT_TRUE(store.mount());
  ASSERT_TRUE(store.write(4, std::array<std::uint8_t, 3>{9, 9, 9}));
  rig.boot();
  ASSERT_EQ(rig.reader->state(), ReaderState::locked);
  const auto locked = rig.display.dots;

  rig.connect();  // and presses Enter when there is a code to compare
  EXPECT_FALSE(rig.phone_up);
  EXPECT_EQ(rig.display.dots, locked);
  rig.press(hal::Key::cancel);

  EXPECT_EQ(rig.display.dots, locked);
  EXPECT_EQ(rig.reader->state(), ReaderState::locked);
}

}  // namespace
}  // namespace mpos::firmware

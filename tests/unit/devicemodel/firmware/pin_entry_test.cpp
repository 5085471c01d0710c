// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/devicemodel/firmware/rig.hpp"

namespace mpos::firmware {
namespace {

using hal::Key;

class PinEntryTest : public testing::Test {
 protected:
  void type(int count) {
    for (int i = 0; i < count; ++i) EXPECT_EQ(entry_.on_key(Key::digit_7), PinStep::collecting);
  }
  security::PinVault vault_;
  PinEntry entry_{vault_};
};

TEST_F(PinEntryTest, FourToTwelveDigitsAreAPin) {
  for (int digits = 4; digits <= 12; ++digits) {
    entry_.begin(PinEntry::Bypass::refused);
    type(digits);
    EXPECT_EQ(entry_.on_key(Key::enter), PinStep::entered) << digits;
  }
}

TEST_F(PinEntryTest, FewerThanFourAreNot) {
  entry_.begin(PinEntry::Bypass::allowed);
  for (int digits = 1; digits <= 3; ++digits) {
    type(1);
    EXPECT_EQ(entry_.on_key(Key::enter), PinStep::refused);
  }
}

TEST_F(PinEntryTest, AThirteenthDigitIsRefused) {
  entry_.begin(PinEntry::Bypass::refused);
  type(12);

  EXPECT_EQ(entry_.on_key(Key::digit_1), PinStep::refused);
  EXPECT_EQ(entry_.digits(), 12U);
}

TEST_F(PinEntryTest, EnterWithoutDigitsBypassesOnlyWhereAllowed) {
  entry_.begin(PinEntry::Bypass::refused);
  EXPECT_EQ(entry_.on_key(Key::enter), PinStep::refused);
  entry_.begin(PinEntry::Bypass::allowed);
  EXPECT_EQ(entry_.on_key(Key::enter), PinStep::bypassed);
}

TEST_F(PinEntryTest, ClearCancelAndTimeoutWipe) {
  entry_.begin(PinEntry::Bypass::refused);
  type(5);
  EXPECT_EQ(entry_.on_key(Key::clear), PinStep::collecting);
  EXPECT_EQ(entry_.digits(), 0U);
  type(5);
  EXPECT_EQ(entry_.on_key(Key::cancel), PinStep::cancelled);
  EXPECT_EQ(entry_.digits(), 0U);
  type(5);
  EXPECT_EQ(entry_.on_timeout(), PinStep::timed_out);
  EXPECT_EQ(entry_.digits(), 0U);
}

TEST(PinScreenTest, EachDigitIsOneStarAndOneTone) {
  Rig rig;
  rig.make_ready();
  rig.start_sale();
  rig.swipe();
  rig.indicators.tones.clear();
  const std::size_t notices = rig.notices.size();
  std::vector<decltype(rig.display.dots)> screens;

  for (const char digit : std::string{"0123456789"}) {
    rig.type(std::string{digit});
    EXPECT_EQ(rig.display.line(3), "*");
    screens.push_back(rig.display.dots);
    rig.press(Key::clear);
    EXPECT_EQ(rig.display.line(3), "");
  }

  for (const auto& screen : screens) EXPECT_EQ(screen, screens.front());
  for (const auto& tone : rig.indicators.tones) EXPECT_EQ(tone, rig.indicators.tones.front());
  EXPECT_EQ(rig.notices.size(), notices) << "nothing is said about digits";
}

TEST(PinScreenTest, TwentySecondsWithoutAKeyEndIt) {
  Rig rig;
  rig.make_ready();
  rig.start_sale();
  rig.swipe();
  rig.pass(19s);
  rig.type("1");
  rig.pass(19s);
  EXPECT_EQ(rig.reader->state(), ReaderState::pin_entry);

  rig.pass(1s);

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_TIMED_OUT);
}

TEST(PinScreenTest, AMinuteAltogetherEndsIt) {
  Rig rig;
  rig.make_ready();
  rig.start_sale();
  rig.swipe();
  for (int i = 0; i < 5; ++i) {
    rig.pass(11s);
    rig.type("1");
  }
  EXPECT_EQ(rig.reader->state(), ReaderState::pin_entry);

  rig.pass(5s);

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_TIMED_OUT);
  EXPECT_EQ(rig.result().masked_pan(), "622202*********0128");
}

TEST(PinScreenTest, TheBypassOfThePolicySendsNoPin) {
  Config config = test_config();
  config.policy.pin_bypass_allowed = true;
  Rig rig(config);
  rig.make_ready();
  rig.start_sale();
  rig.swipe();

  rig.press(Key::enter);

  iso8583::Message message;
  ASSERT_TRUE(iso8583::unpack(as_bytes(rig.open_request().message()), message));
  EXPECT_FALSE(message.has(52));
  EXPECT_EQ(message.text(22), "022");
}

TEST(PinScreenTest, NoPinIsAskedForBeforeACardWasRead) {
  Rig rig;
  rig.make_ready();
  rig.start_sale();

  rig.type("1234");
  rig.press(Key::enter);

  EXPECT_EQ(rig.reader->state(), ReaderState::waiting_for_card);
  EXPECT_EQ(rig.display.line(3), "");
}

TEST(PinScreenTest, APowerCycleDoesNotFillThePinBucket) {
  Rig rig;
  rig.timers.time = 2h;
  rig.make_ready();
  for (int pin = 0; pin < 120; ++pin) {
    rig.sale_to_host();
    rig.let_host_answer();
    ASSERT_EQ(rig.result().outcome(), api::OUTCOME_APPROVED) << pin;
  }
  rig.start_sale();
  rig.swipe();
  rig.enter_pin();
  ASSERT_EQ(rig.result().outcome(), api::OUTCOME_ERROR) << "the bucket is empty";

  rig.new_reader();
  rig.make_ready();
  rig.start_sale();
  rig.swipe();
  rig.enter_pin();

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_ERROR);
}

}  // namespace
}  // namespace mpos::firmware

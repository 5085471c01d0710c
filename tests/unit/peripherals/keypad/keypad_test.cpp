// SPDX-License-Identifier: Apache-2.0
#include "peripherals/keypad/keypad.hpp"

#include <gtest/gtest.h>

namespace mpos::keypad {
namespace {

using hal::Key;
using namespace std::chrono_literals;

struct FakeIrq final : hal::IrqLine {
  void raise() override { ++raised; }
  int raised = 0;
};

class KeypadTest : public ::testing::Test {
 protected:
  sim::Scheduler scheduler_;
  FakeIrq irq_;
  Keypad keypad_{scheduler_, irq_};
};

TEST_F(KeypadTest, PressArrivesExactlyAtTheDebounceTime) {
  keypad_.press(Key::digit_5);

  scheduler_.run_for(19ms);
  EXPECT_EQ(keypad_.poll(), std::nullopt);

  scheduler_.run_for(1ms);
  EXPECT_EQ(keypad_.poll(), Key::digit_5);
  EXPECT_EQ(keypad_.poll(), std::nullopt);
  EXPECT_EQ(irq_.raised, 1);
}

TEST_F(KeypadTest, TouchShorterThanTheDebounceTimeNeverArrives) {
  keypad_.press(Key::enter);
  scheduler_.run_for(19ms);
  keypad_.release(Key::enter);
  scheduler_.run_for(1s);

  EXPECT_EQ(keypad_.poll(), std::nullopt);
  EXPECT_EQ(irq_.raised, 0);
}

TEST_F(KeypadTest, LandingTwiceIsOnePress) {
  keypad_.press(Key::digit_1);
  scheduler_.run_for(10ms);
  keypad_.press(Key::digit_1);
  scheduler_.run_for(1s);

  EXPECT_EQ(irq_.raised, 1);
}

TEST_F(KeypadTest, KeysHeldTogetherArriveInTheOrderOfTheirContact) {
  keypad_.press(Key::digit_9);
  scheduler_.run_for(1ms);
  keypad_.press(Key::digit_1);
  scheduler_.run_for(1s);

  EXPECT_EQ(keypad_.poll(), Key::digit_9);
  EXPECT_EQ(keypad_.poll(), Key::digit_1);
}

TEST_F(KeypadTest, SaysWhetherAnyKeyIsDown) {
  EXPECT_FALSE(keypad_.any_key_down());
  keypad_.press(Key::menu);
  EXPECT_TRUE(keypad_.any_key_down());
  keypad_.release(Key::menu);
  EXPECT_FALSE(keypad_.any_key_down());
}

TEST_F(KeypadTest, DeadKeyNeverCloses) {
  keypad_.inject(Key::cancel, Keypad::Fault::dead);
  keypad_.press(Key::cancel);
  scheduler_.run_for(1s);

  EXPECT_FALSE(keypad_.any_key_down());
  EXPECT_EQ(keypad_.poll(), std::nullopt);
}

TEST_F(KeypadTest, StuckKeyStaysDownAfterTheFingerLeftUntilItIsMended) {
  keypad_.inject(Key::digit_0, Keypad::Fault::stuck);
  keypad_.press(Key::digit_0);
  keypad_.release(Key::digit_0);
  scheduler_.run_for(1s);
  EXPECT_TRUE(keypad_.any_key_down());
  EXPECT_EQ(keypad_.poll(), Key::digit_0);

  keypad_.press(Key::digit_0);
  scheduler_.run_for(1s);
  EXPECT_EQ(keypad_.poll(), std::nullopt);
  keypad_.release(Key::digit_0);

  keypad_.inject(Key::digit_0, Keypad::Fault::none);
  EXPECT_FALSE(keypad_.any_key_down());
}

TEST_F(KeypadTest, LosesPressesThatTheQueueCannotHold) {
  for (std::size_t i = 0; i < Keypad::queue_presses + 3; ++i) {
    keypad_.press(Key::star);
    scheduler_.run_for(20ms);
    keypad_.release(Key::star);
  }

  std::size_t count = 0;
  while (keypad_.poll()) ++count;
  EXPECT_EQ(count, Keypad::queue_presses);
}

TEST_F(KeypadTest, PowerOffForgetsPressesAndPowerOnSeesHeldKeysAnew) {
  keypad_.press(Key::digit_1);
  scheduler_.run_for(20ms);
  keypad_.press(Key::digit_2);
  keypad_.power(false);
  scheduler_.run_for(1s);
  EXPECT_EQ(keypad_.poll(), std::nullopt);
  EXPECT_FALSE(keypad_.any_key_down());

  keypad_.release(Key::digit_1);
  keypad_.power(true);
  scheduler_.run_for(20ms);
  EXPECT_TRUE(keypad_.any_key_down());
  EXPECT_EQ(keypad_.poll(), Key::digit_2);
  EXPECT_EQ(keypad_.poll(), std::nullopt);
}

}  // namespace
}  // namespace mpos::keypad

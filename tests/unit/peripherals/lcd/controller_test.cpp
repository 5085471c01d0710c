// SPDX-License-Identifier: Apache-2.0
#include "peripherals/lcd/controller.hpp"

#include <gtest/gtest.h>

#include "canvas.hpp"

namespace mpos::lcd {
namespace {

class ControllerTest : public ::testing::Test {
 protected:
  void send(std::initializer_list<std::uint8_t> bytes) {
    for (const auto byte : bytes) controller_.command(byte);
  }
  void write(std::initializer_list<std::uint8_t> bytes) { controller_.data(Bytes{bytes.begin(), bytes.size()}); }
  Controller controller_;
  Canvas canvas_{controller_};
};

TEST_F(ControllerTest, CommitsAFrameOnlyWhenSomethingVisibleChanged) {
  EXPECT_EQ(controller_.commit().has_value(), false);

  send({0xAF});
  const auto first = controller_.commit();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->number, 1U);
  EXPECT_TRUE(first->on);

  send({0xAF, 0xB0, 0x00, 0x10});
  write({0x00, 0x00});
  EXPECT_FALSE(controller_.commit());

  write({0x01});
  write({0x00});
  send({0x02});
  write({0x00});
  EXPECT_FALSE(controller_.commit()) << "written and taken back before the commit";

  write({0xFF});
  EXPECT_EQ(controller_.commit()->number, 2U);
  EXPECT_EQ(controller_.frame().number, 2U);
}

TEST_F(ControllerTest, WritesAtTheCursorWhichRunsOnWithinItsPage) {
  send({0xB3, 0x0E, 0x17});
  write({1, 2, 3});

  const auto frame = controller_.commit();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->dots[3 * 128 + 126], 1);
  EXPECT_EQ(frame->dots[3 * 128 + 127], 2);
  EXPECT_EQ(frame->dots[3 * 128 + 0], 3);
}

TEST_F(ControllerTest, ShowsContrastInverseAndOffAsSettingsOfTheFrame) {
  send({0xAF, 0x81, 0x20});
  EXPECT_EQ(controller_.commit()->contrast, 0x20);
  send({0xA7});
  EXPECT_TRUE(controller_.commit()->inverse);
  send({0xA6});
  EXPECT_FALSE(controller_.commit()->inverse);
  canvas_.line(0, "hello");
  EXPECT_EQ(controller_.commit()->lines()[0], "hello");
  EXPECT_EQ(controller_.lines()[0], "hello");
  send({0xAE});
  EXPECT_FALSE(controller_.commit()->on);
  EXPECT_EQ(controller_.frame().lines()[0], "");
  EXPECT_EQ(controller_.lines()[0], "");
}

TEST_F(ControllerTest, AllOnHidesTheMemoryAndGivesItBack) {
  canvas_.line(0, "x");
  const Dots before = controller_.commit()->dots;
  send({0xA5});
  EXPECT_EQ(controller_.commit()->dots[700], 0xFF);
  send({0xA4});
  EXPECT_EQ(controller_.commit()->dots, before);
}

TEST_F(ControllerTest, StartLineScrollsTheMemoryUp) {
  canvas_.line(1, "up");
  send({0xAF, 0x50});  // start at memory row 16
  const auto frame = controller_.commit();
  EXPECT_EQ(frame->lines(), (Lines{"up", "", "", ""}));
}

TEST_F(ControllerTest, ScanDirectionTurnsTheRowsOver) {
  send({0xB0, 0x00, 0x10});
  write({0x01});
  send({0xC8});
  const auto frame = controller_.commit();
  EXPECT_EQ(frame->dots[0], 0);
  EXPECT_EQ(frame->dots[7 * 128], 0x80);
}

TEST_F(ControllerTest, SegmentRemapMirrorsOnlyLaterWrites) {
  send({0xB0, 0x00, 0x10});
  write({0x11});
  send({0xA1});
  write({0x22});
  const auto frame = controller_.commit();
  EXPECT_EQ(frame->dots[0], 0x11);
  EXPECT_EQ(frame->dots[126], 0x22);
}

TEST_F(ControllerTest, CountsAndIgnoresUnknownCommands) {
  send({0xA9, 0x21, 0x00, 0x7F, 0x20, 0x00});
  EXPECT_EQ(controller_.unknown_commands(), 3U);
  EXPECT_FALSE(controller_.commit());
}

TEST_F(ControllerTest, TakesTheArgumentsOfSettingsThatShowNothing) {
  // The initialisation sequence of the data sheet's application note; AF at its end must not be taken for an argument.
  send({0xA8, 0x3F, 0xD3, 0x00, 0x40, 0xA0, 0xC0, 0xDA, 0x12, 0x81, 0x7F, 0xA4, 0xA6,
        0xD5, 0x80, 0x8D, 0x14, 0x20, 0x02, 0xD9, 0xF1, 0xDB, 0x40, 0x2E, 0xE3, 0xAF});
  EXPECT_EQ(controller_.unknown_commands(), 0U);
  EXPECT_TRUE(controller_.commit()->on);
}

TEST_F(ControllerTest, ResetBlanksTheDisplay) {
  send({0xAF, 0xA7, 0x81});
  canvas_.line(0, "x");
  (void)controller_.commit();
  controller_.reset();
  const auto frame = controller_.commit();
  ASSERT_TRUE(frame);
  EXPECT_FALSE(frame->on);
  EXPECT_FALSE(frame->inverse);
  EXPECT_EQ(frame->dots, Dots{});
}

TEST_F(ControllerTest, ReadsAgainOnlyWhatChanged) {
  send({0xAF});
  canvas_.line(0, "one");
  canvas_.line(3, "four");
  (void)controller_.commit();
  EXPECT_EQ(controller_.lines(), (Lines{"one", "", "", "four"}));
  canvas_.line(3, "4");
  (void)controller_.commit();
  EXPECT_EQ(controller_.lines(), (Lines{"one", "", "", "4"}));
}

}  // namespace
}  // namespace mpos::lcd

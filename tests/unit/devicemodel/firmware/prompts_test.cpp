// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/prompts.hpp"

#include "tests/unit/devicemodel/firmware/rig.hpp"

namespace mpos::firmware {
namespace {

constexpr Language languages[] = {Language::english, Language::simplified_chinese, Language::traditional_chinese};

TEST(PromptsTest, EveryPromptFitsTheDisplayInEveryLanguage) {
  for (std::size_t i = 0; i < prompt_count; ++i) {
    for (const Language language : languages) {
      const auto text = prompt(static_cast<Prompt>(i), language);
      EXPECT_LE(display_columns(text), 16) << text;
      EXPECT_EQ(text.empty(), i == 0) << i;
    }
  }
}

TEST(PromptsTest, TheTableIsIntact) {
  EXPECT_TRUE(prompts_intact());
}

TEST(PromptsTest, TheConfirmationCodeFitsBehindItsPrompt) {
  for (const Language language : languages) EXPECT_LE(display_columns(prompt(Prompt::match, language)) + 6, 16);
}

TEST(ScreenTest, LineOneIsInverseWithTheServiceLeftAndSimAtTheRightEnd) {
  fakes::Display display;
  fakes::GlyphRom glyphs;
  Screen screen(display, glyphs);
  screen.start();

  screen.title("消费");
  screen.flush();

  EXPECT_EQ(screen.line(0), "消费         SIM");
  EXPECT_EQ(display.line(0), "消费         SIM");
  EXPECT_EQ(display.dots[1][0], 0xFF) << "the lower half of line 1 is inverse too";
}

TEST(ScreenTest, OnlyChangedLinesAreSent) {
  fakes::Display display;
  fakes::GlyphRom glyphs;
  Screen screen(display, glyphs);
  screen.start();
  screen.center(1, "one");
  screen.flush();
  const int before = display.pages_written;

  screen.center(1, "one");
  screen.center(3, "two");
  screen.flush();

  EXPECT_EQ(display.pages_written, before + 2);
  EXPECT_EQ(display.line(3), "two");
}

TEST(ScreenTest, TextPastTheEndIsCutAtAWholeCharacter) {
  fakes::Display display;
  fakes::GlyphRom glyphs;
  Screen screen(display, glyphs);
  screen.start();

  screen.center(1, "1请输入密码请输入密码");
  screen.flush();

  EXPECT_EQ(screen.line(1), "1请输入密码请输");
}

TEST(ScreenTest, AGlyphTheRomLacksIsAQuestionMark) {
  fakes::Display display;
  fakes::GlyphRom glyphs;
  Screen screen(display, glyphs);
  screen.start();

  screen.center(1, "a~b");
  screen.flush();

  EXPECT_EQ(display.line(1), "a?b");
}

TEST(TextTest, MoneyIsWrittenWithTwoDecimals) {
  EXPECT_EQ(money_text(12850).view(), "￥128.50");
  EXPECT_EQ(money_text(5).view(), "￥0.05");
  EXPECT_EQ(money_text(-123456).view(), "-￥1234.56");
  EXPECT_LE(display_columns(money_text(999999999999).view()), 16);
}

}  // namespace
}  // namespace mpos::firmware

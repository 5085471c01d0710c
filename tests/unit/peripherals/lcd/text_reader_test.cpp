// SPDX-License-Identifier: Apache-2.0
#include "peripherals/lcd/text_reader.hpp"

#include <gtest/gtest.h>

#include "canvas.hpp"

namespace mpos::lcd {
namespace {

Lines drawn(const std::array<std::string_view, 4>& text) {
  Controller controller;
  Canvas canvas{controller};
  controller.command(0xAF);
  for (unsigned i = 0; i < 4; ++i) canvas.line(i, text[i], i == 0);
  return controller.commit()->lines();
}

TEST(TextReader, ReadsADrawnFrameInThreeLanguages) {
  EXPECT_EQ(drawn({"消费         SIM", "￥128.50", "请刷卡或插卡", "6222********1234"}),
            (Lines{"消费         SIM", "￥128.50", "请刷卡或插卡", "6222********1234"}));
  EXPECT_EQ(drawn({"消費         SIM", "￥1,234,567.89", "請感應卡片", "餘額不足"}),
            (Lines{"消費         SIM", "￥1,234,567.89", "請感應卡片", "餘額不足"}));
  EXPECT_EQ(drawn({"Sale         SIM", "CNY 0.01", "Enter PIN", "******"}),
            (Lines{"Sale         SIM", "CNY 0.01", "Enter PIN", "******"}));
}

TEST(TextReader, TrimsTrailingSpacesAndKeepsLeadingOnes) {
  EXPECT_EQ(drawn({"", "   x", "y   ", ""}), (Lines{"", "   x", "y", ""}));
}

TEST(TextReader, ReadsWideGlyphsAtOddColumns) {
  EXPECT_EQ(drawn({"a中b文c", "1￥2", " 签到 ", "A签"})[0], "a中b文c");
  EXPECT_EQ(drawn({"", "1￥2", " 签到 ", "A签"}), (Lines{"", "1￥2", " 签到", "A签"}));
}

TEST(TextReader, AnswersTheReplacementCharacterForACellThatIsNoGlyph) {
  Controller controller;
  Canvas canvas{controller};
  controller.command(0xAF);
  canvas.line(1, "ab");
  controller.command(0xB2);
  controller.command(0x03);
  controller.command(0x10);
  const std::uint8_t scratch[] = {0xA5, 0x5A};
  controller.data(scratch);

  EXPECT_EQ(controller.commit()->lines()[1], "\uFFFDb");
}

TEST(TextReader, ReadsOneInverseCellInANormalLine) {
  Controller controller;
  Canvas canvas{controller};
  controller.command(0xAF);
  canvas.line(2, "no YES");
  Dots dots = controller.commit()->dots;
  for (std::size_t page : {4U, 5U}) {
    for (std::size_t x = 24; x < 48; ++x) dots[page * 128 + x] = static_cast<std::uint8_t>(~dots[page * 128 + x]);
  }
  EXPECT_EQ(recognise(dots)[2], "no YES");
}

TEST(TextReader, CanonicalTextIsWhatComesBackFromTheScreen) {
  const FontRom rom;
  for (char32_t c = 0x21; c < 0x10000; ++c) {
    const auto glyph = rom.glyph(c);
    if (!glyph) continue;
    std::string text = "x";
    if (c < 0x80) {
      text += static_cast<char>(c);
    } else if (c < 0x800) {
      text += static_cast<char>(0xC0 | (c >> 6));
      text += static_cast<char>(0x80 | (c & 0x3F));
    } else {
      text += static_cast<char>(0xE0 | (c >> 12));
      text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      text += static_cast<char>(0x80 | (c & 0x3F));
    }
    Controller controller;
    Canvas canvas{controller};
    controller.command(0xAF);
    canvas.line(3, text);
    const std::string back = controller.commit()->lines()[3];
    ASSERT_EQ(back, canonical(text)) << static_cast<unsigned>(c);
    // Every ideograph and every ASCII character stands for itself.
    if (c < 0x7F || (c >= 0x4E00 && c <= 0x9FFF)) {
      ASSERT_EQ(back, text) << static_cast<unsigned>(c);
    }
  }
}

TEST(TextReader, CanonicalReplacesLookAlikesAndWhatTheRomLacks) {
  EXPECT_EQ(canonical("\u0410\u0391A"), "AAA");  // Cyrillic and Greek A
  EXPECT_EQ(canonical("a\u3000b"), "a  b");      // an ideographic space is two blank cells
  EXPECT_EQ(canonical("ok\u0E01  "), "ok\uFFFD");
  EXPECT_EQ(canonical(""), "");
}

TEST(TextReader, ReadsABlackLineAsEmptyAndALitScreenAsFourEmptyLines) {
  Controller controller;
  controller.command(0xAF);
  controller.command(0xA5);
  EXPECT_EQ(controller.commit()->lines(), (Lines{"", "", "", ""}));
}

}  // namespace
}  // namespace mpos::lcd

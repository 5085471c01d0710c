// SPDX-License-Identifier: Apache-2.0
#include "peripherals/lcd/font_rom.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "devicemodel/base/utf8.hpp"

namespace mpos::lcd {
namespace {

TEST(FontRom, HoldsTheScriptsOfTheThreeLanguages) {
  const FontRom rom;
  std::string_view wide =
      "消费撤销预授权完成余额查询签到请刷卡插密码错误配对正在处理勿拔交易成功拒绝已冲正主机无应答防拆锁定电量不足"
      "消費撤銷預授權餘額查詢簽到請感應卡片晶拒絕沖應答鎖電￥，。カあ";
  while (const auto c = take_code_point(wide)) {
    const auto glyph = rom.glyph(*c);
    ASSERT_TRUE(glyph) << static_cast<unsigned>(*c);
    EXPECT_EQ(glyph->width_px, 16);
    EXPECT_EQ(glyph->rows.size(), 32U);
  }
  for (char32_t c = 0x20; c < 0x7F; ++c) {
    const auto glyph = rom.glyph(c);
    ASSERT_TRUE(glyph);
    EXPECT_EQ(glyph->width_px, 8);
    EXPECT_EQ(glyph->rows.size(), 16U);
  }
}

TEST(FontRom, HoldsEveryHanziOfGb2312AndItsFirstAndLast) {
  const FontRom rom;
  unsigned hanzi = 0;
  for (char32_t c = 0x4E00; c <= 0x9FFF; ++c) hanzi += rom.glyph(c) ? 1 : 0;
  EXPECT_GE(hanzi, 8846U);  // GB 2312 (6763) and Big5 level 1 (5401) share 3318
  EXPECT_TRUE(rom.glyph(U'啊'));
  EXPECT_TRUE(rom.glyph(U'齄'));
  EXPECT_TRUE(rom.glyph(U'籲'));  // the last of Big5 level 1
}

TEST(FontRom, AnswersTheBitmapThatUnifontDraws) {
  const FontRom rom;
  const auto star = rom.glyph(U'*');
  ASSERT_TRUE(star);
  const std::uint8_t rows[16] = {0, 0, 0, 0, 0, 0, 0x08, 0x49, 0x2A, 0x1C, 0x2A, 0x49, 0x08, 0, 0, 0};
  EXPECT_TRUE(std::equal(star->rows.begin(), star->rows.end(), rows));
}

TEST(FontRom, HasNothingForOtherCodePoints) {
  const FontRom rom;
  for (const char32_t c : {char32_t{0}, char32_t{0x0A}, char32_t{0x0E01}, char32_t{0x1F600}, char32_t{0x10FFFF}}) {
    EXPECT_EQ(rom.glyph(c).has_value(), false) << static_cast<unsigned>(c);
  }
}

TEST(FontRom, IsOneReadOnlyCopy) {
  const FontRom a;
  const FontRom b;
  EXPECT_EQ(a.glyph(U'中')->rows.data(), b.glyph(U'中')->rows.data());
  EXPECT_LE(sizeof(FontRom), sizeof(void*));
}

}  // namespace
}  // namespace mpos::lcd

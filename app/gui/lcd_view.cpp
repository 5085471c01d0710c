// SPDX-License-Identifier: Apache-2.0
#include "app/gui/lcd_view.hpp"

#include <QColor>
#include <QPainter>
#include <cmath>

namespace mpos::gui {
namespace {

QRgb mix(const QColor& under, const QColor& over, double share) {
  const auto blend = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
  return qRgb(blend(under.red(), over.red()), blend(under.green(), over.green()), blend(under.blue(), over.blue()));
}

}  // namespace

LcdView::LcdView(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(false);
  setSmooth(false);
  redraw();
}

bool LcdView::dotAt(int column, int row) const {
  const int index = (row / 8) * columns + column;
  if (index >= dots_.size()) return false;
  return ((static_cast<unsigned char>(dots_[index]) >> (row % 8)) & 1U) != 0;
}

void LcdView::setDots(const QByteArray& dots) {
  if (dots == dots_) return;
  dots_ = dots;
  redraw();
  emit dotsChanged();
}

void LcdView::setOn(bool on) {
  if (on == on_) return;
  on_ = on;
  redraw();
  emit onChanged();
}

void LcdView::setBacklight(bool backlight) {
  if (backlight == backlight_) return;
  backlight_ = backlight;
  redraw();
  emit backlightChanged();
}

void LcdView::setBlueWhite(bool blueWhite) {
  if (blueWhite == blueWhite_) return;
  blueWhite_ = blueWhite;
  redraw();
  emit blueWhiteChanged();
}

void LcdView::setDotScale(int scale) {
  scale = qMax(2, scale);
  if (scale == dotScale_) return;
  dotScale_ = scale;
  redraw();
  emit dotScaleChanged();
}

void LcdView::redraw() {
  const int s = dotScale_;
  image_ = QImage(columns * s, rows * s, QImage::Format_RGB32);
  const QColor lit_top = blueWhite_ ? QColor(0xDC, 0xE6, 0xEC) : QColor(0xD3, 0xE2, 0xC8);
  const QColor lit_bottom = blueWhite_ ? QColor(0xCB, 0xD8, 0xE0) : QColor(0xC6, 0xD7, 0xBB);
  const QColor lit_ink = blueWhite_ ? QColor(0x14, 0x20, 0x2B) : QColor(0x15, 0x21, 0x1B);
  const QColor top = backlight_ ? lit_top : QColor(0x8C, 0x98, 0x85);
  const QColor bottom = backlight_ ? lit_bottom : QColor(0x82, 0x8E, 0x7C);
  const QColor ink = backlight_ ? lit_ink : QColor(0x24, 0x2D, 0x26);
  const double unlit = backlight_ ? 0.045 : 0.05;
  const double gap_ground = s >= 3 ? 0.42 : 0.20;  // share of ground that shows through the gap of a lit dot
  for (int y = 0; y < rows * s; ++y) {
    auto* line = reinterpret_cast<QRgb*>(image_.scanLine(y));
    const QColor ground = QColor::fromRgb(mix(top, bottom, static_cast<double>(y) / (rows * s)));
    const QRgb plain = ground.rgb();
    const QRgb faint = mix(ground, ink, unlit);
    const QRgb lit = ink.rgb();
    const QRgb lit_gap = mix(ink, ground, gap_ground);
    const bool gap_row = y % s == s - 1;
    for (int column = 0; column < columns; ++column) {
      const bool is_lit = on_ && dotAt(column, y / s);
      for (int i = 0; i < s; ++i) {
        const bool gap = gap_row || i == s - 1;
        QRgb colour = plain;
        if (is_lit) {
          colour = gap ? lit_gap : lit;
        } else if (!gap && on_) {
          colour = faint;
        }
        line[column * s + i] = colour;
      }
    }
  }
  update();
}

void LcdView::paint(QPainter* painter) {
  painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
  painter->drawImage(boundingRect(), image_);
}

}  // namespace mpos::gui

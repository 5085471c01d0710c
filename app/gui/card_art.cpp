// SPDX-License-Identifier: Apache-2.0
#include "app/gui/card_art.hpp"

#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>

namespace mpos::gui {
namespace {

struct Paint {
  QColor top;
  QColor bottom;
  QColor ink;
  QColor art;
};

Paint paint_of(const QString& face) {
  if (face == QLatin1String("pine")) return {"#17624F", "#0C3F33", "#F1F6EC", "#2E8069"};
  if (face == QLatin1String("sand")) return {"#EFE6D3", "#D5C7A9", "#2A2417", "#B3302B"};
  if (face == QLatin1String("violet")) return {"#56408F", "#33235F", "#F1ECFB", "#7C66B8"};
  if (face == QLatin1String("grey")) return {"#77746D", "#56534D", "#F5F3EE", "#9A968D"};
  if (face == QLatin1String("brick")) return {"#8E3B2C", "#5F231A", "#FBEDE8", "#A9543F"};
  return {"#1B2F52", "#0F1D38", "#F4EBD6", "#A9884D"};
}

}  // namespace

CardArt::CardArt(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
}

void CardArt::redraw() {
  update();
  emit changed();
}
void CardArt::setFace(const QString& face) {
  if (face == face_) return;
  face_ = face;
  redraw();
}
void CardArt::setChip(bool chip) {
  if (chip == chip_) return;
  chip_ = chip;
  redraw();
}
void CardArt::setWaves(bool waves) {
  if (waves == waves_) return;
  waves_ = waves;
  redraw();
}
void CardArt::setMm(qreal mm) {
  if (mm == mm_) return;
  mm_ = mm;
  redraw();
}
QColor CardArt::ink() const {
  return paint_of(face_).ink;
}

void CardArt::paint(QPainter* painter) {
  const Paint paint = paint_of(face_);
  const QRectF body(0.5, 0.5, width() - 1, height() - 1);
  const qreal radius = 3.18 * mm_;
  painter->setRenderHint(QPainter::Antialiasing);
  QPainterPath outline;
  outline.addRoundedRect(body, radius, radius);
  QLinearGradient ground(0, 0, width(), height());
  ground.setColorAt(0, paint.top);
  ground.setColorAt(1, paint.bottom);
  painter->fillPath(outline, ground);
  painter->save();
  painter->setClipPath(outline);
  QColor art = paint.art;
  if (face_ == QLatin1String("sand")) {
    // A red corner, the lower half of it darker.
    QPolygonF corner{{width() - 34 * mm_, 0}, {width(), 0}, {width(), 34 * mm_}};
    painter->setPen(Qt::NoPen);
    painter->setBrush(art);
    painter->drawPolygon(corner);
    painter->setBrush(art.darker(125));
    painter->drawPolygon(QPolygonF{{width() - 17 * mm_, 0}, {width(), 0}, {width(), 17 * mm_}});
  } else if (face_ == QLatin1String("violet")) {
    art.setAlpha(90);
    painter->setPen(QPen(art, 0.35 * mm_));
    for (int i = 0; i < 16; ++i) painter->drawLine(QPointF(0, i * 3.6 * mm_), QPointF(width(), i * 3.6 * mm_));
  } else if (face_ == QLatin1String("grey")) {
    art.setAlpha(130);
    painter->setPen(QPen(art, 0.25 * mm_));
    for (int i = 0; i < 9; ++i) {
      const qreal x = (8 + 9.3 * i) * mm_;
      painter->drawLine(QPointF(x, (5 + i * 17 % 40) * mm_), QPointF(x + 9 * mm_, (17 + i * 23 % 33) * mm_));
    }
  } else if (face_ == QLatin1String("brick")) {
    art.setAlpha(110);
    painter->setPen(Qt::NoPen);
    painter->setBrush(art);
    painter->drawPolygon(QPolygonF{{width() * 0.45, height()}, {width(), height() * 0.3}, {width(), height()}});
  } else {
    art.setAlpha(face_ == QLatin1String("pine") ? 110 : 150);
    painter->setPen(QPen(art, 0.35 * mm_));
    painter->setBrush(Qt::NoBrush);
    for (const qreal r : {16.0, 23.0, 30.0}) {
      painter->drawEllipse(QPointF(width() - 14 * mm_, height() * 0.30), r * mm_, r * mm_);
    }
  }
  painter->restore();
  if (chip_) {
    const QRectF chip(9 * mm_, 18.6 * mm_, 11.5 * mm_, 9.4 * mm_);
    QLinearGradient metal(chip.topLeft(), chip.bottomRight());
    metal.setColorAt(0, "#F3DFA8");
    metal.setColorAt(1, "#C9A65B");
    painter->setPen(QPen(QColor("#8A6C2C"), 0.25 * mm_));
    painter->setBrush(metal);
    painter->drawRoundedRect(chip, 1.6 * mm_, 1.6 * mm_);
    const qreal third = chip.height() / 3;
    for (int i = 1; i < 3; ++i) {
      const qreal y = chip.top() + i * third;
      painter->drawLine(QPointF(chip.left(), y), QPointF(chip.left() + 3.6 * mm_, y));
      painter->drawLine(QPointF(chip.right() - 3.6 * mm_, y), QPointF(chip.right(), y));
    }
    painter->drawRoundedRect(QRectF(chip.left() + 3.6 * mm_, chip.top() + 2.2 * mm_, 4.3 * mm_, 5 * mm_), mm_, mm_);
  }
  if (waves_) {
    painter->setPen(QPen(paint.ink, 0.7 * mm_, Qt::SolidLine, Qt::RoundCap));
    painter->setBrush(Qt::NoBrush);
    const QPointF at((chip_ ? 23.0 : 10.0) * mm_, 23.3 * mm_);
    for (const qreal r : {1.6, 3.4, 5.2}) {
      painter->drawArc(QRectF(at.x() - r * mm_, at.y() - r * mm_, 2 * r * mm_, 2 * r * mm_), -45 * 16, 90 * 16);
    }
  }
  painter->setPen(QPen(QColor(0, 0, 0, 60), 1));
  painter->setBrush(Qt::NoBrush);
  painter->drawPath(outline);
}

}  // namespace mpos::gui

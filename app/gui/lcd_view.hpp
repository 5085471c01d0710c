// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QImage>
#include <QQuickPaintedItem>

namespace mpos::gui {

/// Paints the display's 128 x 64 dots at a whole number of device pixels a dot, with the dot grid and the backlight.
/// The image is repainted only when the dots, the light or the scale change.
class LcdView : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QByteArray dots MEMBER dots_ WRITE setDots NOTIFY dotsChanged)
  Q_PROPERTY(bool on MEMBER on_ WRITE setOn NOTIFY onChanged)
  Q_PROPERTY(bool backlight MEMBER backlight_ WRITE setBacklight NOTIFY backlightChanged)
  Q_PROPERTY(bool blueWhite MEMBER blueWhite_ WRITE setBlueWhite NOTIFY blueWhiteChanged)
  Q_PROPERTY(int dotScale MEMBER dotScale_ WRITE setDotScale NOTIFY dotScaleChanged)

 public:
  static constexpr int columns = 128;
  static constexpr int rows = 64;

  explicit LcdView(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

  void setDots(const QByteArray& dots);
  void setOn(bool on);
  void setBacklight(bool backlight);
  /// The blue-white display of the small reader in place of the green one.
  void setBlueWhite(bool blueWhite);
  /// Device pixels a dot, at least 2.
  void setDotScale(int scale);
  bool dotAt(int column, int row) const;

 signals:
  void dotsChanged();
  void onChanged();
  void backlightChanged();
  void blueWhiteChanged();
  void dotScaleChanged();

 private:
  void redraw();
  QByteArray dots_;
  bool on_ = false;
  bool backlight_ = false;
  bool blueWhite_ = false;
  int dotScale_ = 2;
  QImage image_;
};

}  // namespace mpos::gui

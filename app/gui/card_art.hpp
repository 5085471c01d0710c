// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QString>

namespace mpos::gui {

/// The face of a test card without its words: ground, own art, chip and contactless waves. No scheme marks. Painted
/// once per size into an image; frames only move it.
class CardArt : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString face MEMBER face_ WRITE setFace NOTIFY changed)
  Q_PROPERTY(bool chip MEMBER chip_ WRITE setChip NOTIFY changed)
  Q_PROPERTY(bool waves MEMBER waves_ WRITE setWaves NOTIFY changed)
  Q_PROPERTY(qreal mm MEMBER mm_ WRITE setMm NOTIFY changed)
  Q_PROPERTY(QColor ink READ ink NOTIFY changed)

 public:
  explicit CardArt(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  void setFace(const QString& face);
  void setChip(bool chip);
  void setWaves(bool waves);
  void setMm(qreal mm);
  /// What words on this face are written in.
  QColor ink() const;

 signals:
  void changed();

 private:
  void redraw();
  QString face_ = QStringLiteral("navy");
  bool chip_ = false;
  bool waves_ = false;
  qreal mm_ = 2;
};

}  // namespace mpos::gui

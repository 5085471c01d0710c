// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QSettings>
#include <QTranslator>
#include <QVariant>
#include <memory>

class QQmlEngine;

namespace mpos::gui {

/// What the window remembers of itself (language, theme, layout), in `window.ini` of the state directory; with an empty
/// directory nothing outlives the run. Switches the language while the window stands.
class Preferences : public QObject {
  Q_OBJECT
  Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)
  Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY themeChanged)
  Q_PROPERTY(bool reducedMotion READ reducedMotion WRITE setReducedMotion NOTIFY reducedMotionChanged)

 public:
  explicit Preferences(const QString& directory, QObject* parent = nullptr);

  /// en, zh-CN or zh-TW; the system's when nothing was chosen.
  QString language() const { return language_; }
  void setLanguage(const QString& language);
  /// light or dark.
  QString theme() const { return theme_; }
  void setTheme(const QString& theme);
  bool reducedMotion() const { return reduced_motion_; }
  void setReducedMotion(bool reduced);
  /// Whose texts are to change with the language.
  void setEngine(QQmlEngine* engine) { engine_ = engine; }

  Q_INVOKABLE QVariant value(const QString& key, const QVariant& otherwise) const;
  Q_INVOKABLE void setValue(const QString& key, const QVariant& value);

 signals:
  void languageChanged();
  void themeChanged();
  void reducedMotionChanged();

 private:
  void install();
  std::unique_ptr<QSettings> settings_;
  QTranslator translator_;
  QQmlEngine* engine_ = nullptr;
  QString language_;
  QString theme_;
  bool reduced_motion_ = false;
};

}  // namespace mpos::gui

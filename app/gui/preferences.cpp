// SPDX-License-Identifier: Apache-2.0
#include "app/gui/preferences.hpp"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>
#include <QQmlEngine>

namespace mpos::gui {
namespace {

bool is_language(const QString& language) {
  return language == QLatin1String("en") || language == QLatin1String("zh-CN") || language == QLatin1String("zh-TW");
}

QString system_language() {
  const QLocale locale = QLocale::system();
  if (locale.language() != QLocale::Chinese) return QStringLiteral("en");
  return locale.script() == QLocale::TraditionalChineseScript ? QStringLiteral("zh-TW") : QStringLiteral("zh-CN");
}

}  // namespace

Preferences::Preferences(const QString& directory, QObject* parent) : QObject(parent) {
  if (!directory.isEmpty()) {
    settings_ =
        std::make_unique<QSettings>(QDir(directory).filePath(QStringLiteral("window.ini")), QSettings::IniFormat);
  }
  language_ = value(QStringLiteral("language"), system_language()).toString();
  if (!is_language(language_)) language_ = QStringLiteral("en");
  theme_ = value(QStringLiteral("theme"), QStringLiteral("light")).toString();
  reduced_motion_ = value(QStringLiteral("reduced_motion"), false).toBool();
  install();
}

void Preferences::install() {
  QCoreApplication::removeTranslator(&translator_);
  if (language_ != QLatin1String("en") &&
      translator_.load(QStringLiteral(":/i18n/vmpos_%1.qm").arg(QString{language_}.replace('-', '_')))) {
    QCoreApplication::installTranslator(&translator_);
  }
}

void Preferences::setLanguage(const QString& language) {
  if (language == language_ || !is_language(language)) return;
  language_ = language;
  setValue(QStringLiteral("language"), language);
  install();
  if (engine_ != nullptr) engine_->retranslate();
  emit languageChanged();
}

void Preferences::setTheme(const QString& theme) {
  if (theme == theme_) return;
  theme_ = theme;
  setValue(QStringLiteral("theme"), theme);
  emit themeChanged();
}

void Preferences::setReducedMotion(bool reduced) {
  if (reduced == reduced_motion_) return;
  reduced_motion_ = reduced;
  setValue(QStringLiteral("reduced_motion"), reduced);
  emit reducedMotionChanged();
}

QVariant Preferences::value(const QString& key, const QVariant& otherwise) const {
  return settings_ ? settings_->value(key, otherwise) : otherwise;
}

void Preferences::setValue(const QString& key, const QVariant& value) {
  if (settings_) settings_->setValue(key, value);
}

}  // namespace mpos::gui

// SPDX-License-Identifier: Apache-2.0
#include <QQmlEngine>
#include <QQuickWindow>
#include <QSGRendererInterface>
#include <QtQml/QQmlExtensionPlugin>
#include <QtQuickTest/quicktest.h>

Q_IMPORT_QML_PLUGIN(VmposPlugin)

class Setup : public QObject {
  Q_OBJECT
 public slots:
  void applicationAvailable() { QQuickWindow::setGraphicsApi(QSGRendererInterface::Software); }
  void qmlEngineAvailable(QQmlEngine* engine) { engine->addImportPath(QStringLiteral("qrc:/qt/qml")); }
};

QUICK_TEST_MAIN_WITH_SETUP(qml_test, Setup)

#include "qml_test.moc"

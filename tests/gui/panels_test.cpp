// SPDX-License-Identifier: Apache-2.0
// The whole window with a world of its own: each panel is opened and photographed, a fault is set by a click, a sale is
// recorded and played again. usage: panels_test VMPOS REPORT_DIR
#include <QDir>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTest>
#include <QtQml/QQmlExtensionPlugin>
#include <cstdio>

#include "app/gui/desk.hpp"
#include "app/gui/preferences.hpp"
#include "app/gui/workbench/bench.hpp"

Q_IMPORT_QML_PLUGIN(VmposPlugin)

namespace {

using namespace mpos;

constexpr int longest_wait_ms = 120'000;  // only how long a broken window is waited for before the test says so
int failures = 0;

void check(bool good, const char* what) {
  std::printf("%s: %s\n", good ? "ok" : "FAILED", what);
  if (!good) ++failures;
}

QQuickItem* find(QQuickItem* item, const QString& name) {
  if (item->objectName() == name && item->isVisible()) return item;
  for (QQuickItem* child : item->childItems()) {
    if (QQuickItem* found = find(child, name)) return found;
  }
  return nullptr;
}

class Stage {
 public:
  Stage(const QString& vmpos, QString report, QString source) : report_(std::move(report)), source_(std::move(source)) {
    gui::Desk::World world;
    world.command = {vmpos.toStdString(), "serve", "--events", "none", "--seed", "7", "--log-level", "error"};
    world.state_options = [](const QString&) { return QStringList{QStringLiteral("--no-state")}; };
    desk = std::make_unique<gui::Desk>(std::move(world));
    bench = std::make_unique<gui::Bench>(*desk, folder_.path());
    preferences = std::make_unique<gui::Preferences>(folder_.path());
    engine_.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine_.setInitialProperties({{QStringLiteral("desk"), QVariant::fromValue(desk.get())},
                                  {QStringLiteral("bench"), QVariant::fromValue(bench.get())},
                                  {QStringLiteral("preferences"), QVariant::fromValue(preferences.get())},
                                  {QStringLiteral("givenSize"), QSize(1440, 900)}});
    engine_.load(QUrl(QStringLiteral("qrc:/qt/qml/Vmpos/Main.qml")));
    if (!engine_.rootObjects().isEmpty()) window = qobject_cast<QQuickWindow*>(engine_.rootObjects().first());
  }
  QQuickItem* item(const char* name) const { return find(window->contentItem(), QString::fromLatin1(name)); }
  bool click(const char* name) const {
    QQuickItem* target = nullptr;
    const bool there = QTest::qWaitFor([&] { return (target = item(name)) != nullptr; }, longest_wait_ms);
    if (!there) {
      std::printf("FAILED: nothing is named %s\n", name);
      ++failures;
      return false;
    }
    const QPointF at = target->mapToScene(QPointF(target->width() / 2, target->height() / 2));
    QTest::mouseClick(window, Qt::LeftButton, Qt::NoModifier, at.toPoint());
    return true;
  }
  void shot(const char* name) const {
    QTest::qWait(0);
    const QString path = report_ + QStringLiteral("/panel-") + QString::fromLatin1(name) + QStringLiteral(".png");
    check(window->grabWindow().save(path), qPrintable(path));
  }
  template <typename Condition>
  void wait(Condition condition, const char* what) const {
    check(QTest::qWaitFor(condition, longest_wait_ms), what);
  }
  void post(bus::v1::Command command) const { desk->post(std::move(command)); }
  QString source() const { return source_; }

  std::unique_ptr<gui::Desk> desk;
  std::unique_ptr<gui::Bench> bench;
  std::unique_ptr<gui::Preferences> preferences;
  QQuickWindow* window = nullptr;

 private:
  QTemporaryDir folder_;
  QString report_;
  QString source_;
  QQmlApplicationEngine engine_;
};

void type_pin(const Stage& stage) {
  bus::v1::Command keys;
  for (const char* key : {"1", "2", "3", "4", "5", "6", "enter"}) keys.mutable_keys()->add_keys(key);
  stage.post(std::move(keys));
}

void sell(const Stage& stage) {
  stage.desk->sell(QStringLiteral("12.50"));
  stage.wait([&] { return stage.desk->phoneStage() == QStringLiteral("waiting_for_card"); },
             "the reader waits for a card");
  stage.desk->swipe(QStringLiteral("debit_101"), 60, false);
  stage.wait([&] { return stage.desk->pinEntry(); }, "the PIN is asked for");
  type_pin(stage);
  stage.wait([&] { return stage.desk->outcome()[QStringLiteral("outcome")] == QStringLiteral("approved"); },
             "approved");
}

void run(Stage& stage) {
  stage.wait([&] { return stage.desk->ready(); }, "the world is up");
  stage.desk->logIn(QStringLiteral("01"), QStringLiteral("0000"));
  stage.wait([&] { return stage.desk->linkState() == QStringLiteral("confirm"); }, "the code is shown");
  bus::v1::Command enter;
  enter.mutable_keys()->add_keys("enter");
  stage.post(std::move(enter));
  stage.wait([&] { return stage.desk->signedIn(); }, "signed in");
  stage.wait([&] { return stage.desk->linkState() == QStringLiteral("up"); }, "session up");

  // Record.
  stage.click("tab_scenario");
  stage.click("record");
  stage.wait([&] { return stage.bench->recording() || !stage.bench->recordProblem().isEmpty(); }, "recording");
  check(stage.bench->recordProblem().isEmpty(),
        qPrintable(QStringLiteral("no trouble: ") + stage.bench->recordProblem()));
  sell(stage);
  stage.click("record");
  stage.wait([&] { return stage.bench->unsaved(); }, "recorded");
  check(!QDir(QFileInfo(stage.bench->suggestedFile()).absolutePath()).exists(),
        "nothing is written before it is asked for");
  stage.shot("recorded");
  stage.click("record_save");
  stage.wait([&] { return !stage.bench->saved().isEmpty(); }, "saved");
  const QString recorded = stage.bench->saved();

  // Timeline: rows, filter, bytes.
  stage.click("tab_timeline");
  auto* log = stage.bench->log();
  stage.wait([&] { return log->count() > 50; }, "the timeline has rows");
  log->setFilter(QStringLiteral("0200"));
  stage.wait([&] { return !log->filtering() && log->count() > 0; }, "the filter finds the sale's message");
  log->setCurrent(0);
  check(!log->parts().isEmpty() && log->currentTitle().startsWith(QStringLiteral("0200")), "its fields are told");
  stage.shot("timeline");
  log->setFilter({});
  stage.shot("timeline-all");

  for (const char* panel : {"keys", "power", "storage", "links", "host", "clock"}) {
    stage.click(qPrintable(QStringLiteral("tab_") + QString::fromLatin1(panel)));
    stage.wait([&] { return !stage.bench->snapshot().isEmpty(); }, panel);
    stage.shot(panel);
  }
  const QVariantMap reader = stage.bench->snapshot()[QStringLiteral("readers")].toList().first().toMap();
  check(reader[QStringLiteral("keys")].toList().size() >= 7, "every key slot is there");

  // The recording plays in the window.
  stage.desk->newSale();
  stage.click("tab_scenario");
  stage.bench->player()->open(recorded);
  stage.wait(
      [&] {
        const QString state = stage.bench->player()->state();
        return state == QStringLiteral("passed") || state == QStringLiteral("failed") ||
               state == QStringLiteral("broken");
      },
      "the recording ran");
  check(stage.bench->player()->state() == QStringLiteral("passed"), "the recording passes in the window");
  stage.shot("scenario");

  // A file that is wrong.
  QFile broken(stage.source() + QStringLiteral("/broken.yaml"));
  check(broken.open(QIODevice::WriteOnly), "a broken file");
  broken.write("title: Broken\nsteps:\n  - swpe: debit_101\n");
  broken.close();
  stage.bench->player()->open(broken.fileName());
  check(stage.bench->player()->state() == QStringLiteral("broken"), "it is told");
  const QVariantMap problem = stage.bench->player()->problems().value(0).toMap();
  check(problem[QStringLiteral("line")].toInt() == 3 && problem[QStringLiteral("column")].toInt() > 0,
        "with line and column");
  stage.shot("scenario-problem");

  // A fault from the panel.
  stage.click("tab_faults");
  stage.bench->faults()->setSearch(QStringLiteral("power cut"));
  stage.click("now_power_cut");
  stage.wait([&] { return !stage.desk->lcdOn(); }, "the fault cut the power");
  stage.bench->faults()->setSearch({});
  stage.wait([&] { return stage.bench->faults()->active() == 1; }, "it is marked");
  stage.shot("faults");
  std::printf("recording %s\n", qPrintable(recorded));
}

}  // namespace

int main(int argc, char** argv) {
  QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
  QGuiApplication application(argc, argv);
  if (argc != 3) {
    std::fprintf(stderr, "usage: panels_test VMPOS REPORT_DIR\n");
    return 2;
  }
  QDir().mkpath(QString::fromLocal8Bit(argv[2]));
  const QTemporaryDir scratch;
  {
    Stage stage(QString::fromLocal8Bit(argv[1]), QString::fromLocal8Bit(argv[2]), scratch.path());
    if (stage.window == nullptr) {
      std::fprintf(stderr, "the window could not be made\n");
      return 1;
    }
    run(stage);
    (void)stage.desk->end();
  }
  std::printf("%d failed\n", failures);
  return failures == 0 ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
// The whole window with a world of its own: each panel is opened and photographed, a fault is set by a click, a sale is
// recorded and played again. usage: panels_test VMPOS REPORT_DIR [WIDTHxHEIGHT THEME LANGUAGE]
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QProcess>
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

struct Look {
  QSize size{1440, 900};
  QString theme = QStringLiteral("light");
  QString language = QStringLiteral("en");
};

class Stage {
 public:
  Stage(const QString& vmpos, QString report, QString source, const Look& look)
      : vmpos_(vmpos), report_(std::move(report)), source_(std::move(source)) {
    gui::Desk::World world;
    world.command = {vmpos.toStdString(), "serve", "--events", "none", "--seed", "7", "--log-level", "error"};
    world.state_options = [](const QString&) { return QStringList{QStringLiteral("--no-state")}; };
    desk = std::make_unique<gui::Desk>(std::move(world));
    bench = std::make_unique<gui::Bench>(*desk, folder_.path());
    preferences = std::make_unique<gui::Preferences>(folder_.path());
    preferences->setEngine(&engine_);
    preferences->setTheme(look.theme);
    preferences->setLanguage(look.language);
    engine_.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine_.setInitialProperties({{QStringLiteral("desk"), QVariant::fromValue(desk.get())},
                                  {QStringLiteral("bench"), QVariant::fromValue(bench.get())},
                                  {QStringLiteral("preferences"), QVariant::fromValue(preferences.get())},
                                  {QStringLiteral("givenSize"), look.size}});
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
  /// Brings a panel to the front as a person does: by its tab, or by the list where the strip has no room for it.
  void panel(const std::string& name) const {
    const QQuickItem* tab = item(("tab_" + name).c_str());
    if (tab != nullptr && tab->isEnabled()) {
      click(("tab_" + name).c_str());
      return;
    }
    click("tab_more");
    click(("more_" + name).c_str());
  }
  void shot(const char* name) const {
    const QString path = report_ + QStringLiteral("/panel-") + QString::fromLatin1(name) + QStringLiteral(".png");
    check(window->grabWindow().save(path), qPrintable(path));
  }
  template <typename Condition>
  void wait(Condition condition, const char* what) const {
    check(QTest::qWaitFor(condition, longest_wait_ms), what);
  }
  /// The file, unedited, from the command line.
  void run_file(const QString& path) const {
    QProcess vmpos;
    vmpos.setProcessChannelMode(QProcess::MergedChannels);
    vmpos.start(vmpos_, {QStringLiteral("run"), path});
    const bool ended = vmpos.waitForFinished(longest_wait_ms);
    check(ended && vmpos.exitCode() == 0, "the recording passes with vmpos run");
    if (!ended || vmpos.exitCode() != 0) {
      QFile file(path);
      if (file.open(QIODevice::ReadOnly)) std::printf("%s\n", file.readAll().constData());
      std::printf("%s\n", vmpos.readAll().constData());
    }
  }
  void post(bus::v1::Command command) const { desk->post(std::move(command)); }
  QString source() const { return source_; }

  std::unique_ptr<gui::Desk> desk;
  std::unique_ptr<gui::Bench> bench;
  std::unique_ptr<gui::Preferences> preferences;
  QQuickWindow* window = nullptr;

 private:
  QTemporaryDir folder_;
  QString vmpos_;
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
  (void)stage.desk->begin(QStringLiteral("sale"), {{QStringLiteral("amount_minor"), QStringLiteral("12.50")}});
  stage.wait([&] { return stage.desk->phoneStage() == QStringLiteral("waiting_for_card"); },
             "the reader waits for a card");
  stage.desk->swipe(QStringLiteral("debit_101"), 60, false);
  stage.wait([&] { return stage.desk->pinEntry(); }, "the PIN is asked for");
  type_pin(stage);
  stage.wait([&] { return stage.desk->outcome()[QStringLiteral("outcome")] == QStringLiteral("approved"); },
             "approved");
}

/// A list of a hundred thousand rows is as light as its view: only rows in view are items, only they are described.
void many_events(const Stage& stage) {
  constexpr int many = 100'000;
  constexpr int most_items = 120;
  auto* log = stage.bench->log();
  stage.panel("timeline");
  const int described = log->described();
  auto event = std::make_shared<bus::v1::Event>();
  event->mutable_note()->set_text("one of many");
  for (int i = 0; i < many; ++i) log->take(event);
  stage.wait([&] { return log->count() > many; }, "a hundred thousand rows");
  QQuickItem* list = stage.item("events");
  check(list != nullptr, "the list is there");
  if (list == nullptr) return;
  auto* rows = list->property("contentItem").value<QQuickItem*>();
  check(rows->childItems().size() < most_items, "only rows in view are items");
  for (const qreal place : {0.5, 0.1, 0.9}) {
    list->setProperty("contentY", place * list->property("contentHeight").toReal());
    stage.window->grabWindow();
  }
  check(rows->childItems().size() < most_items, "after scrolling too");
  check(log->described() - described < 20 * most_items, "only rows that were in view were described");
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
  stage.panel("scenario");
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
  stage.run_file(recorded);

  // Timeline: rows, filter, bytes.
  stage.panel("timeline");
  auto* log = stage.bench->log();
  stage.wait([&] { return log->count() > 50; }, "the timeline has rows");
  log->setFilter(QStringLiteral("0200"));
  stage.wait([&] { return !log->filtering() && log->count() > 0; }, "the filter finds the sale's message");
  log->setCurrent(0);
  check(!log->parts().isEmpty() && log->currentTitle().startsWith(QStringLiteral("0200")), "its fields are told");
  log->setFilter({});
  int sale = -1;
  for (int row = 0; row < log->count(); ++row) {
    if (log->data(log->index(row), gui::Timeline::TitleRole).toString() == QStringLiteral("0200")) sale = row;
  }
  const auto marks = [&] {
    const QQuickItem* overview = stage.item("overview");
    return overview == nullptr ? 0 : overview->property("all").toList().size();
  };
  if (stage.item("overview") != nullptr) stage.wait([&] { return marks() > 50; }, "the strip shows all of it");
  log->setCurrent(sale);
  stage.wait([&] { return stage.item("details") != nullptr; }, "the message of the sale among all");
  const auto in_view = [&] {
    constexpr qreal row_height = 22;
    const QQuickItem* list = stage.item("events");
    const qreal top = list->property("contentY").toReal() - list->property("originY").toReal();
    const qreal at = sale * row_height - top;
    return at > -1 && at + row_height < list->height() + 1;
  };
  stage.wait(in_view, "brought into view");
  stage.shot("timeline");
  log->setCurrent(-1);
  stage.shot("timeline-all");

  for (const char* panel : {"keys", "power", "storage", "links", "host", "clock"}) {
    stage.panel(panel);
    stage.wait([&] { return !stage.bench->snapshot().isEmpty(); }, panel);
    stage.shot(panel);
  }
  const QVariantMap reader = stage.bench->snapshot()[QStringLiteral("readers")].toList().first().toMap();
  check(reader[QStringLiteral("keys")].toList().size() >= 7, "every key slot is there");

  // The recording plays in the window.
  stage.desk->newSale();
  stage.panel("scenario");
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
  stage.panel("faults");
  stage.bench->faults()->setSearch(QStringLiteral("power cut"));
  stage.click("now_power_cut");
  stage.wait([&] { return !stage.desk->lcdOn(); }, "the fault cut the power");
  stage.bench->faults()->setSearch({});
  stage.wait([&] { return stage.bench->faults()->active() == 1; }, "it is marked");
  stage.shot("faults");
  many_events(stage);
}

}  // namespace

int main(int argc, char** argv) {
  QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
  QGuiApplication application(argc, argv);
  if (argc != 3 && argc != 6) {
    std::fprintf(stderr, "usage: panels_test VMPOS REPORT_DIR [WIDTHxHEIGHT THEME LANGUAGE]\n");
    return 2;
  }
  Look look;
  if (argc == 6) {
    const QStringList size = QString::fromLocal8Bit(argv[3]).split(QLatin1Char('x'));
    look = {QSize(size.value(0).toInt(), size.value(1).toInt()), QString::fromLocal8Bit(argv[4]),
            QString::fromLocal8Bit(argv[5])};
  }
  QDir().mkpath(QString::fromLocal8Bit(argv[2]));
  const QTemporaryDir scratch;
  {
    Stage stage(QString::fromLocal8Bit(argv[1]), QString::fromLocal8Bit(argv[2]), scratch.path(), look);
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

// SPDX-License-Identifier: Apache-2.0
//
// vmpos-desktop: the window. It knows only the command bus; the world behind it runs in a process of its own.
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QSGRendererInterface>
#include <QtQml/QQmlExtensionPlugin>
#include <cstdio>

#include "app/gui/desk.hpp"
#include "app/gui/options.hpp"
#include "app/gui/preferences.hpp"
#include "app/gui/signals.hpp"
#include "app/gui/state_trace.hpp"
#include "app/gui/workbench/bench.hpp"
#include "scenarios/bus/log_level.hpp"

Q_IMPORT_QML_PLUGIN(VmposPlugin)

namespace {

constexpr int exit_usage = 2;  ///< As the program vmpos: a file or the usage is wrong.

int complain(const QString& what) {
  std::fprintf(stderr, "vmpos-desktop: %s\n", qPrintable(what));
  return exit_usage;
}

/// The world of the window: `vmpos serve` beside this program, with the options that are its own.
mpos::gui::Desk::World make_world(const QCommandLineParser& parser, const mpos::world::Options& start,
                                  mpos::bus::LogLevel level) {
  mpos::gui::Desk::World world;
  world.attach = parser.value(QStringLiteral("attach"));
  world.profile = parser.value(QStringLiteral("reader"));
  world.wallet = parser.value(QStringLiteral("cards")).split(QLatin1Char(','), Qt::SkipEmptyParts);
  world.command = {(QCoreApplication::applicationDirPath() + QStringLiteral("/vmpos")).toStdString(), "serve",
                   "--events", "none"};
  for (const char* name : {"host", "seed", "assets"}) {
    const QString option = QString::fromLatin1(name);
    if (!parser.isSet(option)) continue;
    world.command.push_back("--" + option.toStdString());
    world.command.push_back(parser.value(option).toStdString());
  }
  world.fresh = start.fresh;
  const bool lines = level >= mpos::bus::LogLevel::debug;
  world.command.emplace_back("--log-level");
  world.command.push_back(lines ? parser.value(QStringLiteral("log-level")).toStdString() : "error");
  // The reader the program was started with has the state directory itself; another one, chosen later, a place of its
  // own in it: a reader's memory belongs to one serial number.
  world.state_options = [directory = QString::fromStdString(start.state.string()),
                         first = world.profile](const QString& profile) -> QStringList {
    if (directory.isEmpty()) return {QStringLiteral("--no-state")};
    if (profile == first) return {QStringLiteral("--state"), directory};
    return {QStringLiteral("--state"), directory + QStringLiteral("/other/") + QFileInfo(profile).completeBaseName()};
  };
  return world;
}

/// Says on standard error, as far as `level` goes, what happens in the window.
void narrate(mpos::gui::Desk& desk, mpos::bus::LogLevel level) {
  QObject::connect(&desk, &mpos::gui::Desk::failureChanged, &desk, [&desk] {
    if (!desk.failure().isEmpty()) complain(desk.failure());
  });
  if (level >= mpos::bus::LogLevel::warning) {
    QObject::connect(&desk, &mpos::gui::Desk::refused, &desk,
                     [](const QString& reason) { complain(QStringLiteral("refused: ") + reason); });
  }
}

/// The first frame's time, on standard output: how long the window took to show itself.
void tell_first_frame(QQuickWindow& window, const QElapsedTimer& since) {
  QObject::connect(
      &window, &QQuickWindow::frameSwapped, &window,
      [since] {
        std::printf("first frame %lld ms\n", static_cast<long long>(since.elapsed()));
        std::fflush(stdout);
      },
      static_cast<Qt::ConnectionType>(Qt::DirectConnection | Qt::SingleShotConnection));
}

}  // namespace

int main(int argc, char** argv) {
  QElapsedTimer since;
  since.start();
  // No GPU is asked for: the software renderer is fast enough and the same everywhere.
  bool gpu = false;
  for (int i = 1; i < argc; ++i) gpu = gpu || qstrcmp(argv[i], "--gpu") == 0;
  if (!gpu) QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);

  QCoreApplication::setApplicationName(QStringLiteral("vmpos-desktop"));
  QCoreApplication::setApplicationVersion(QStringLiteral(VMPOS_VERSION));
  if (mpos::gui::told_help(argc, argv)) return 0;
  if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
      qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
    return complain(QStringLiteral("there is no display here (DISPLAY and WAYLAND_DISPLAY are empty); try vmpos demo"));
  }
  mpos::gui::Signals ends;
  QGuiApplication application(argc, argv);
  QCommandLineParser parser;
  mpos::gui::add_options(parser);
  if (!parser.parse(QGuiApplication::arguments())) return complain(parser.errorText());
  if (!parser.positionalArguments().isEmpty()) {
    return complain(QStringLiteral("'%1' is no option; --help lists them").arg(parser.positionalArguments().first()));
  }
  const auto level = mpos::bus::log_level_from(parser.value(QStringLiteral("log-level")).toStdString());
  if (!level) {
    return complain(QStringLiteral("--log-level is %1, not '%2'")
                        .arg(QLatin1String(mpos::bus::log_level_words.data(), mpos::bus::log_level_words.size()),
                             parser.value(QStringLiteral("log-level"))));
  }
  if (const auto good = mpos::gui::check_options(parser); !good) return complain(good.error());
  const auto start = mpos::gui::read_start(parser);
  if (!start) return complain(start.error());
  mpos::world::Options checked;
  if (const auto set = mpos::world::set_start(*start, checked); !set) {
    return complain(QString::fromStdString(set.error()));
  }
  const bool talks = *level >= mpos::bus::LogLevel::info;
  if (talks) std::fprintf(stderr, "vmpos-desktop: SIMULATOR, test keys and test cards only.\n");
  mpos::gui::Desk desk{make_world(parser, checked, *level)};
  narrate(desk, *level);
  mpos::gui::Bench bench{desk, QString::fromStdString(checked.state.string())};
  mpos::gui::Preferences preferences{desk.attached() ? QString{} : QString::fromStdString(checked.state.string())};
  if (parser.isSet(QStringLiteral("language"))) preferences.setLanguage(parser.value(QStringLiteral("language")));
  if (parser.isSet(QStringLiteral("theme"))) preferences.setTheme(parser.value(QStringLiteral("theme")));
  const auto speak = [&] {
    desk.speak(preferences.language() == QLatin1String("en") ? QString{} : preferences.language());
  };
  QObject::connect(&preferences, &mpos::gui::Preferences::languageChanged, &desk, speak);
  speak();

  QQmlApplicationEngine engine;
  engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
  preferences.setEngine(&engine);
  QVariantMap properties{{QStringLiteral("desk"), QVariant::fromValue(&desk)},
                         {QStringLiteral("bench"), QVariant::fromValue(&bench)},
                         {QStringLiteral("preferences"), QVariant::fromValue(&preferences)},
                         {QStringLiteral("version"), QStringLiteral(VMPOS_VERSION)},
                         {QStringLiteral("startInDemo"), parser.isSet(QStringLiteral("demo"))},
                         {QStringLiteral("seedText"), start->seed ? parser.value(QStringLiteral("seed")) : QString{}}};
  if (const QSize size = mpos::gui::read_size(parser); !size.isEmpty()) {
    properties.insert(QStringLiteral("givenSize"), size);
  }
  engine.setInitialProperties(properties);
  engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Vmpos/Main.qml")));
  if (engine.rootObjects().isEmpty()) {
    std::fprintf(stderr, "vmpos-desktop: the window could not be made; the lines above say what is missing\n");
    return 1;
  }
  auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().first());
  if (qEnvironmentVariableIntValue("VMPOS_TRACE_STATE") == 1) {
    tell_first_frame(*window, since);
    new mpos::gui::StateTrace(desk, *window, &engine);
  }
  ends.quit_application();
  const int code = QGuiApplication::exec();
  if (const QString failure = desk.end(); !failure.isEmpty()) {
    // What the window showed was said then.
    if (failure != desk.failure()) complain(failure);
    return exit_usage;
  }
  if (talks) std::fprintf(stderr, "vmpos-desktop: ended\n");
  return code;
}

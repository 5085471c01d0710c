// SPDX-License-Identifier: Apache-2.0
//
// vmpos-desktop: the window. It knows only the command bus.
#include <QCommandLineParser>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QSGRendererInterface>
#include <QtQml/QQmlExtensionPlugin>
#include <cstdio>

#include "app/gui/desk.hpp"
#include "app/gui/signals.hpp"
#include "app/gui/state_trace.hpp"
#include "app/gui/workbench/bench.hpp"
#include "scenarios/bus/log_level.hpp"
#include "scenarios/world/load_options.hpp"

Q_IMPORT_QML_PLUGIN(VmposPlugin)

namespace {

constexpr int exit_usage = 2;  ///< As the program vmpos: a file or the usage is wrong.

int complain(const QString& what) {
  std::fprintf(stderr, "vmpos-desktop: %s\n", qPrintable(what));
  return exit_usage;
}

void add_options(QCommandLineParser& parser) {
  parser.setApplicationDescription(
      QStringLiteral("The virtual mPOS reader (SIMULATOR) in a window.\n\n"
                     "Examples: vmpos-desktop --reader default --state ./my_reader\n"
                     "          vmpos-desktop --seed 7 --log-level debug"));
  parser.addHelpOption();
  parser.addVersionOption();
  const auto value = [&parser](const char* name, const char* metavar, const char* help, const char* otherwise = "") {
    parser.addOption({QString::fromLatin1(name), QString::fromUtf8(help), QString::fromLatin1(metavar),
                      QString::fromLatin1(otherwise)});
  };
  value("reader", "PROFILE", "Reader profile, by name or path.", "default");
  value("host", "PROFILE", "Host profile, by name or path.", "default");
  value("seed", "N", "Deterministic mode: every random number comes from this seed; keeps nothing without --state.");
  value("cards", "A,B,C", "Cards in the wallet, by name.", "debit_101,credit_101,chip_201");
  value("state", "DIR",
        "Keep what outlives the run here: the reader's memory, the phone's, the cards' and the ledger; "
        "$XDG_STATE_HOME/vmpos or ~/.local/state/vmpos when left out, as vmpos serve.");
  parser.addOption({QStringLiteral("no-state"), QStringLiteral("Keep nothing.")});
  parser.addOption({QStringLiteral("fresh"), QStringLiteral("Begin with a new reader and a new ledger.")});
  value("log-level", "LEVEL",
        "How much to say on standard error: error, warning, info, debug (masked journal) or trace (all of it).",
        "info");
  parser.addOption({QStringLiteral("gpu"), QStringLiteral("Render with OpenGL instead of in software.")});
}

/// What the options say about seed and state. The failure names the option.
mpos::Result<mpos::world::Start, QString> read_start(const QCommandLineParser& parser) {
  mpos::world::Start start;
  if (parser.isSet(QStringLiteral("seed"))) {
    bool good = false;
    const QString text = parser.value(QStringLiteral("seed"));
    start.seed = text.toULongLong(&good);
    if (!good) return mpos::Failure{QStringLiteral("--seed takes a whole number, not '%1'").arg(text)};
  }
  if (parser.isSet(QStringLiteral("state"))) start.state = parser.value(QStringLiteral("state")).toStdString();
  start.no_state = parser.isSet(QStringLiteral("no-state"));
  start.fresh = parser.isSet(QStringLiteral("fresh"));
  return start;
}

/// Says on standard error, as far as `level` goes, what happens in the window.
void narrate(mpos::gui::Desk& desk, mpos::bus::LogLevel level) {
  QObject::connect(&desk, &mpos::gui::Desk::failureChanged, &desk, [&desk] { complain(desk.failure()); });
  if (level >= mpos::bus::LogLevel::warning) {
    QObject::connect(&desk, &mpos::gui::Desk::refused, &desk,
                     [](const QString& reason) { complain(QStringLiteral("refused: ") + reason); });
  }
}

}  // namespace

int main(int argc, char** argv) {
  // No GPU is asked for: the software renderer is fast enough and the same everywhere.
  bool gpu = false;
  for (int i = 1; i < argc; ++i) gpu = gpu || qstrcmp(argv[i], "--gpu") == 0;
  if (!gpu) QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);

  if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
      qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
    return complain(QStringLiteral("there is no display here (DISPLAY and WAYLAND_DISPLAY are empty); try vmpos demo"));
  }
  mpos::gui::Signals ends;
  QGuiApplication application(argc, argv);
  QGuiApplication::setApplicationName(QStringLiteral("vmpos-desktop"));
  QGuiApplication::setApplicationVersion(QStringLiteral(VMPOS_VERSION));
  QCommandLineParser parser;
  add_options(parser);
  if (!parser.parse(QGuiApplication::arguments())) return complain(parser.errorText());
  if (parser.isSet(QStringLiteral("help"))) parser.showHelp(0);
  if (parser.isSet(QStringLiteral("version"))) parser.showVersion();
  if (!parser.positionalArguments().isEmpty()) {
    return complain(QStringLiteral("'%1' is no option; --help lists them").arg(parser.positionalArguments().first()));
  }
  const auto level = mpos::bus::log_level_from(parser.value(QStringLiteral("log-level")).toStdString());
  if (!level) {
    return complain(QStringLiteral("--log-level is %1, not '%2'")
                        .arg(QLatin1String(mpos::bus::log_level_words.data(), mpos::bus::log_level_words.size()),
                             parser.value(QStringLiteral("log-level"))));
  }
  const auto start = read_start(parser);
  if (!start) return complain(start.error());
  mpos::world::Files files;
  files.reader = parser.value(QStringLiteral("reader")).toStdString();
  files.host = parser.value(QStringLiteral("host")).toStdString();
  auto options = mpos::world::load_options(files);
  if (!options) {
    std::fprintf(stderr, "%s", options.error().c_str());
    return exit_usage;
  }
  if (const auto set = mpos::world::set_start(*start, *options); !set) {
    return complain(QString::fromStdString(set.error()));
  }
  options->keep_journal = false;
  mpos::bus::JournalSpeaker speaker{*level};
  if (speaker.wants_lines()) options->journal = &speaker;
  const bool talks = *level >= mpos::bus::LogLevel::info;
  if (talks) std::fprintf(stderr, "vmpos-desktop: SIMULATOR, test keys and test cards only.\n");
  mpos::gui::Desk desk{std::move(*options),
                       parser.value(QStringLiteral("cards")).split(QLatin1Char(','), Qt::SkipEmptyParts)};
  narrate(desk, *level);
  mpos::gui::Bench bench{desk};

  QQmlApplicationEngine engine;
  engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
  engine.setInitialProperties(
      {{QStringLiteral("desk"), QVariant::fromValue(&desk)},
       {QStringLiteral("bench"), QVariant::fromValue(&bench)},
       {QStringLiteral("seedText"), start->seed ? parser.value(QStringLiteral("seed")) : QString{}}});
  engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Vmpos/Main.qml")));
  if (engine.rootObjects().isEmpty()) {
    std::fprintf(stderr, "vmpos-desktop: the window could not be made; the lines above say what is missing\n");
    return 1;
  }
  if (qEnvironmentVariableIntValue("VMPOS_TRACE_STATE") == 1) {
    new mpos::gui::StateTrace(desk, *qobject_cast<QQuickWindow*>(engine.rootObjects().first()), &engine);
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

// SPDX-License-Identifier: Apache-2.0
//
// vmpos-desktop: the window. It knows only the command bus.
#include <QCommandLineParser>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QRandomGenerator>
#include <QSGRendererInterface>
#include <QtQml/QQmlExtensionPlugin>
#include <cstdio>

#include "app/gui/desk.hpp"
#include "app/gui/state_trace.hpp"
#include "scenarios/load/catalogue.hpp"

Q_IMPORT_QML_PLUGIN(VmposPlugin)

namespace {

/// What is wrong with the data files, as the terminal and the window both say it.
struct Loaded {
  mpos::bus::WorldOptions options;
  QString failure;
};

Loaded load_world(const QString& reader, const QString& host) {
  Loaded loaded;
  mpos::load::Catalogue catalogue{mpos::load::Catalogue::find_root()};
  const auto keep = [&loaded](const mpos::load::Problems& problems) {
    loaded.failure += QString::fromStdString(problems.to_string());
  };
  auto profile = catalogue.reader(reader.toStdString());
  if (profile)
    loaded.options.profile = *profile;
  else
    keep(profile.error());
  auto acquirer = catalogue.host(host.toStdString());
  if (acquirer)
    loaded.options.host = *acquirer;
  else
    keep(acquirer.error());
  const auto take = [&keep](auto&& found, auto& into) {
    if (found)
      into = std::move(*found);
    else
      keep(found.error());
  };
  take(catalogue.cards(), loaded.options.cards);
  take(catalogue.chip_keys(), loaded.options.chip_keys);
  take(catalogue.psams(), loaded.options.psams);
  const std::string& terminal = loaded.options.profile.terminal_data();
  take(catalogue.terminal_data(terminal.empty() ? "default" : terminal), loaded.options.terminal_data);
  loaded.options.keep_journal = false;
  return loaded;
}

}  // namespace

int main(int argc, char** argv) {
  // No GPU is asked for: the software renderer is fast enough and the same everywhere.
  bool gpu = false;
  for (int i = 1; i < argc; ++i) gpu = gpu || qstrcmp(argv[i], "--gpu") == 0;
  if (!gpu) QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);

  if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
      qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
    std::fprintf(stderr,
                 "vmpos-desktop: there is no display here (DISPLAY and WAYLAND_DISPLAY are empty); try vmpos demo\n");
    return 2;
  }
  QGuiApplication application(argc, argv);
  QGuiApplication::setApplicationName(QStringLiteral("vmpos-desktop"));
  QGuiApplication::setApplicationVersion(QStringLiteral(VMPOS_VERSION));
  QCommandLineParser parser;
  parser.setApplicationDescription(QStringLiteral(
      "The virtual mPOS reader (SIMULATOR) in a window.\n\nExample: vmpos-desktop --reader default --seed 7"));
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addOption({QStringLiteral("reader"), QStringLiteral("Reader profile, by name or path."),
                    QStringLiteral("PROFILE"), QStringLiteral("default")});
  parser.addOption({QStringLiteral("host"), QStringLiteral("Host profile, by name or path."), QStringLiteral("PROFILE"),
                    QStringLiteral("default")});
  parser.addOption({QStringLiteral("seed"), QStringLiteral("Seed of every random number of the world."),
                    QStringLiteral("N"), QStringLiteral("1")});
  parser.addOption({QStringLiteral("cards"), QStringLiteral("Cards in the wallet, by name."), QStringLiteral("A,B,C"),
                    QStringLiteral("debit_101,credit_101,chip_201")});
  parser.addOption({QStringLiteral("gpu"), QStringLiteral("Render with OpenGL instead of in software.")});
  if (!parser.parse(QGuiApplication::arguments())) {
    std::fprintf(stderr, "vmpos-desktop: %s\n", qPrintable(parser.errorText()));
    return 2;
  }
  if (parser.isSet(QStringLiteral("help"))) parser.showHelp(0);
  if (parser.isSet(QStringLiteral("version"))) parser.showVersion();
  if (!parser.positionalArguments().isEmpty()) {
    std::fprintf(stderr, "vmpos-desktop: '%s' is no option; --help lists them\n",
                 qPrintable(parser.positionalArguments().first()));
    return 2;
  }

  bool good_seed = true;
  const bool seeded = parser.isSet(QStringLiteral("seed"));
  const qulonglong seed =
      seeded ? parser.value(QStringLiteral("seed")).toULongLong(&good_seed) : QRandomGenerator::system()->generate64();
  if (!good_seed) {
    std::fprintf(stderr, "vmpos-desktop: --seed takes a whole number, not '%s'\n",
                 qPrintable(parser.value(QStringLiteral("seed"))));
    return 2;
  }
  Loaded loaded = load_world(parser.value(QStringLiteral("reader")), parser.value(QStringLiteral("host")));
  if (!loaded.failure.isEmpty()) {
    std::fprintf(stderr, "%s", qPrintable(loaded.failure));
    return 2;
  }
  loaded.options.seed = seed;
  mpos::gui::Desk desk{std::move(loaded.options),
                       parser.value(QStringLiteral("cards")).split(QLatin1Char(','), Qt::SkipEmptyParts)};

  QQmlApplicationEngine engine;
  engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
  engine.setInitialProperties(
      {{QStringLiteral("desk"), QVariant::fromValue(&desk)},
       {QStringLiteral("seedText"), seeded ? parser.value(QStringLiteral("seed")) : QString{}}});
  engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Vmpos/Main.qml")));
  if (engine.rootObjects().isEmpty()) {
    std::fprintf(stderr, "vmpos-desktop: the window could not be made; the lines above say what is missing\n");
    return 1;
  }
  if (qEnvironmentVariableIntValue("VMPOS_TRACE_STATE") == 1) {
    new mpos::gui::StateTrace(desk, *qobject_cast<QQuickWindow*>(engine.rootObjects().first()), &engine);
  }
  return QGuiApplication::exec();
}

// SPDX-License-Identifier: Apache-2.0
#include "app/gui/options.hpp"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>
#include <cstdio>

#include "app/gui/world_socket.hpp"
#include "scenarios/load/catalogue.hpp"

namespace mpos::gui {
namespace {

Failure<QString> no(const QString& why) {
  return Failure{why};
}

/// `name` is one of `words`, or was not said.
Result<void, QString> one_of(const QCommandLineParser& parser, const char* name, const QStringList& words) {
  const QString option = QString::fromLatin1(name);
  if (!parser.isSet(option) || words.contains(parser.value(option))) return {};
  return no(
      QStringLiteral("--%1 is %2 or %3, not '%4'")
          .arg(option, words.mid(0, words.size() - 1).join(QStringLiteral(", ")), words.last(), parser.value(option)));
}

/// Reader, acquirer and cards are there under the names the options give them.
Result<void, QString> check_files(const QCommandLineParser& parser) {
  const std::string assets = parser.value(QStringLiteral("assets")).toStdString();
  world::Files files;
  files.assets = assets;
  if (const QString reader = parser.value(QStringLiteral("reader")); parser.isSet(QStringLiteral("reader"))) {
    files.reader = reader.toStdString();
    if (const auto found = world::load_reader(files); !found) {
      return no(QStringLiteral("--reader: ") + QString::fromStdString(found.error()).trimmed());
    }
  }
  if (const QString host = parser.value(QStringLiteral("host")); parser.isSet(QStringLiteral("host"))) {
    files.host = host.toStdString();
    if (const auto found = world::load_host(files); !found) {
      return no(QStringLiteral("--host: ") + QString::fromStdString(found.error()).trimmed());
    }
  }
  const QStringList cards = parser.value(QStringLiteral("cards")).split(QLatin1Char(','), Qt::SkipEmptyParts);
  if (cards.isEmpty()) return {};
  const load::Catalogue catalogue{assets.empty() ? load::Catalogue::find_root() : std::filesystem::path{assets}};
  const auto names = catalogue.names("cards");
  for (const QString& card : cards) {
    if (std::find(names.begin(), names.end(), card.toStdString()) != names.end()) continue;
    return no(QStringLiteral("--cards: no card is named '%1'; vmpos profile list shows them").arg(card));
  }
  return {};
}

}  // namespace

void add_options(QCommandLineParser& parser) {
  parser.setApplicationDescription(
      QStringLiteral("The virtual mPOS reader (SIMULATOR) in a window.\n\n"
                     "Examples: vmpos-desktop --reader m35 --state ./my_reader\n"
                     "          vmpos-desktop --attach unix:/tmp/reader.sock     # a reader of vmpos serve --control"));
  parser.addHelpOption();
  parser.addVersionOption();
  const auto value = [&parser](const char* name, const char* metavar, const char* help, const char* otherwise = "") {
    parser.addOption({QString::fromLatin1(name), QString::fromUtf8(help), QString::fromLatin1(metavar),
                      QString::fromLatin1(otherwise)});
  };
  value("reader", "PROFILE", "Reader profile, by name or path.", "default");
  value("host", "PROFILE", "Host profile, by name or path.", "default");
  value("attach", "ADDRESS", "Show a reader that runs elsewhere (vmpos serve --control): unix:PATH or 127.0.0.1:PORT.");
  value("seed", "N", "Deterministic mode: every random number comes from this seed; keeps nothing without --state.");
  value("cards", "A,B,C", "Only these cards in the wallet, by name.");
  value("state", "DIR",
        "Keep what outlives the run here: the reader's memory, the phone's, the cards' and the ledger; "
        "$XDG_STATE_HOME/vmpos or ~/.local/state/vmpos when left out, as vmpos serve.");
  parser.addOption({QStringLiteral("no-state"), QStringLiteral("Keep nothing.")});
  parser.addOption({QStringLiteral("fresh"), QStringLiteral("Begin with a new reader and a new ledger.")});
  value("assets", "DIR", "Folder with readers/, cards/ and hosts/.");
  value("language", "L", "en, zh-CN or zh-TW; what was chosen last, or the system's, when left out.");
  value("theme", "T", "light or dark; what was chosen last when left out.");
  value("size", "WxH", "Size of the window; what it was last when left out.");
  parser.addOption({QStringLiteral("demo"), QStringLiteral("Begin in the demo view, full screen.")});
  value("log-level", "LEVEL",
        "How much to say on standard error: error, warning, info, debug (masked journal) or trace (all of it).",
        "info");
  parser.addOption({QStringLiteral("gpu"), QStringLiteral("Render with OpenGL instead of in software.")});
}

Result<void, QString> check_options(const QCommandLineParser& parser) {
  if (auto done = one_of(parser, "language", {"en", "zh-CN", "zh-TW"}); !done) return done;
  if (auto done = one_of(parser, "theme", {"light", "dark"}); !done) return done;
  if (parser.isSet(QStringLiteral("size")) && read_size(parser).isEmpty()) {
    return no(QStringLiteral("--size is a width and a height such as 1440x900, not '%1'")
                  .arg(parser.value(QStringLiteral("size"))));
  }
  if (!parser.isSet(QStringLiteral("attach"))) return check_files(parser);
  const std::string address = parser.value(QStringLiteral("attach")).toStdString();
  if (const auto done = check_world_address(address); !done) {
    return no(QStringLiteral("--attach: ") + QString::fromStdString(done.error()));
  }
  for (const char* other : {"reader", "host", "seed", "state", "no-state", "fresh", "assets"}) {
    if (!parser.isSet(QString::fromLatin1(other))) continue;
    return no(
        QStringLiteral("--%1 is for a reader of this window's own; with --attach it is said where the reader runs")
            .arg(QLatin1String(other)));
  }
  return {};
}

Result<world::Start, QString> read_start(const QCommandLineParser& parser) {
  world::Start start;
  if (parser.isSet(QStringLiteral("seed"))) {
    bool good = false;
    const QString text = parser.value(QStringLiteral("seed"));
    start.seed = text.toULongLong(&good);
    if (!good) return Failure{QStringLiteral("--seed takes a whole number, not '%1'").arg(text)};
  }
  if (parser.isSet(QStringLiteral("state"))) start.state = parser.value(QStringLiteral("state")).toStdString();
  start.no_state = parser.isSet(QStringLiteral("no-state"));
  start.fresh = parser.isSet(QStringLiteral("fresh"));
  return start;
}

QSize read_size(const QCommandLineParser& parser) {
  static const QRegularExpression pattern(QStringLiteral("^([1-9][0-9]{1,4})x([1-9][0-9]{1,4})$"));
  const auto match = pattern.match(parser.value(QStringLiteral("size")));
  return match.hasMatch() ? QSize(match.captured(1).toInt(), match.captured(2).toInt()) : QSize();
}

bool told_help(int argc, char** argv) {
  const QCoreApplication application(argc, argv);
  QCommandLineParser parser;
  add_options(parser);
  if (!parser.parse(QCoreApplication::arguments())) return false;
  if (parser.isSet(QStringLiteral("version"))) {
    std::printf("%s %s\n", qPrintable(QCoreApplication::applicationName()),
                qPrintable(QCoreApplication::applicationVersion()));
    return true;
  }
  if (!parser.isSet(QStringLiteral("help"))) return false;
  std::fputs(qPrintable(parser.helpText()), stdout);
  return true;
}

}  // namespace mpos::gui

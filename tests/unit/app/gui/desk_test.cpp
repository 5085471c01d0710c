// SPDX-License-Identifier: Apache-2.0
#include "app/gui/desk.hpp"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

namespace mpos::gui {
namespace {

/// Each line is the command line of one world that was started.
QStringList starts(const QString& note) {
  QFile file{note};
  if (!file.open(QIODevice::ReadOnly)) return {};
  return QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

Desk::World make_world(const QString& note) {
  Desk::World world;
  world.command = {"/bin/sh", "-c", "echo \"$@\" >>'" + note.toStdString() + "'", "sh", "serve"};
  world.state_options = [](const QString& profile) { return QStringList{QStringLiteral("--state"), profile}; };
  return world;
}

TEST(Desk, ForgetsWhatWasKeptAtItsFirstStartOnly) {
  const QTemporaryDir folder;
  const QString note = folder.filePath(QStringLiteral("starts"));
  Desk::World world = make_world(note);
  world.fresh = true;
  Desk desk{std::move(world)};
  desk.restart();
  (void)desk.end();
  const QStringList lines = starts(note);
  ASSERT_EQ(lines.size(), 2);
  EXPECT_TRUE(lines[0].contains(QStringLiteral("--fresh")));
  EXPECT_FALSE(lines[1].contains(QStringLiteral("--fresh")));
}

TEST(Desk, StartsAnotherReaderWithAMemoryOfItsOwn) {
  const QTemporaryDir folder;
  const QString note = folder.filePath(QStringLiteral("starts"));
  Desk desk{make_world(note)};
  desk.useProfile(QStringLiteral("m35"));
  desk.useProfile(QStringLiteral("m35"));
  desk.useAcquirer(QStringLiteral("127.0.0.1:9000"));
  (void)desk.end();
  const QStringList lines = starts(note);
  ASSERT_EQ(lines.size(), 3);
  EXPECT_TRUE(lines[0].contains(QStringLiteral("--reader default --state default")));
  EXPECT_TRUE(lines[1].contains(QStringLiteral("--reader m35 --state m35")));
  EXPECT_TRUE(lines[2].contains(QStringLiteral("--acquirer 127.0.0.1:9000")));
}

TEST(Desk, HoldsAKeyLongEnoughForTheWorldsOwnTime) {
  EXPECT_EQ(shortest_press_ms(QStringLiteral("1")), 60);
  EXPECT_EQ(shortest_press_ms(QStringLiteral("100")), 60);
  EXPECT_EQ(shortest_press_ms(QStringLiteral("fast")), 60);
  EXPECT_EQ(shortest_press_ms(QStringLiteral("paused")), 60);
  EXPECT_EQ(shortest_press_ms(QStringLiteral("0.25")), 240);
}

}  // namespace
}  // namespace mpos::gui

// SPDX-License-Identifier: Apache-2.0
#include "app/gui/workbench/timeline.hpp"

#include <gtest/gtest.h>

#include <QCoreApplication>

#include "app/gui/workbench/reflect.hpp"

namespace mpos::gui {
namespace {

constexpr int many = 100'000;
constexpr int rows_in_view = 40;

Simulation::Event event_of(int number) {
  auto event = std::make_shared<bus::v1::Event>();
  event->set_number(static_cast<std::uint64_t>(number) + 1);
  event->set_time_ns(number * 5'000'000LL);
  switch (number % 4) {
    case 0: event->mutable_note()->set_text("something"); break;
    case 1:
      event->mutable_apdu()->set_slot("icc");
      event->mutable_apdu()->set_command("00B2011400");
      event->mutable_apdu()->set_response("700A5A08622848******30199000");
      break;
    case 2:
      event->mutable_host_message()->set_to_host(number % 8 == 2);
      event->mutable_host_message()->set_mti("0200");
      break;
    default:
      event->mutable_flash()->set_address(0x10);
      event->mutable_flash()->set_bytes(64);
      break;
  }
  return event;
}

class TimelineTest : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < many; ++i) timeline_.take(event_of(i));
    timeline_.flush();
  }
  /// What a list view asks of the rows it shows.
  void show(int first) {
    const auto names = timeline_.roleNames();
    for (int row = first; row < first + rows_in_view; ++row) {
      for (auto it = names.begin(); it != names.end(); ++it) (void)timeline_.data(timeline_.index(row), it.key());
    }
  }
  char name_[9] = "timeline";
  char* arguments_[1] = {name_};
  int argument_count_ = 1;
  QCoreApplication application_{argument_count_, arguments_};
  Timeline timeline_;
};

TEST_F(TimelineTest, AHundredThousandEventsOpenWithoutOneBeingDescribed) {
  EXPECT_EQ(timeline_.count(), many);
  EXPECT_EQ(timeline_.described(), 0);
}

TEST_F(TimelineTest, ScrollingDescribesOnlyTheRowsInView) {
  for (const int first : {0, 50'000, many - rows_in_view}) show(first);

  EXPECT_EQ(timeline_.described(), 3 * rows_in_view);
}

TEST_F(TimelineTest, EventsThatComeWhileScrollingAppearTogetherAndCostNothingUntilSeen) {
  int insertions = 0;
  QObject::connect(&timeline_, &QAbstractItemModel::rowsInserted, [&insertions] { ++insertions; });

  for (int i = 0; i < 200; ++i) timeline_.take(event_of(many + i));
  timeline_.flush();

  EXPECT_EQ(timeline_.count(), many + 200);
  EXPECT_EQ(insertions, 1);
  EXPECT_EQ(timeline_.described(), 0);
}

TEST_F(TimelineTest, AFilterWorksInPieces) {
  timeline_.setFilter(QStringLiteral("0200"));

  EXPECT_LE(timeline_.described(), Timeline::piece);
  EXPECT_TRUE(timeline_.filtering());

  while (timeline_.filtering()) QCoreApplication::processEvents();
  EXPECT_EQ(timeline_.count(), many / 4);
  EXPECT_EQ(timeline_.data(timeline_.index(0), Timeline::TitleRole).toString(), QStringLiteral("0200"));
}

TEST_F(TimelineTest, AFilterTakesInWhatComesAfterwards) {
  timeline_.setKinds(QStringLiteral("flash"));
  while (timeline_.filtering()) QCoreApplication::processEvents();
  const int before = timeline_.count();

  timeline_.take(event_of(3));
  timeline_.take(event_of(4));
  timeline_.flush();

  EXPECT_EQ(before, many / 4);
  EXPECT_EQ(timeline_.count(), before + 1);
}

TEST_F(TimelineTest, TakingTheFilterAwayShowsAllAgain) {
  timeline_.setFilter(QStringLiteral("nothing has this"));
  while (timeline_.filtering()) QCoreApplication::processEvents();
  EXPECT_EQ(timeline_.count(), 0);

  timeline_.setFilter({});

  EXPECT_EQ(timeline_.count(), many);
}

TEST_F(TimelineTest, WhatIsDroppedIsCountedAndTheNewestStay) {
  for (int i = many; i < Timeline::capacity + 1; ++i) timeline_.take(event_of(i));
  timeline_.flush();

  EXPECT_EQ(timeline_.total(), Timeline::capacity + 1);
  EXPECT_EQ(timeline_.dropped() + timeline_.count(), Timeline::capacity + 1);
  EXPECT_GT(timeline_.dropped(), 0);
  const QString newest = timeline_.data(timeline_.index(timeline_.count() - 1), Timeline::TitleRole).toString();
  EXPECT_EQ(newest, QStringLiteral("Note"));
}

TEST_F(TimelineTest, DropsOldEventsUnderAFilterToo) {
  timeline_.setKinds(QStringLiteral("note"));
  while (timeline_.filtering()) QCoreApplication::processEvents();

  for (int i = many; i < Timeline::capacity + 4; ++i) timeline_.take(event_of(i));
  timeline_.flush();
  while (timeline_.filtering()) QCoreApplication::processEvents();

  EXPECT_GT(timeline_.dropped(), 0);
  for (int row = 0; row < timeline_.count(); row += 997) {
    EXPECT_EQ(timeline_.data(timeline_.index(row), Timeline::TitleRole).toString(), QStringLiteral("Note"));
  }
}

TEST_F(TimelineTest, AChosenRowTellsItsBytesAndHidesWhatIsHidden) {
  timeline_.setCurrent(1);

  ASSERT_EQ(timeline_.parts().size(), 3);
  const QVariantMap answer = timeline_.parts()[1].toMap();
  bool found = false;
  for (const QVariant& row : answer[QStringLiteral("rows")].toList()) {
    const QVariantMap field = row.toMap();
    if (field[QStringLiteral("key")] != QStringLiteral("5A")) continue;
    found = true;
    EXPECT_EQ(field[QStringLiteral("value")].toString(), QStringLiteral("622848******3019"));
  }
  EXPECT_TRUE(found);
  const QVariantMap line = answer[QStringLiteral("hex")].toList().first().toMap();
  EXPECT_EQ(line[QStringLiteral("bytes")].toStringList().mid(4, 4).join(QString{}), QStringLiteral("622848**"));
}

TEST_F(TimelineTest, AnUnknownRowTellsNothing) {
  timeline_.setCurrent(many + 5);

  EXPECT_EQ(timeline_.current(), -1);
  EXPECT_TRUE(timeline_.parts().isEmpty());
}

TEST(Reflect, GivesEveryFieldByItsNameAndWordsForEnumerators) {
  bus::v1::Snapshot snapshot;
  snapshot.set_pace("1");
  auto& reader = *snapshot.add_readers();
  reader.mutable_link()->set_state(bus::v1::LinkState::UP);
  reader.add_keys()->set_name("pin");

  const QVariantMap map = to_map(snapshot);

  const QVariantMap shown = map[QStringLiteral("readers")].toList().first().toMap();
  EXPECT_EQ(map[QStringLiteral("pace")].toString(), QStringLiteral("1"));
  EXPECT_EQ(shown[QStringLiteral("link")].toMap()[QStringLiteral("state")].toString(), QStringLiteral("up"));
  EXPECT_EQ(shown[QStringLiteral("keys")].toList().first().toMap()[QStringLiteral("present")].toBool(), false);
}

}  // namespace
}  // namespace mpos::gui

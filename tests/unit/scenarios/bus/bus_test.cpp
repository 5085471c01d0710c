// SPDX-License-Identifier: Apache-2.0
#include "scenarios/bus/bus.hpp"

#include <gtest/gtest.h>

#include "scenarios/load/catalogue.hpp"

namespace mpos::bus {
namespace {

using std::chrono::seconds;

std::unique_ptr<Bus> make_bus() {
  load::Catalogue catalogue{std::string{VMPOS_SOURCE_DIR} + "/assets"};
  WorldOptions options;
  options.profile = *catalogue.reader("default");
  options.host = *catalogue.host("default");
  auto bus = Bus::create(options);
  EXPECT_TRUE(bus) << bus.error();
  return std::move(*bus);
}

v1::Command power_on(std::uint64_t id = 0) {
  v1::Command command;
  command.set_id(id);
  command.mutable_power()->set_action(v1::Power::ON);
  return command;
}

TEST(Bus, AnswersACommandThatHasAnId) {
  auto bus = make_bus();
  std::vector<v1::Event> events;
  const auto subscription = bus->subscribe([&](const v1::Event& event) { events.push_back(event); });
  bus->post(power_on(42));
  ASSERT_TRUE(events.back().has_accepted());
  EXPECT_EQ(events.back().accepted().id(), 42U);
  bus->post(power_on(43));
  ASSERT_TRUE(events.back().has_refused());
  EXPECT_EQ(events.back().refused().id(), 43U);
  EXPECT_EQ(events.back().refused().reason(), "the reader is on already");
}

TEST(Bus, NumbersEventsWithoutGaps) {
  auto bus = make_bus();
  std::uint64_t last = 0;
  const auto subscription = bus->subscribe([&](const v1::Event& event) {
    EXPECT_EQ(event.number(), last + 1);
    last = event.number();
  });
  bus->post(power_on());
  bus->scheduler().run_for(seconds{5});
  EXPECT_GT(last, 3U);
}

TEST(Bus, AListenerMayEndItselfAndStartOthers) {
  auto bus = make_bus();
  int first = 0;
  int second = 0;
  Subscription one;
  Subscription two;
  one = bus->subscribe([&](const v1::Event&) {
    ++first;
    two = bus->subscribe([&](const v1::Event&) { ++second; });
    one.reset();
  });
  bus->post(power_on());
  bus->scheduler().run_for(seconds{5});
  EXPECT_EQ(first, 1);
  EXPECT_GT(second, 1);
}

TEST(Bus, ACommandPostedByAListenerIsCarriedOutAtTheSameTime) {
  auto bus = make_bus();
  std::vector<v1::Event> events;
  bool posted = false;
  const auto subscription = bus->subscribe([&](const v1::Event& event) {
    events.push_back(event);
    if (event.has_reader_power() && !posted) {
      posted = true;
      bus->post(power_on(9));
    }
  });
  bus->post(power_on());
  bus->scheduler().run_for(Duration{0});
  ASSERT_TRUE(events.back().has_refused() || events[events.size() - 2].has_refused());
  EXPECT_EQ(events.back().time_ns(), 0);
}

TEST(Bus, ASubscriptionMayOutliveIt) {
  auto bus = make_bus();
  auto subscription = bus->subscribe([](const v1::Event&) {});
  bus.reset();
  subscription.reset();
}

TEST(Bus, RefusesASpeedThatIsNone) {
  auto bus = make_bus();
  std::string reason;
  const auto subscription = bus->subscribe([&](const v1::Event& event) { reason = event.refused().reason(); });
  v1::Command command;
  command.mutable_pace()->set_speed("quick");
  bus->post(command);
  EXPECT_NE(reason.find("quick"), std::string::npos);
  EXPECT_EQ(bus->pace(), "fast");
}

TEST(Bus, GivesASnapshotToALateJoiner) {
  auto bus = make_bus();
  bus->post(power_on());
  bus->scheduler().run_for(seconds{5});
  const auto snapshot = bus->snapshot();
  ASSERT_EQ(snapshot.readers_size(), 1);
  EXPECT_TRUE(snapshot.readers(0).powered());
  EXPECT_EQ(snapshot.readers(0).serial(), "SIM-DF-000001");
  EXPECT_EQ(snapshot.readers(0).screen().number(), bus->screen("reader").number());
}

TEST(JournalText, NeverNamesAHiddenKey) {
  v1::Event event;
  event.mutable_key()->set_key("7");
  event.mutable_key()->set_down(true);
  event.mutable_key()->set_hidden(true);
  EXPECT_EQ(to_journal_text(event).view(), "key hidden down");
}

TEST(JournalText, IsOneLineWhateverTheTextHolds) {
  v1::Event event;
  event.mutable_note()->set_text("a\nb\"c");
  EXPECT_EQ(to_journal_text(event).view(), "note text=\"a b\\\"c\"");
}

}  // namespace
}  // namespace mpos::bus

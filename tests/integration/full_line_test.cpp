// SPDX-License-Identifier: Apache-2.0
// A line that had no room and got some again belongs to what came from outside: the recorded world goes the same way.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <sstream>
#include <utility>

#include "devicemodel/sim/journal.hpp"
#include "scenarios/bus/player.hpp"
#include "scenarios/world/load_options.hpp"

namespace mpos {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// Two ends of a line between two worlds. The first end has no room for one of its sendings, and says so when it has
/// some again: at the delivery after it.
struct Line {
  static constexpr int refused_sending = 1;
  std::array<std::string, 2> on_the_way;  ///< towards end 0 and end 1
  std::array<radio::Stream::Handlers, 2> handlers;
  int sendings = 0;
  int refused = 0;
  bool told_opened = false;
  bool short_of_room = false;

  void deliver() {
    if (handlers[1].opened && !std::exchange(told_opened, true)) handlers[1].opened();
    if (std::exchange(short_of_room, false) && handlers[0].drained) handlers[0].drained();
    for (const std::size_t end : {0U, 1U}) {
      const std::string bytes = std::exchange(on_the_way[end], {});
      const auto received = handlers[end].received;
      if (!bytes.empty() && received) received(as_bytes(bytes));
    }
  }
};

class LineEnd final : public radio::Stream {
 public:
  LineEnd(Line& line, std::size_t end) : line_(line), end_(end) {}
  bool send(Bytes bytes) override {
    if (end_ == 0 && line_.sendings++ == Line::refused_sending) {
      ++line_.refused;
      line_.short_of_room = true;
      return false;
    }
    line_.on_the_way[1 - end_].append(bytes.begin(), bytes.end());
    return true;
  }
  void close() override { open_ = false; }
  bool is_open() const override { return open_; }
  void hold(bool) override {}
  std::string peer() const override { return "test line"; }
  hal::ByteLink::Carrier carrier() const override { return hal::ByteLink::Carrier::tcp; }
  void set_handlers(Handlers handlers) override { line_.handlers[end_] = std::move(handlers); }

 private:
  Line& line_;
  std::size_t end_;
  bool open_ = true;
};

/// Played once as recorded: how often the line was short of room, the session's state at its end, and the log.
struct Session {
  int refused = 0;
  bool up = false;
  std::string log;
};

Session record_session() {
  Line line;
  std::ostringstream log;
  world::Files files;
  files.assets = VMPOS_SOURCE_DIR "/assets";
  auto recorded = world::load_options(files);
  EXPECT_TRUE(recorded) << recorded.error();
  recorded->seed = 5;
  recorded->command_log = &log;
  auto phone_side = world::load_options(files);
  phone_side->seed = 6;
  phone_side->dial_reader = [&line](const std::string&) { return std::make_unique<LineEnd>(line, 1); };
  auto reader = std::move(*bus::Bus::create(*recorded));
  auto phone = std::move(*bus::Bus::create(*phone_side));

  Session session;
  bool confirm = false;
  const auto watch = phone->subscribe([&](const bus::v1::Event& event) {
    if (!event.has_link()) return;
    confirm = confirm || event.link().state() == bus::v1::LinkState::CONFIRM;
    session.up = event.link().state() == bus::v1::LinkState::UP;
  });
  const auto run = [&](int milliseconds) {
    for (int i = 0; i < milliseconds; ++i) {
      reader->scheduler().run_for(1ms);
      phone->scheduler().run_for(1ms);
      line.deliver();
    }
  };
  bus::v1::Command on;
  on.mutable_power()->set_action(bus::v1::Power::ON);
  reader->post(on);
  run(2000);
  EXPECT_TRUE(reader->attach_phone({}, std::make_unique<LineEnd>(line, 0)));
  bus::v1::Command connect;
  connect.mutable_connect()->set_transport(bus::v1::PhoneConnect::TCP);
  connect.mutable_connect()->set_address("the test line");
  phone->post(connect);
  run(1000);
  EXPECT_TRUE(confirm);
  bus::v1::Command enter;
  enter.mutable_keys()->add_keys("enter");
  reader->post(enter);
  run(1000);

  session.refused = line.refused;
  EXPECT_TRUE(reader->end_record());
  session.log = log.str();
  return session;
}

TEST(FullLine, IsRecordedAndReplaysToTheSameJournal) {
  const Session session = record_session();
  ASSERT_EQ(session.refused, 1) << "the line had room for everything: nothing is tested";
  ASSERT_TRUE(session.up) << "the reader did not send again what had no room";
  const auto recording = bus::read_recording(as_bytes(session.log));
  ASSERT_TRUE(recording) << recording.error();
  int drained = 0;
  for (const auto& taken : recording->entries) drained += taken.entry.has_drained() ? 1 : 0;
  EXPECT_EQ(drained, 1);
  const fs::path scratch = fs::temp_directory_path() / "vmpos_full_line_test";
  fs::remove_all(scratch);
  sim::MemoryJournal journal;

  const auto played = bus::play(*recording, journal, scratch, {});

  fs::remove_all(scratch);
  ASSERT_TRUE(played) << played.error();
  EXPECT_TRUE(played->ended);
  EXPECT_TRUE(played->same);
}

}  // namespace
}  // namespace mpos

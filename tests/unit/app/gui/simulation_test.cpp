// SPDX-License-Identifier: Apache-2.0
#include "app/gui/simulation.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "scenarios/world/state_directory.hpp"

namespace mpos::gui {
namespace {

namespace fs = std::filesystem;

/// A new directory that goes away with it.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "gui_test_XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Launch make_launch(const fs::path& state = {}) {
  Launch launch;
  launch.child = {VMPOS_PROGRAM, "serve", "--events",    "none", "--assets", std::string{VMPOS_SOURCE_DIR} + "/assets",
                  "--seed",      "7",     "--log-level", "error"};
  if (!state.empty()) launch.child.insert(launch.child.end(), {"--state", state.string()});
  return launch;
}

/// A simulation, and a thread that waits for what it says.
class Watched {
 public:
  explicit Watched(Launch launch) : simulation_(std::move(launch), [this] { wake(); }) {}
  Simulation& simulation() { return simulation_; }
  void set_pace(const char* speed, std::uint64_t id) {
    bus::v1::Command command;
    command.set_id(id);
    command.mutable_pace()->set_speed(speed);
    simulation_.post(command);
  }
  /// Waits for the first event that fulfils `predicate`; false when the world ended with a failure before.
  template <typename Predicate>
  bool wait_for(Predicate predicate) {
    for (unsigned seen = 0;;) {
      wakes_.wait(seen);
      seen = wakes_;
      bool found = false;
      for (const auto& event : simulation_.take_events()) found = found || predicate(*event);
      if (found) return true;
      if (!simulation_.failure().empty()) return false;
    }
  }
  bool wait_for_answer(std::uint64_t id) {
    return wait_for([id](const bus::v1::Event& event) { return event.has_accepted() && event.accepted().id() == id; });
  }
  void wait_for_failure() {
    while (simulation_.failure().empty()) {
      const unsigned seen = wakes_;
      if (!simulation_.failure().empty()) break;
      wakes_.wait(seen);
    }
  }

 private:
  void wake() {
    ++wakes_;
    wakes_.notify_one();
  }
  std::atomic<unsigned> wakes_ = 0;
  Simulation simulation_;  // last: its thread ends before what it wakes
};

TEST(Simulation, IsToldWhatThereIsBeforeAnythingElse) {
  Watched watched{make_launch()};
  bool simulator = false;
  bus::v1::WorldInfo info;
  ASSERT_TRUE(watched.wait_for([&](const bus::v1::Event& event) {
    if (event.has_ready()) simulator = event.ready().simulator();
    if (event.has_world_info()) info = event.world_info();
    return event.has_snapshot();
  }));
  EXPECT_TRUE(simulator);
  ASSERT_EQ(info.readers_size(), 1);
  EXPECT_TRUE(info.readers(0).chip());
  EXPECT_GT(info.cards_size(), 40);
  EXPECT_GE(info.profiles_size(), 4);
  for (const auto& card : info.cards()) EXPECT_NE(card.masked_pan().find('*'), std::string::npos) << card.name();
}

TEST(Simulation, TakesCommandsAndEndsAtThePaceFast) {
  Watched watched{make_launch()};
  watched.set_pace("fast", 2);
  ASSERT_TRUE(watched.wait_for_answer(2));
  // Only a loop that came back since takes another command.
  watched.set_pace("1", 3);
  EXPECT_TRUE(watched.wait_for_answer(3));
  watched.set_pace("fast", 4);
  EXPECT_TRUE(watched.wait_for_answer(4));
  watched.simulation().end();
  EXPECT_EQ(watched.simulation().failure(), "");
}

TEST(Simulation, KeepsTheReaderWhenItEnds) {
  const Folder folder;
  Watched watched{make_launch(folder.path())};
  watched.simulation().end();
  EXPECT_EQ(watched.simulation().failure(), "");
  EXPECT_TRUE(fs::exists(folder.path() / "reader" / "reader.state"));
}

TEST(Simulation, SaysWhoHasTheDirectoryWhenItIsLocked) {
  const Folder folder;
  const auto other = world::StateDirectory::open(folder.path(), false);
  ASSERT_TRUE(other) << other.error();
  Watched watched{make_launch(folder.path())};
  watched.wait_for_failure();
  EXPECT_EQ(watched.simulation().failure(),
            folder.path().string() +
                ": another process is using this state directory; end it, or name another directory with --state");
}

TEST(Simulation, SaysWhatItCouldNotKeep) {
  const Folder folder;
  Watched watched{make_launch(folder.path())};
  watched.set_pace("1", 1);
  ASSERT_TRUE(watched.wait_for_answer(1));
  // A file stands where the reader's folder was: nothing can be kept there, by root either. The world may be keeping
  // something at this moment, which makes the folder again.
  while (!fs::is_regular_file(folder.path() / "reader")) {
    fs::remove_all(folder.path() / "reader");
    std::ofstream{folder.path() / "reader"} << "in the way";
  }
  watched.simulation().end();
  EXPECT_NE(watched.simulation().failure().find((folder.path() / "reader").string()), std::string::npos)
      << watched.simulation().failure();
}

TEST(Simulation, OutlivesACrashOfItsWorldAndSaysWhatItWas) {
  const Folder folder;
  // The program writes its number down before it becomes the world.
  Launch launch = make_launch();
  const fs::path note = folder.path() / "pid";
  launch.child.insert(launch.child.begin(), {"/bin/sh", "-c", "echo $$ >'" + note.string() + "'; exec \"$@\"", "sh"});
  Watched watched{launch};
  watched.set_pace("1", 1);
  ASSERT_TRUE(watched.wait_for_answer(1));
  pid_t pid = 0;
  std::ifstream{note} >> pid;
  ASSERT_GT(pid, 0);
  ::kill(pid, SIGKILL);
  watched.wait_for_failure();
  EXPECT_NE(watched.simulation().failure().find("signal 9"), std::string::npos) << watched.simulation().failure();
}

TEST(Simulation, NamesAProfileThatIsBrokenWithFileLineAndColumn) {
  const Folder folder;
  const fs::path profile = folder.path() / "broken.yaml";
  std::ofstream{profile} << "title: Broken\nmodel: X\nserail: SIM-1\n";
  Launch launch = make_launch();
  launch.child.insert(launch.child.end(), {"--reader", profile.string()});
  Watched watched{launch};
  watched.wait_for_failure();
  EXPECT_NE(watched.simulation().failure().find(profile.string() + ":3:1: "), std::string::npos)
      << watched.simulation().failure();
}

TEST(Simulation, SaysWhereNobodyAnswers) {
  Watched watched{Launch{{}, "unix:/nowhere/reader.sock"}};
  watched.wait_for_failure();
  EXPECT_NE(watched.simulation().failure().find("nobody answers at /nowhere/reader.sock"), std::string::npos);
  Watched other{Launch{{}, "somewhere"}};
  other.wait_for_failure();
  EXPECT_NE(other.simulation().failure().find("expected unix:PATH or 127.0.0.1:PORT"), std::string::npos);
}

}  // namespace
}  // namespace mpos::gui

// SPDX-License-Identifier: Apache-2.0
#include "app/gui/simulation.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>

#include "scenarios/world/load_options.hpp"
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

bus::WorldOptions make_options(const fs::path& state = {}) {
  world::Files files;
  files.assets = std::string{VMPOS_SOURCE_DIR} + "/assets";
  auto options = world::load_options(files);
  EXPECT_TRUE(options) << options.error();
  options->seed = 7;
  options->keep_journal = false;
  options->state = state;
  return std::move(*options);
}

/// A simulation, and a thread that waits for what it says.
class Watched {
 public:
  explicit Watched(bus::WorldOptions options) : simulation_(std::move(options), [this] { wake(); }) {}
  Simulation& simulation() { return simulation_; }
  void power_on(std::uint64_t id) {
    bus::v1::Command command;
    command.set_id(id);
    command.mutable_power()->set_action(bus::v1::Power::ON);
    simulation_.post(command);
  }
  void set_pace(const char* speed, std::uint64_t id) {
    bus::v1::Command command;
    command.set_id(id);
    command.mutable_pace()->set_speed(speed);
    simulation_.post(command);
  }
  /// Waits until the command `id` is answered; false when the world ended with a failure instead.
  bool wait_for_answer(std::uint64_t id) {
    for (unsigned seen = 0;;) {
      wakes_.wait(seen);
      seen = wakes_;
      for (const auto& event : simulation_.take_events()) {
        if (event->has_accepted() && event->accepted().id() == id) return true;
      }
      if (!simulation_.failure().empty()) return false;
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

TEST(Simulation, TakesCommandsAndEndsAtThePaceFast) {
  Watched watched{make_options()};
  watched.power_on(1);
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

TEST(Simulation, KeepsWhatChangedBeforeItTellsOfIt) {
  const Folder folder;
  Watched watched{make_options(folder.path())};
  watched.power_on(1);
  ASSERT_TRUE(watched.wait_for_answer(1));
  EXPECT_TRUE(fs::exists(folder.path() / "reader" / "reader.state"));
}

TEST(Simulation, KeepsTheReaderWhenItEnds) {
  const Folder folder;
  Watched watched{make_options(folder.path())};
  watched.simulation().end();
  EXPECT_EQ(watched.simulation().failure(), "");
  EXPECT_TRUE(fs::exists(folder.path() / "reader" / "reader.state"));
}

TEST(Simulation, SaysWhoHasTheDirectoryWhenItIsLocked) {
  const Folder folder;
  const auto other = world::StateDirectory::open(folder.path(), false);
  ASSERT_TRUE(other) << other.error();
  Watched watched{make_options(folder.path())};
  watched.power_on(1);
  EXPECT_FALSE(watched.wait_for_answer(1));
  EXPECT_EQ(watched.simulation().failure(),
            folder.path().string() +
                ": another process is using this state directory; end it, or name another directory with --state");
}

TEST(Simulation, SaysWhatItCouldNotKeep) {
  const Folder folder;
  Watched watched{make_options(folder.path())};
  watched.power_on(1);
  ASSERT_TRUE(watched.wait_for_answer(1));
  // A file stands where the reader's folder was: nothing can be kept there, by root either.
  fs::remove_all(folder.path() / "reader");
  std::ofstream{folder.path() / "reader"} << "in the way";
  watched.simulation().end();
  EXPECT_NE(watched.simulation().failure().find((folder.path() / "reader").string()), std::string::npos)
      << watched.simulation().failure();
}

}  // namespace
}  // namespace mpos::gui

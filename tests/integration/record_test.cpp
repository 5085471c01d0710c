// SPDX-License-Identifier: Apache-2.0
// What a person did and saw becomes a scenario that passes unedited.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "devicemodel/sim/journal.hpp"
#include "scenarios/bus/player.hpp"
#include "scenarios/load/catalogue.hpp"
#include "scenarios/runner/report_console.hpp"
#include "scenarios/runner/runner.hpp"
#include "scenarios/world/load_options.hpp"

namespace mpos {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const fs::path source = VMPOS_SOURCE_DIR;

/// A new directory that goes away with it.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "record_test_XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string outcome_of(const runner::ScenarioResult& result) {
  std::ostringstream out;
  runner::print_result(result, out);
  return out.str();
}

runner::ScenarioResult run_text(const Folder& folder, const std::string& text) {
  const fs::path file = folder.path() / "recorded.yaml";
  std::ofstream(file) << text;
  load::Catalogue catalogue{source / "assets"};
  return runner::run_scenario(file, catalogue, {});
}

class Recorded : public testing::TestWithParam<const char*> {};

TEST_P(Recorded, ScenarioOfTheSuitePassesUnedited) {
  const Folder folder;
  load::Catalogue catalogue{source / "assets"};
  std::ostringstream log;
  runner::Options options;
  options.command_log = &log;
  const auto ran =
      runner::run_scenario(source / "scenarios/suite" / (std::string{GetParam()} + ".yaml"), catalogue, options);
  ASSERT_TRUE(ran.passed()) << outcome_of(ran);
  const std::string bytes = log.str();
  const auto recording = bus::read_recording(as_bytes(bytes));
  ASSERT_TRUE(recording) << recording.error();
  sim::MemoryJournal journal;

  const auto text = bus::play_to_scenario(*recording, journal, folder.path() / "state", {}, GetParam());

  ASSERT_TRUE(text) << text.error();
  EXPECT_NE(text->find("expect:"), std::string::npos) << *text;
  const auto again = run_text(folder, *text);
  EXPECT_TRUE(again.passed()) << outcome_of(again) << *text;
}

INSTANTIATE_TEST_SUITE_P(Suite, Recorded,
                         testing::Values("sale/approved_with_pin", "declined/not_enough_funds", "cancel/pin_entry",
                                         "chip/approved_dda_1984", "chip/pulled_during_pin", "chip/wrong_pin_online",
                                         "power/flash_cut_before_the_request", "readers/two_readers",
                                         "reversal/uploaded", "link/corrupt"));

std::unique_ptr<bus::Bus> make_world() {
  world::Files files;
  files.assets = (source / "assets").string();
  auto options = world::load_options(files);
  EXPECT_TRUE(options) << options.error();
  options->seed = 7;
  auto made = bus::Bus::create(*options);
  EXPECT_TRUE(made) << made.error();
  return std::move(*made);
}

template <typename Fill>
void post(bus::Bus& bus, Fill fill) {
  bus::v1::Command command;
  fill(command);
  bus.post(command);
}

void sell(bus::Bus& bus) {
  const auto stage = [](std::string_view word) {
    return [word](const bus::v1::Event& event) { return event.has_phone() && event.phone().stage() == word; };
  };
  post(bus, [](auto& c) { c.mutable_sale()->set_amount_minor(1250); });
  ASSERT_TRUE(bus.wait(stage("waiting_for_card"), 5s));
  post(bus, [](auto& c) { c.mutable_swipe()->set_card("debit_101"); });
  ASSERT_TRUE(bus.wait(stage("pin_entry"), 5s));
  bool ended = false;
  const auto watch = bus.subscribe([&ended](const auto& event) { ended = ended || event.has_outcome(); });
  for (const char* key : {"1", "2", "3", "4", "5", "6", "enter"}) {
    post(bus, [&](auto& c) { c.mutable_key_down()->set_key(key); });
    (void)bus.wait([](const auto&) { return false; }, 70ms);
    post(bus, [&](auto& c) { c.mutable_key_up()->set_key(key); });
    (void)bus.wait([](const auto&) { return false; }, 110ms);
  }
  ASSERT_TRUE(ended || bus.wait([](const auto& event) { return event.has_outcome(); }, 10s));
}

TEST(Record, FromASignedInReaderBeginsWhereAReadyScenarioDoes) {
  const Folder folder;
  const auto world = make_world();
  ASSERT_TRUE(world->make_ready());
  std::string text;
  const auto watch = world->subscribe([&](const bus::v1::Event& event) {
    if (event.has_recording()) text = event.recording().scenario();
  });

  post(*world, [](auto& c) { c.mutable_record()->set_action(bus::v1::Record::BEGIN); });
  sell(*world);
  post(*world, [](auto& c) { c.mutable_record()->set_action(bus::v1::Record::END); });

  EXPECT_EQ(text.find("ready: false"), std::string::npos);
  EXPECT_NE(text.find("outcome: approved"), std::string::npos) << text;
  EXPECT_EQ(text.find("key_up"), std::string::npos) << text;
  const auto again = run_text(folder, text);
  EXPECT_TRUE(again.passed()) << outcome_of(again) << text;
}

TEST(Record, IsRefusedInTheMiddleOfASaleAndTwiceAndWithoutABeginning) {
  const auto world = make_world();
  ASSERT_TRUE(world->make_ready());
  std::vector<std::string> refused;
  const auto watch = world->subscribe([&](const bus::v1::Event& event) {
    if (event.has_refused()) refused.push_back(event.refused().reason());
  });

  post(*world, [](auto& c) { c.mutable_record()->set_action(bus::v1::Record::END); });
  post(*world, [](auto& c) { c.mutable_record()->set_action(bus::v1::Record::BEGIN); });
  post(*world, [](auto& c) { c.mutable_record()->set_action(bus::v1::Record::BEGIN); });
  post(*world, [](auto& c) { c.mutable_record()->set_action(bus::v1::Record::END); });
  post(*world, [](auto& c) { c.mutable_sale()->set_amount_minor(1250); });
  (void)world->wait([](const auto&) { return false; }, 1s);
  post(*world, [](auto& c) { c.mutable_record()->set_action(bus::v1::Record::BEGIN); });

  ASSERT_EQ(refused.size(), 4U);
  EXPECT_EQ(refused[0], "no recording is running");
  EXPECT_EQ(refused[1], "a recording is running already");
  EXPECT_NE(refused[2].find("nothing was done"), std::string::npos);
  EXPECT_NE(refused[3].find("begins where a scenario can"), std::string::npos);
}

TEST(HeldCommand, IsCarriedOutWhenTheReaderGetsThereAndOnlyOnce) {
  const auto world = make_world();
  ASSERT_TRUE(world->make_ready());
  int cuts = 0;
  const auto watch = world->subscribe(
      [&](const bus::v1::Event& event) { cuts += event.has_reader_power() && !event.reader_power().on() ? 1 : 0; });

  post(*world, [](auto& c) {
    c.mutable_power()->set_action(bus::v1::Power::CUT);
    c.set_at(bus::v1::WHEN_WAITING_FOR_CARD);
  });
  (void)world->wait([](const auto&) { return false; }, 1s);
  EXPECT_EQ(cuts, 0);
  EXPECT_EQ(world->snapshot().held_size(), 1);
  post(*world, [](auto& c) { c.mutable_sale()->set_amount_minor(1250); });
  (void)world->wait([](const auto&) { return false; }, 2s);

  EXPECT_EQ(cuts, 1);
  EXPECT_EQ(world->snapshot().held_size(), 0);
}

TEST(Watch, TellsFramesAndMessagesOnlyWhenAskedAndNoAccountNumber) {
  const auto world = make_world();
  int frames = 0;
  std::vector<std::string> messages;
  std::string all;
  const auto watch = world->subscribe([&](const bus::v1::Event& event) {
    frames += event.has_frame() ? 1 : 0;
    if (!event.has_message()) return;
    messages.push_back(event.message().what());
    all += event.message().content();
  });
  ASSERT_TRUE(world->make_ready());
  EXPECT_EQ(frames, 0);
  EXPECT_TRUE(messages.empty());

  post(*world, [](auto& c) { c.mutable_watch()->set_link(true); });
  sell(*world);

  EXPECT_GT(frames, 10);
  EXPECT_NE(std::find(messages.begin(), messages.end(), "start_transaction"), messages.end());
  EXPECT_NE(std::find(messages.begin(), messages.end(), "host_request"), messages.end());
  EXPECT_EQ(all.find("6222021234567890128"), std::string::npos);
}

TEST(Snapshot, TellsKeysByTheirCheckValuesAndStorage) {
  const auto world = make_world();
  ASSERT_TRUE(world->make_ready());

  const bus::v1::ReaderSnapshot reader = world->snapshot().readers(0);

  int present = 0;
  for (const auto& key : reader.keys()) {
    EXPECT_EQ(key.check_value().size(), key.present() ? 8U : 0U) << key.name();
    present += key.present() ? 1 : 0;
  }
  EXPECT_GE(present, 4);
  EXPECT_EQ(reader.state(), "idle");
  EXPECT_GT(reader.storage().sectors_used(), 0U);
  EXPECT_EQ(reader.storage().wear_size() * 4096, static_cast<int>(reader.storage().size_bytes()));
  const bus::v1::Snapshot whole = world->snapshot();
  EXPECT_GT(whole.accounts_size(), 3);
  for (const auto& account : whole.accounts()) EXPECT_NE(account.masked_pan().find('*'), std::string::npos);
}

TEST(NamedStep, ScenariosOfTheSuitePass) {
  load::Catalogue catalogue{source / "assets"};
  for (const char* name : {"power/cut_at_a_named_step", "chip/pulled_at_a_named_step"}) {
    const auto ran = runner::run_scenario(source / "scenarios/suite" / (std::string{name} + ".yaml"), catalogue, {});
    EXPECT_TRUE(ran.passed()) << outcome_of(ran);
  }
}

}  // namespace
}  // namespace mpos

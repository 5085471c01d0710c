// SPDX-License-Identifier: Apache-2.0
#include "peripherals/indicators/panel.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace mpos::indicators {
namespace {

using hal::Light;
using namespace std::chrono_literals;
using Kind = Change::Kind;

class PanelTest : public ::testing::Test {
 protected:
  std::vector<Kind> kinds() const {
    std::vector<Kind> result;
    for (const Change& change : changes_) result.push_back(change.kind);
    return result;
  }
  sim::Scheduler scheduler_;
  std::vector<Change> changes_;
  Panel panel_{scheduler_, [this](const Change& change) { changes_.push_back(change); }};
};

TEST_F(PanelTest, ReportsALightOnceWhenItChanges) {
  panel_.set(Light::link, true);
  panel_.set(Light::link, true);
  panel_.backlight(true);

  ASSERT_EQ(changes_.size(), 2U);
  EXPECT_TRUE(changes_[0].lights[Light::link]);
  EXPECT_FALSE(changes_[0].lights.backlight);
  EXPECT_TRUE(changes_[1].lights.backlight);
}

TEST_F(PanelTest, ToneEndsByItselfInVirtualTime) {
  panel_.beep(2000, 100ms);
  scheduler_.run_for(99ms);
  EXPECT_EQ(panel_.tone(), (Tone{2000, 100ms}));

  scheduler_.run_for(1ms);
  EXPECT_EQ(panel_.tone(), std::nullopt);
  EXPECT_EQ(kinds(), (std::vector{Kind::tone_started, Kind::tone_ended}));
}

TEST_F(PanelTest, NewToneReplacesTheRunningOne) {
  panel_.beep(2000, 100ms);
  scheduler_.run_for(50ms);
  panel_.beep(1000, 100ms);
  scheduler_.run_for(99ms);
  EXPECT_EQ(panel_.tone(), (Tone{1000, 100ms}));

  scheduler_.run_for(1ms);
  EXPECT_EQ(kinds(), (std::vector{Kind::tone_started, Kind::tone_ended, Kind::tone_started, Kind::tone_ended}));
}

TEST_F(PanelTest, ToneWithoutPitchOrLengthIsSilence) {
  panel_.beep(0, 100ms);
  panel_.beep(1000, 0ms);

  EXPECT_TRUE(changes_.empty());
  EXPECT_EQ(scheduler_.pending(), 0U);
}

TEST_F(PanelTest, PowerOffIsDarkAndSilent) {
  panel_.set(Light::power, true);
  panel_.beep(1000, 1s);
  panel_.power_off();

  EXPECT_EQ(panel_.lights(), Lights{});
  EXPECT_EQ(panel_.tone(), std::nullopt);
  EXPECT_EQ(changes_.back().kind, Kind::lights);
  EXPECT_FALSE(changes_.back().lights[Light::power]);
}

}  // namespace
}  // namespace mpos::indicators

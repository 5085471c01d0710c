// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scenarios/bus/bus.hpp"

namespace mpos::test {

/// A world with the assets' default profiles.
bus::WorldOptions default_options(std::uint64_t seed = 1);

/// A bus and what tests do with it again and again. Every event is kept.
class BenchWorld {
 public:
  explicit BenchWorld(const bus::WorldOptions& options);

  bus::Bus& bus() { return *bus_; }
  const std::vector<bus::v1::Event>& events() const { return events_; }
  void clear() { events_.clear(); }

  bus::v1::Command command(const std::string& reader = {}) const;
  void power(bus::v1::Power::Action action, const std::string& reader = {});
  void keys(const std::string& spaced, const std::string& reader = {});
  void swipe(const std::string& card, const std::string& reader = {});
  void sale(std::int64_t minor, const std::string& reader = {});
  /// Runs until the phone of `reader` tells `stage`.
  bool until_stage(const std::string& stage, Duration within = std::chrono::seconds{70},
                   const std::string& reader = {});
  /// Runs until the phone of `reader` tells an outcome; empty text when none came.
  bus::v1::Outcome until_outcome(Duration within = std::chrono::seconds{200}, const std::string& reader = {});
  /// A whole sale with the PIN 123456 on debit_101.
  bus::v1::Outcome whole_sale(std::int64_t minor, const std::string& reader = {});

 private:
  std::unique_ptr<bus::Bus> bus_;
  std::vector<bus::v1::Event> events_;
  bus::Subscription subscription_;
};

}  // namespace mpos::test

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <optional>
#include <string>
#include <string_view>

#include "mpos/bus/v1/bus.pb.h"

namespace mpos::host {

/// Why a rule cannot be obeyed, naming what is allowed; empty when it can.
std::string trouble_of(const bus::v1::HostRule& rule);

/// Rules that make the host misbehave, in the order they were given; each meets a number of messages and is gone.
class Rules {
 public:
  void add(const bus::v1::HostRule& rule) {
    rules_.push_back(rule);
    if (rules_.back().times() == 0) rules_.back().set_times(1);
  }
  void clear() { rules_.clear(); }
  bool empty() const noexcept { return rules_.empty(); }

  /// The first rule that meets this message, one use of it taken.
  std::optional<bus::v1::HostRule> take(std::string_view mti) {
    for (auto rule = rules_.begin(); rule != rules_.end(); ++rule) {
      if (!rule->on().empty() && rule->on() != mti) continue;
      bus::v1::HostRule taken = *rule;
      rule->set_times(rule->times() - 1);
      if (rule->times() == 0) rules_.erase(rule);
      return taken;
    }
    return std::nullopt;
  }

 private:
  std::list<bus::v1::HostRule> rules_;
};

}  // namespace mpos::host

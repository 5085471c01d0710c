// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "mpos/bus/v1/bus.pb.h"

namespace mpos::bus {

/// Commands that wait for a reader to get to a named step.
class HeldCommands {
 public:
  static constexpr std::size_t most = 64;

  /// `command.at` names the step, `command.reader` the reader by its whole name. The failure says what is wrong with
  /// it.
  Result<void, std::string> hold(const v1::Command& command);
  /// Those that are due at this event, in the order they came; each but once, and as it is to be carried out now. An
  /// event without a reader is the acquirer's and counts for all.
  std::vector<v1::Command> due(std::string_view reader, const v1::Event& event);

  bool empty() const noexcept { return held_.empty(); }
  const std::vector<v1::Command>& all() const noexcept { return held_; }

 private:
  std::vector<v1::Command> held_;
};

}  // namespace mpos::bus

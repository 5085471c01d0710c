// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mpos/bus/v1/bus.pb.h"

namespace mpos::cli {

/// Which events are printed: all, none, or the kinds named (screen,phone,outcome, ...). Answers to commands always are.
class EventFilter {
 public:
  explicit EventFilter(const std::string& text);
  /// The kinds there are, after commas.
  static std::string known_kinds();
  /// The first kind asked for that there is not; empty when all are known.
  std::string unknown_kind() const;
  bool passes(const bus::v1::Event& event) const;

 private:
  bool all_;
  std::vector<std::string> kinds_;
};

/// Prints events as JSON lines. A refusal that is there because a step was left out names the command to send first.
class EventPrinter {
 public:
  explicit EventPrinter(const std::string& kinds) : filter_(kinds) {}
  /// As far as the filter lets it pass.
  void print(const bus::v1::Event& event);

 private:
  EventFilter filter_;
  bool code_shown_ = false;  ///< reader and phone wait for the merchant to accept their code
};

}  // namespace mpos::cli

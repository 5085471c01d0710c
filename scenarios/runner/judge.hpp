// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "mpos/bus/v1/bus.pb.h"
#include "mpos/scenario/v1/scenario.pb.h"
#include "scenarios/load/problem.hpp"

namespace mpos::runner {

/// Remembers what a world has shown: what happened since the last act, and what stands.
class Memory {
 public:
  /// Forgets what happened; what stands is kept.
  void begin_act() { events_.clear(); }
  void take(const bus::v1::Event& event);

  const std::vector<bus::v1::Event>& events() const noexcept { return events_; }
  /// The newest frame, light state, link state, phone step of a reader; nullptr before the first.
  const bus::v1::Event* standing(std::string_view reader, bus::v1::Event::WhatCase what) const;
  /// The newest balance told of a masked account number.
  const bus::v1::AccountState* account(std::string_view masked_pan) const;

 private:
  std::vector<bus::v1::Event> events_;
  std::map<std::pair<std::string, int>, bus::v1::Event, std::less<>> standing_;
  std::map<std::string, bus::v1::AccountState, std::less<>> accounts_;
};

/// Which conditions a file gives, where the message cannot tell zero from nothing.
struct Given {
  bool balance = false;
  bool account_balance = false;
};

enum class Verdict : unsigned char { open, holds, broken };

/// One expectation on one reader.
///
/// Conditions about the result of a transaction (outcome, response_code, detail, reversal_pending, balance, masked_pan)
/// must hold in one Outcome; `masked_pan` alone may also stand on the phone. `lcd`, `phone`, `link` and `light` are
/// fulfilled by what stands or by what has been since the last act. `never_lcd` and `beep: false` hold only when the
/// whole wait is over.
class Judge {
 public:
  /// `reader` is the name events carry; `expect` must outlive the judge.
  Judge(const scenario::v1::Expect& expect, Given given, std::string reader);

  /// `broken` as soon as something happened that must not; `holds` as soon as nothing more is to be waited for.
  Verdict judge(const Memory& memory) const;
  /// After the deadline: whether everything holds.
  bool holds_at_deadline(const Memory& memory) const;
  /// What is asked for, in the file's words.
  std::string expected() const;
  /// What there was instead, one line a condition that does not hold.
  std::string actual(const Memory& memory) const;

 private:
  struct Condition {
    std::string asked;
    std::string seen;
    bool holds = false;
    bool never = false;  ///< Must hold until the deadline.
  };
  std::vector<Condition> conditions(const Memory& memory) const;
  bool concerns(const bus::v1::Event& event) const;
  Condition lcd(const Memory& memory) const;
  Condition never_lcd(const Memory& memory) const;
  Condition outcome(const Memory& memory) const;
  Condition phone(const Memory& memory) const;
  Condition link(const Memory& memory) const;
  Condition light(const Memory& memory) const;
  Condition account(const Memory& memory) const;
  Condition host(const Memory& memory) const;
  Condition emv(const Memory& memory) const;
  Condition apdu(const Memory& memory) const;
  Condition refused(const Memory& memory) const;
  Condition beep(const Memory& memory) const;
  Condition audit(const Memory& memory) const;
  bool asks_outcome() const;

  const scenario::v1::Expect& expect_;
  Given given_;
  std::string reader_;
};

}  // namespace mpos::runner

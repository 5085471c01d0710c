// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/sim/scheduler.hpp"

namespace mpos::host {

/// The host's calendar: a configured start plus virtual time. Never the wall clock.
class HostClock {
 public:
  /// `start`: "YYYY-MM-DD hh:mm:ss"; nothing for any other text.
  static std::optional<HostClock> at(const sim::Scheduler& scheduler, std::string_view start);

  /// YYYYMMDDhhmmss.
  FixedString<14> stamp() const;

 private:
  HostClock(const sim::Scheduler& scheduler, std::int64_t start_s) noexcept
      : scheduler_(&scheduler), start_s_(start_s) {}

  const sim::Scheduler* scheduler_;
  std::int64_t start_s_;  // Since 1970-01-01 00:00:00, no leap seconds.
};

}  // namespace mpos::host

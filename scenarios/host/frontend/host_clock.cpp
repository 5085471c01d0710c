// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/host_clock.hpp"

#include <charconv>
#include <chrono>

namespace mpos::host {
namespace {

constexpr std::string_view shape = "0000-00-00 00:00:00";

int number(std::string_view text, std::size_t at, std::size_t count) noexcept {
  int value = 0;
  std::from_chars(text.data() + at, text.data() + at + count, value);
  return value;
}

}  // namespace

std::optional<HostClock> HostClock::at(const sim::Scheduler& scheduler, std::string_view start) {
  if (start.size() != shape.size()) return std::nullopt;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool digit = start[i] >= '0' && start[i] <= '9';
    if (shape[i] == '0' ? !digit : start[i] != shape[i]) return std::nullopt;
  }
  using namespace std::chrono;
  const year_month_day date{year{number(start, 0, 4)}, month{static_cast<unsigned>(number(start, 5, 2))},
                            day{static_cast<unsigned>(number(start, 8, 2))}};
  const int hour = number(start, 11, 2);
  const int minute = number(start, 14, 2);
  const int second = number(start, 17, 2);
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const auto days = sys_days{date}.time_since_epoch().count();
  return HostClock{scheduler, std::int64_t{days} * 86400 + hour * 3600 + minute * 60 + second};
}

FixedString<14> HostClock::stamp() const {
  using namespace std::chrono;
  const auto elapsed = duration_cast<seconds>(scheduler_->now().time_since_epoch()).count();
  const std::int64_t total = start_s_ + elapsed;
  const year_month_day date{sys_days{days{static_cast<int>(total / 86400)}}};
  const auto rest = static_cast<unsigned>(total % 86400);
  const unsigned parts[] = {static_cast<unsigned>(static_cast<int>(date.year())) / 100,
                            static_cast<unsigned>(static_cast<int>(date.year())) % 100,
                            static_cast<unsigned>(date.month()),
                            static_cast<unsigned>(date.day()),
                            rest / 3600,
                            rest / 60 % 60,
                            rest % 60};
  FixedString<14> text;
  for (const unsigned part : parts) {
    const char digits[] = {static_cast<char>('0' + part / 10), static_cast<char>('0' + part % 10)};
    text.append({digits, 2});
  }
  return text;
}

}  // namespace mpos::host

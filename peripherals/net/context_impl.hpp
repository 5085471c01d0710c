// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <atomic>
#include <optional>

#include "peripherals/net/context.hpp"

namespace mpos::net {

/// Private to this folder.
struct Context::Impl {
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  asio::steady_timer alarm{io};
  std::optional<WallTime> alarm_at;  // while it is armed
  std::optional<asio::signal_set> signals;
  std::atomic<bool> stopped{false};
  std::size_t happened = 0;  // what a caller would want to know of
};

}  // namespace mpos::net

// SPDX-License-Identifier: Apache-2.0
#include "app/gui/simulation.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include "devicemodel/sim/pacer.hpp"

namespace mpos::gui {

Simulation::Simulation(bus::WorldOptions options, std::function<void()> wake)
    : wake_(std::move(wake)), thread_([this, options = std::move(options)] { run(options); }) {}

Simulation::~Simulation() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  condition_.notify_one();
  thread_.join();
}

void Simulation::post(bus::v1::Command command) {
  {
    const std::lock_guard lock{mutex_};
    inbox_.push_back(std::move(command));
  }
  condition_.notify_one();
}

std::vector<Simulation::Event> Simulation::take_events() {
  const std::lock_guard lock{mutex_};
  return std::exchange(outbox_, {});
}

std::string Simulation::failure() const {
  const std::lock_guard lock{mutex_};
  return failure_;
}

std::int64_t Simulation::virtual_time_ns() const {
  const std::lock_guard lock{mutex_};
  return virtual_time_ns_;
}

void Simulation::run(const bus::WorldOptions& options) {
  auto created = bus::Bus::create(options);
  if (!created) {
    {
      const std::lock_guard lock{mutex_};
      failure_ = created.error();
    }
    wake_();
    return;
  }
  bus::Bus& bus = **created;
  const bus::Subscription subscription = bus.subscribe([this](const bus::v1::Event& event) {
    auto copy = std::make_shared<const bus::v1::Event>(event);
    const std::lock_guard lock{mutex_};
    outbox_.push_back(std::move(copy));
  });
  const auto wall_now = [start = std::chrono::steady_clock::now()] {
    return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - start);
  };
  sim::Pacer pacer;
  pacer.set_mode(sim::Pacer::Mode::paced, 1.0, bus.scheduler(), wall_now());
  std::string pace = "1";
  for (;;) {
    std::vector<bus::v1::Command> commands;
    {
      const std::lock_guard lock{mutex_};
      commands = std::exchange(inbox_, {});
      if (stopping_ && commands.empty()) break;
    }
    pacer.run(bus.scheduler(), wall_now());
    for (const auto& command : commands) bus.post(command);
    if (bus.pace() != pace) {
      pace = bus.pace();
      pacer.set_speed(pace, bus.scheduler(), wall_now());
    }
    const std::optional<Duration> wait = pacer.run(bus.scheduler(), wall_now());
    bool news = false;
    {
      const std::lock_guard lock{mutex_};
      virtual_time_ns_ = bus.scheduler().now().time_since_epoch().count();
      news = !outbox_.empty();
    }
    if (news) wake_();
    std::unique_lock lock{mutex_};
    const auto ready = [this] { return stopping_ || !inbox_.empty(); };
    if (wait) {
      condition_.wait_for(lock, *wait, ready);
    } else {
      condition_.wait(lock, ready);
    }
  }
  (void)bus.save();
}

}  // namespace mpos::gui

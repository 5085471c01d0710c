// SPDX-License-Identifier: Apache-2.0
#include "app/gui/simulation.hpp"

#include <chrono>
#include <utility>

#include "app/gui/run_due.hpp"

namespace mpos::gui {

Simulation::Simulation(bus::WorldOptions options, std::function<void()> wake)
    : wake_(std::move(wake)), thread_([this, options = std::move(options)] { run(options); }) {}

Simulation::~Simulation() {
  end();
}

void Simulation::end() {
  if (!thread_.joinable()) return;
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

void Simulation::fail(const std::string& why) {
  {
    const std::lock_guard lock{mutex_};
    failure_ = why;
  }
  wake_();
}

void Simulation::run(const bus::WorldOptions& options) {
  auto created = bus::Bus::create(options);
  if (!created) return fail(created.error());
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
  // A window's world goes with the wall clock from the start; a bus by itself would run as fast as it can.
  std::string pace = "1";
  bus::v1::Command real_time;
  real_time.mutable_pace()->set_speed(pace);
  bus.post(real_time);
  pacer.set_paced(1.0, wall_now(), bus.scheduler().now());
  sim::Scheduler& scheduler = bus.scheduler();
  for (;;) {
    std::vector<bus::v1::Command> commands;
    {
      const std::lock_guard lock{mutex_};
      commands = std::exchange(inbox_, {});
      if (stopping_ && commands.empty()) break;
    }
    (void)run_due(pacer, scheduler, wall_now);  // what was due before the commands came
    for (const auto& command : commands) bus.post(command);
    if (bus.pace() != pace) {
      pace = bus.pace();
      (void)pacer.set_speed(pace, wall_now(), scheduler.now());
    }
    const std::optional<Duration> wait = run_due(pacer, scheduler, wall_now);
    if (const auto saved = bus.save(true); !saved) return fail(saved.error());
    bool news = false;
    {
      const std::lock_guard lock{mutex_};
      virtual_time_ns_ = scheduler.now().time_since_epoch().count();
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
  if (const auto saved = bus.save(); !saved) fail(saved.error());
}

}  // namespace mpos::gui

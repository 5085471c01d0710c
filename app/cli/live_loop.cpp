// SPDX-License-Identifier: Apache-2.0
#include "app/cli/live_loop.hpp"

#include <algorithm>

namespace mpos::cli {
namespace {

class ClockedStream final : public radio::Stream {
 public:
  ClockedStream(LiveLoop& loop, std::unique_ptr<radio::Stream> stream) : loop_(loop), stream_(std::move(stream)) {}
  bool send(Bytes bytes) override { return stream_->send(bytes); }
  void close() override { stream_->close(); }
  bool is_open() const override { return stream_->is_open(); }
  void hold(bool held) override { stream_->hold(held); }
  std::string peer() const override { return stream_->peer(); }
  hal::ByteLink::Carrier carrier() const override { return stream_->carrier(); }
  void set_handlers(Handlers handlers) override {
    // The loop outlives every stream; a handler may destroy this stream, so the wrappers hold no pointer to it.
    LiveLoop& loop = loop_;
    Handlers clocked;
    if (handlers.opened) {
      clocked.opened = [&loop, opened = std::move(handlers.opened)] {
        loop.catch_up();
        opened();
      };
    }
    if (handlers.received) {
      clocked.received = [&loop, received = std::move(handlers.received)](Bytes bytes) {
        loop.catch_up();
        received(bytes);
      };
    }
    if (handlers.closed) {
      clocked.closed = [&loop, closed = std::move(handlers.closed)](const std::string& reason) {
        loop.catch_up();
        closed(reason);
      };
    }
    if (handlers.drained) {
      clocked.drained = [&loop, drained = std::move(handlers.drained)] {
        loop.catch_up();
        drained();
      };
    }
    stream_->set_handlers(std::move(clocked));
  }

 private:
  LiveLoop& loop_;
  std::unique_ptr<radio::Stream> stream_;
};

}  // namespace

LiveLoop::LiveLoop(sim::Scheduler& scheduler, net::Context& context)
    : scheduler_(scheduler), context_(context), began_(std::chrono::steady_clock::now()) {
  pacer_.set_paced(1.0, wall(), scheduler_.now());
}

sim::Pacer::Wall LiveLoop::wall() const {
  return std::chrono::steady_clock::now() - began_;
}

bool LiveLoop::set_speed(std::string_view speed) {
  return pacer_.set_speed(speed, wall(), scheduler_.now());
}

void LiveLoop::hold_real_time(bool hold) {
  if (hold != held_) pacer_.hold_real_time(hold, wall(), scheduler_.now());
  held_ = hold;
}

void LiveLoop::catch_up() {
  const auto plan = pacer_.plan(wall(), scheduler_.now(), scheduler_.next_due());
  using Action = sim::Pacer::Plan::Action;
  if (plan.action == Action::run_until) scheduler_.run_until(plan.until);
  if (plan.action == Action::step) (void)scheduler_.step();
}

void LiveLoop::turn() {
  catch_up();
  // Long waits are cut so that nothing said to the loop from inside it waits for ever.
  constexpr Duration longest = std::chrono::seconds{1};
  const auto plan = pacer_.plan(wall(), scheduler_.now(), scheduler_.next_due());
  const Duration wait = plan.action == sim::Pacer::Plan::Action::step || (plan.wait && *plan.wait <= Duration{0})
                            ? Duration{0}
                            : std::min(plan.wait.value_or(longest), longest);
  if (wait > Duration{0}) {
    (void)context_.run_for(wait);
  } else {
    (void)context_.poll();
  }
}

std::unique_ptr<radio::Stream> LiveLoop::clocked(std::unique_ptr<radio::Stream> stream) {
  if (!stream) return nullptr;
  return std::make_unique<ClockedStream>(*this, std::move(stream));
}

}  // namespace mpos::cli

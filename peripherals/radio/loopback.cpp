// SPDX-License-Identifier: Apache-2.0
#include "peripherals/radio/loopback.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace mpos::radio {
namespace {

constexpr std::size_t queue_limit_bytes = std::size_t{1} << 20;

struct Chunk {
  std::vector<std::uint8_t> bytes;
  Instant due;
};

// What travels towards one end, and who listens there.
struct Pipe {
  std::deque<Chunk> chunks;
  std::size_t queued_bytes = 0;
  std::vector<Chunk> unheard;  // arrived before somebody listened
  std::vector<std::vector<std::uint8_t>> spare;
  Instant last_due{};
  Faults faults;
  std::uint64_t chunks_delivered = 0;
  std::uint64_t bytes_delivered = 0;
  std::uint32_t corruptions = 0;
  std::optional<std::vector<std::uint8_t>> held;  // waits to be overtaken
  std::shared_ptr<Stream::Handlers> handlers;
  bool open = true;        // this end may send and hears
  bool close_due = false;  // the far end closed; told once the pipe is empty
  std::string close_reason;
};

}  // namespace

struct Loopback::Shared : std::enable_shared_from_this<Loopback::Shared> {
  Shared(sim::Scheduler& s, Settings settings_given) : scheduler(s), settings(std::move(settings_given)) {}

  sim::Scheduler& scheduler;
  Settings settings;
  std::array<Pipe, 2> towards;  // towards[i]: what end i hears

  void listen(std::size_t end, Stream::Handlers handlers) {
    Pipe& pipe = towards[end];
    pipe.handlers = std::make_shared<Stream::Handlers>(std::move(handlers));
    scheduler.post(Duration::zero(), "loopback open", [weak = weak_from_this(), end, handlers_then = pipe.handlers] {
      const auto self = weak.lock();
      if (self && self->towards[end].handlers == handlers_then) self->tell_open(end);
    });
  }

  void tell_open(std::size_t end) {
    Pipe& pipe = towards[end];
    const auto handlers = pipe.handlers;
    if (handlers->opened) handlers->opened();
    std::vector<Chunk> unheard = std::exchange(pipe.unheard, {});
    for (Chunk& chunk : unheard) hand_over(end, std::move(chunk.bytes));
    tell_closed(end);
  }

  bool send(std::size_t from, Bytes bytes) {
    if (!towards[from].open) return false;
    Pipe& pipe = towards[1 - from];
    if (pipe.queued_bytes + bytes.size() > queue_limit_bytes) return false;
    const std::size_t piece = settings.mtu_bytes == 0 ? std::max<std::size_t>(bytes.size(), 1) : settings.mtu_bytes;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      pass(1 - from, bytes.subspan(at, std::min(piece, bytes.size() - at)));
      if (!towards[from].open) return true;  // broke on the way; the rest is lost like the wire's
    }
    return true;
  }

  void pass(std::size_t to, Bytes bytes) {
    Faults& faults = towards[to].faults;
    if (faults.break_after && *faults.break_after == 0) return break_link("link broken");
    if (faults.break_after) --*faults.break_after;
    if (faults.drop_next > 0) {
      --faults.drop_next;
      return;
    }
    if (faults.reorder_next > 0 && !towards[to].held) {
      --faults.reorder_next;
      towards[to].held.emplace(bytes.begin(), bytes.end());
      return;
    }
    const auto held = std::exchange(towards[to].held, std::nullopt);
    const bool corrupt = faults.corrupt_next > 0;
    if (corrupt) --faults.corrupt_next;
    queue(to, bytes, corrupt);
    if (faults.duplicate_next > 0) {
      --faults.duplicate_next;
      queue(to, bytes, false);
    }
    if (held) queue(to, *held, false);
  }

  void queue(std::size_t to, Bytes bytes, bool corrupt) {
    Pipe& pipe = towards[to];
    if (!pipe.open) return;
    Chunk chunk;
    if (!pipe.spare.empty()) {
      chunk.bytes = std::move(pipe.spare.back());
      pipe.spare.pop_back();
    }
    chunk.bytes.assign(bytes.begin(), bytes.end());
    if (corrupt) {
      const std::size_t bit = (std::size_t{pipe.corruptions++} * 2654435761U) % (8 * chunk.bytes.size());
      chunk.bytes[bit / 8] = static_cast<std::uint8_t>(chunk.bytes[bit / 8] ^ (1U << (bit % 8)));
    }
    chunk.due = std::max(pipe.last_due, scheduler.now() + settings.latency + pipe.faults.delay);
    pipe.last_due = chunk.due;
    pipe.queued_bytes += chunk.bytes.size();
    const Duration wait = chunk.due - scheduler.now();
    pipe.chunks.push_back(std::move(chunk));
    // Every appointment takes the oldest chunk, so a shuffled scheduler cannot reorder the stream.
    scheduler.post(wait, "loopback chunk", [weak = weak_from_this(), to] {
      if (const auto self = weak.lock()) self->deliver(to);
    });
  }

  void deliver(std::size_t to) {
    Pipe& pipe = towards[to];
    if (pipe.chunks.empty()) return;
    Chunk chunk = std::move(pipe.chunks.front());
    pipe.chunks.pop_front();
    pipe.queued_bytes -= chunk.bytes.size();
    if (!pipe.open) return;
    if (!pipe.handlers) {
      pipe.unheard.push_back(std::move(chunk));
    } else {
      hand_over(to, std::move(chunk.bytes));
    }
    tell_closed(to);
  }

  void hand_over(std::size_t to, std::vector<std::uint8_t> bytes) {
    Pipe& pipe = towards[to];
    if (!pipe.open) return;
    ++pipe.chunks_delivered;
    pipe.bytes_delivered += bytes.size();
    const auto handlers = pipe.handlers;
    if (handlers && handlers->received) handlers->received(bytes);
    if (pipe.spare.size() < 4) pipe.spare.push_back(std::move(bytes));
  }

  void end_by(std::size_t from) {
    const bool was_open = std::exchange(towards[from].open, false);
    towards[from].handlers.reset();
    if (was_open) close_later(1 - from, "closed by the far end");
  }

  void break_link(const std::string& reason) {
    for (std::size_t end = 0; end < 2; ++end) {
      if (!towards[end].open) continue;
      towards[end].chunks.clear();
      towards[end].queued_bytes = 0;
      close_later(end, reason);
      towards[end].open = false;
    }
  }

  void close_later(std::size_t end, const std::string& reason) {
    Pipe& pipe = towards[end];
    if (!pipe.open || pipe.close_due) return;
    pipe.close_due = true;
    pipe.close_reason = reason;
    const Instant due = std::max(pipe.last_due, scheduler.now() + settings.latency);
    scheduler.post(due - scheduler.now(), "loopback close", [weak = weak_from_this(), end] {
      if (const auto self = weak.lock()) self->tell_closed(end);
    });
  }

  void tell_closed(std::size_t end) {
    Pipe& pipe = towards[end];
    if (!pipe.close_due || !pipe.chunks.empty() || !pipe.unheard.empty() || !pipe.handlers) return;
    pipe.open = false;
    pipe.close_due = false;
    const auto handlers = std::exchange(pipe.handlers, nullptr);
    if (handlers->closed) handlers->closed(pipe.close_reason);
  }
};

namespace {

class End final : public Stream {
 public:
  End(std::shared_ptr<Loopback::Shared> shared, std::size_t index) : shared_(std::move(shared)), index_(index) {}
  ~End() override { shared_->end_by(index_); }

  bool send(Bytes bytes) override { return shared_->send(index_, bytes); }
  void close() override { shared_->end_by(index_); }
  bool is_open() const override { return shared_->towards[index_].open; }
  void hold(bool) override {}  // the far end has no side of its own for bytes to wait at
  std::string peer() const override {
    return index_ == 0 ? shared_->settings.first_peer : shared_->settings.second_peer;
  }
  hal::ByteLink::Carrier carrier() const override { return hal::ByteLink::Carrier::loopback; }
  void set_handlers(Handlers handlers) override { shared_->listen(index_, std::move(handlers)); }

 private:
  std::shared_ptr<Loopback::Shared> shared_;
  std::size_t index_;
};

std::size_t receiver(Loopback::Direction direction) {
  return direction == Loopback::Direction::first_to_second ? 1 : 0;
}

}  // namespace

Loopback::Loopback(sim::Scheduler& scheduler) : Loopback(scheduler, Settings{}) {}
Loopback::Loopback(sim::Scheduler& scheduler, Settings settings)
    : shared_(std::make_shared<Shared>(scheduler, std::move(settings))) {}

std::unique_ptr<Stream> Loopback::take_first() {
  MPOS_ASSERT(!std::exchange(taken_[0], true));
  return std::make_unique<End>(shared_, 0);
}

std::unique_ptr<Stream> Loopback::take_second() {
  MPOS_ASSERT(!std::exchange(taken_[1], true));
  return std::make_unique<End>(shared_, 1);
}

Faults& Loopback::faults(Direction direction) {
  return shared_->towards[receiver(direction)].faults;
}
void Loopback::break_link() {
  shared_->break_link("link broken");
}
std::uint64_t Loopback::chunks(Direction direction) const {
  return shared_->towards[receiver(direction)].chunks_delivered;
}
std::uint64_t Loopback::bytes(Direction direction) const {
  return shared_->towards[receiver(direction)].bytes_delivered;
}

}  // namespace mpos::radio

// SPDX-License-Identifier: Apache-2.0
#include "peripherals/radio/shaper.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

namespace mpos::radio {
namespace {

constexpr std::size_t queue_limit_bytes = std::size_t{1} << 20;

// What is on its way in one direction.
struct Pipe {
  std::deque<std::vector<std::uint8_t>> chunks;
  std::size_t queued_bytes = 0;
  Instant line_free{};  // when the last byte has left
  Instant last_due{};
};

Duration seconds_of(double seconds) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>{seconds});
}

}  // namespace

struct Shaper::Shared : std::enable_shared_from_this<Shared> {
  Shared(Shaper& by, std::unique_ptr<Stream> stream) : shaper(by), inner(std::move(stream)) {}

  Shaper& shaper;
  std::unique_ptr<Stream> inner;
  std::array<Pipe, 2> pipes;
  std::shared_ptr<Stream::Handlers> handlers;
  std::optional<std::string> far_end_closed;  // told once everything has arrived
  std::optional<Direction> ending;            // breaks when this direction has nothing left on its way
  bool open = true;                           // for the user
  bool closing = false;                       // by the user, with bytes still on their way
  bool broken = false;
  bool short_of_room = false;

  void listen(Stream::Handlers given) {
    handlers = std::make_shared<Stream::Handlers>(std::move(given));
    inner->set_handlers({.opened =
                             [weak = weak_from_this()] {
                               const auto self = weak.lock();
                               if (!self) return;
                               const auto kept = self->handlers;
                               if (kept && kept->opened) kept->opened();
                             },
                         .received =
                             [weak = weak_from_this()](Bytes bytes) {
                               if (const auto self = weak.lock()) self->pass(Direction::inward, bytes);
                             },
                         .closed =
                             [weak = weak_from_this()](const std::string& reason) {
                               const auto self = weak.lock();
                               if (!self) return;
                               self->far_end_closed = reason;
                               self->settle();
                             },
                         .drained =
                             [weak = weak_from_this()] {
                               if (const auto self = weak.lock()) self->tell_drained();
                             }});
  }

  bool send(Bytes bytes) {
    if (!open || !inner->is_open()) return false;
    if (pipes[index(Direction::outward)].queued_bytes + bytes.size() > queue_limit_bytes) {
      short_of_room = true;
      return false;
    }
    return pass(Direction::outward, bytes);
  }

  bool pass(Direction direction, Bytes bytes) {
    if (broken || ending) return false;
    const Shape& shape = shaper.shapes_[index(direction)];
    const Pipe& pipe = pipes[index(direction)];
    if (shape.is_plain() && pipe.chunks.empty()) {
      if (shaper.gate_ && !shaper.gate_(direction, bytes)) return break_now("broken at the step that was named");
      return arrive(direction, bytes);
    }
    const std::size_t piece = shape.mtu_bytes == 0 ? std::max<std::size_t>(bytes.size(), 1) : shape.mtu_bytes;
    for (; !bytes.empty() && !ending; bytes = bytes.subspan(std::min(piece, bytes.size()))) {
      const Bytes chunk = bytes.first(std::min(piece, bytes.size()));
      if (shaper.gate_ && !shaper.gate_(direction, chunk)) return break_now("broken at the step that was named");
      go(direction, chunk);
    }
    return true;
  }

  void go(Direction direction, Bytes bytes) {
    Shape& shape = shaper.shapes_[index(direction)];
    sim::Random& random = shaper.random_;
    bool last = false;
    if (shape.break_after_bytes) {
      last = *shape.break_after_bytes <= bytes.size();
      bytes = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), *shape.break_after_bytes)));
      *shape.break_after_bytes -= bytes.size();
    }
    // Drawn always, so that one fate does not move the next.
    const bool lost = random.unit() < shape.loss;
    const bool twice = random.unit() < shape.duplication;
    const bool flipped = random.unit() < shape.corruption;
    const std::uint64_t bit = random.next();
    const double shift = random.between(-1, 1);
    std::vector<std::uint8_t> chunk(bytes.begin(), bytes.end());
    if (flipped && !chunk.empty()) {
      const std::size_t at = bit % (8 * chunk.size());
      chunk[at / 8] = static_cast<std::uint8_t>(chunk[at / 8] ^ (1U << (at % 8)));
    }
    const Duration wander = std::max(
        shape.latency + Duration{static_cast<Duration::rep>(shift * static_cast<double>(shape.jitter.count()))},
        Duration{});
    for (int copy = 0; copy < (twice ? 2 : 1); ++copy) {
      const Instant due = take_line(direction, chunk.size(), wander);
      if (!lost && !chunk.empty()) queue(direction, chunk, due);
    }
    if (last) {
      shape.break_after_bytes.reset();
      ending = direction;
      settle_in(pipes[index(direction)].last_due - shaper.scheduler_.now());
    }
  }

  /// When the last of `bytes` arrives; the line is taken until they have left.
  Instant take_line(Direction direction, std::size_t bytes, Duration latency) {
    Pipe& pipe = pipes[index(direction)];
    const std::uint64_t rate = shaper.shapes_[index(direction)].bandwidth_bytes_s;
    pipe.line_free = std::max(pipe.line_free, shaper.scheduler_.now());
    if (rate > 0) pipe.line_free += seconds_of(static_cast<double>(bytes) / static_cast<double>(rate));
    pipe.last_due = std::max(pipe.last_due, pipe.line_free + latency);
    return pipe.last_due;
  }

  void queue(Direction direction, const std::vector<std::uint8_t>& chunk, Instant due) {
    Pipe& pipe = pipes[index(direction)];
    pipe.queued_bytes += chunk.size();
    pipe.chunks.push_back(chunk);
    // Every appointment takes the oldest chunk, so a shuffled scheduler cannot reorder the stream.
    shaper.scheduler_.post(due - shaper.scheduler_.now(), "shaped chunk", [weak = weak_from_this(), direction] {
      const auto self = weak.lock();
      if (!self || self->pipes[index(direction)].chunks.empty()) return;
      Pipe& here = self->pipes[index(direction)];
      const std::vector<std::uint8_t> next = std::move(here.chunks.front());
      here.chunks.pop_front();
      here.queued_bytes -= next.size();
      (void)self->arrive(direction, next);
      self->settle();
    });
  }

  bool arrive(Direction direction, Bytes bytes) {
    if (broken) return false;
    if (direction == Direction::outward) return inner->send(bytes);
    const auto kept = handlers;
    if (kept && kept->received) kept->received(bytes);
    return true;
  }

  bool break_now(const std::string& reason) {
    if (std::exchange(broken, true)) return false;
    for (Pipe& pipe : pipes) {
      pipe.chunks.clear();
      pipe.queued_bytes = 0;
    }
    inner->close();
    far_end_closed = reason;
    if (shaper.broke_) shaper.broke_(reason);
    settle_in(Duration{});  // never from inside send()
    return false;
  }

  void tell_drained() {
    const auto kept = handlers;
    if (kept && kept->drained) kept->drained();
  }

  void settle_in(Duration delay) {
    shaper.scheduler_.post(std::max(delay, Duration{}), "shaped link settles", [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->settle();
    });
  }

  /// Nothing left on its way: breaks where that was asked for, tells the user that the far end is gone, or lets a
  /// closed stream go.
  void settle() {
    if (ending && !broken && pipes[index(*ending)].chunks.empty()) {
      (void)break_now("broken after the bytes that were asked for");
    }
    if (pipes[index(Direction::outward)].chunks.empty() && std::exchange(short_of_room, false)) tell_drained();
    if (far_end_closed && open && pipes[index(Direction::inward)].chunks.empty()) {
      open = false;
      const auto kept = std::exchange(handlers, nullptr);
      if (kept && kept->closed) kept->closed(*far_end_closed);
    }
    if (closing && pipes[index(Direction::outward)].chunks.empty()) {
      inner->close();
      const auto self = shared_from_this();  // kept until this returns
      std::erase(shaper.closing_, self);
    }
  }

  /// The user is done: what is on its way outward still arrives.
  void close() {
    handlers.reset();
    if (!std::exchange(open, false) || closing) return;
    if (pipes[index(Direction::outward)].chunks.empty()) return inner->close();
    closing = true;
    shaper.closing_.push_back(shared_from_this());
  }
};

class Shaper::End final : public Stream {
 public:
  explicit End(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
  ~End() override { shared_->close(); }
  bool send(Bytes bytes) override { return shared_->send(bytes); }
  void close() override { shared_->close(); }
  bool is_open() const override { return shared_->open; }
  void hold(bool held) override { shared_->inner->hold(held); }
  std::string peer() const override { return shared_->inner->peer(); }
  hal::ByteLink::Carrier carrier() const override { return shared_->inner->carrier(); }
  void set_handlers(Handlers handlers) override { shared_->listen(std::move(handlers)); }

 private:
  std::shared_ptr<Shared> shared_;
};

Shaper::Shaper(sim::Scheduler& scheduler, const sim::Random& random) : scheduler_(scheduler), random_(random) {}
Shaper::~Shaper() = default;

void Shaper::set(Direction direction, const Shape& shape) {
  shapes_[index(direction)] = shape;
}

std::unique_ptr<Stream> Shaper::wrap(std::unique_ptr<Stream> stream) {
  return std::make_unique<End>(std::make_shared<Shared>(*this, std::move(stream)));
}

}  // namespace mpos::radio

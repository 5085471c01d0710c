// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/air.hpp"

namespace mpos::world {
namespace {

using bus::v1::LinkShape;
using Direction = radio::Shaper::Direction;

bool is_chance(double value) {
  return value >= 0 && value <= 1;
}

bool is_handshake(LinkShape::Step step) {
  return step == LinkShape::HANDSHAKE_1 || step == LinkShape::HANDSHAKE_2 || step == LinkShape::HANDSHAKE_3;
}

std::optional<firmware::ReaderState> state_of(LinkShape::Step step) {
  switch (step) {
    case LinkShape::WAITING_FOR_CARD: return firmware::ReaderState::waiting_for_card;
    case LinkShape::PIN_ENTRY: return firmware::ReaderState::pin_entry;
    case LinkShape::HOST: return firmware::ReaderState::host;
    case LinkShape::RESULT: return firmware::ReaderState::result;
    default: return std::nullopt;
  }
}

}  // namespace

Air::Air(sim::Scheduler& scheduler, const sim::Random& random, Sink& sink, std::string reader)
    : sink_(sink), reader_(std::move(reader)), shaper_(scheduler, random.fork("air")) {
  shaper_.on_break([this](const std::string& reason) { tell("link " + reason); });
}

Air::Done Air::shape(const LinkShape& asked) {
  constexpr std::int64_t longest_ns = 3'600'000'000'000;
  if (asked.latency_ns() < 0 || asked.jitter_ns() < 0 || asked.latency_ns() > longest_ns ||
      asked.jitter_ns() > longest_ns) {
    return Failure{std::string{"latency and jitter are 0 to one hour"}};
  }
  if (!is_chance(asked.loss()) || !is_chance(asked.duplication()) || !is_chance(asked.corruption())) {
    return Failure{std::string{"loss, duplication and corruption are chances from 0 to 1"}};
  }
  if (!LinkShape::Direction_IsValid(asked.direction()) || !LinkShape::Step_IsValid(asked.break_at())) {
    return Failure{std::string{"no such direction or step"}};
  }
  radio::Shape shape;
  shape.latency = Duration{asked.latency_ns()};
  shape.jitter = Duration{asked.jitter_ns()};
  shape.bandwidth_bytes_s = asked.bandwidth_bytes_s();
  shape.loss = asked.loss();
  shape.duplication = asked.duplication();
  shape.corruption = asked.corruption();
  shape.mtu_bytes = asked.mtu_bytes();
  if (asked.has_break_after_bytes()) shape.break_after_bytes = asked.break_after_bytes();
  if (asked.direction() != LinkShape::TO_PHONE) shaper_.set(Direction::inward, shape);
  if (asked.direction() != LinkShape::TO_READER) shaper_.set(Direction::outward, shape);
  break_at_ = asked.break_at();
  watches_ = is_handshake(break_at_) ? std::make_unique<std::array<Watch, 2>>() : nullptr;
  // Asked for each chunk, so only where there is something to ask.
  shaper_.set_gate(watches_ ? [this](Direction direction, Bytes bytes) { return lets_pass(direction, bytes); }
                            : std::function<bool(Direction, Bytes)>{});
  return {};
}

std::unique_ptr<radio::Stream> Air::wrap(std::unique_ptr<radio::Stream> stream) {
  if (watches_) *watches_ = {};
  auto wrapped = shaper_.wrap(std::move(stream));
  if (ears_) wrapped = std::make_unique<radio::Tap>(std::move(wrapped), ears_);
  if (!listener_) return wrapped;
  return std::make_unique<radio::Tap>(std::move(wrapped), listener_());
}

bool Air::breaks_at(firmware::ReaderState state) {
  if (state_of(break_at_) != state) return false;
  break_at_ = LinkShape::STEP_UNSPECIFIED;
  tell("link broken at the step that was named");
  return true;
}

bool Air::lets_pass(Direction direction, Bytes bytes) {
  if (!is_handshake(break_at_)) return true;
  Watch& watch = (*watches_)[static_cast<std::size_t>(direction)];
  while (!bytes.empty()) {
    bytes = bytes.subspan(watch.decoder.feed(bytes));
    for (;;) {
      const auto frame = watch.decoder.next();
      if (!frame && frame.error() == link::FrameError::incomplete) break;
      if (!frame || frame->header.type != link::FrameType::handshake) continue;
      if (!watch.inside) ++watch.messages;
      watch.inside = frame->header.more_fragments;
    }
  }
  const int inward = (*watches_)[static_cast<std::size_t>(Direction::inward)].messages;
  const int outward = (*watches_)[static_cast<std::size_t>(Direction::outward)].messages;
  const bool reached = break_at_ == LinkShape::HANDSHAKE_1   ? inward >= 1
                       : break_at_ == LinkShape::HANDSHAKE_2 ? outward >= 1
                                                             : inward >= 2;
  if (reached) break_at_ = LinkShape::STEP_UNSPECIFIED;
  return !reached;
}

void Air::tell(const std::string& what) {
  if (!sink_.wanted()) return;
  bus::v1::Event event;
  event.mutable_note()->set_text(what);
  sink_.take(reader_, std::move(event));
}

}  // namespace mpos::world

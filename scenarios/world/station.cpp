// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/station.hpp"

#include <algorithm>

#include "scenarios/world/snapshot.hpp"

namespace mpos::world {

Station::Station(sim::Scheduler& scheduler, const sim::Random& random, std::unique_ptr<ReaderUnit> reader,
                 const phone::Crypto& crypto, phone::Settings settings, phone::AcquirerLine::Dial dial, Sink& sink)
    : scheduler_(scheduler),
      sink_(sink),
      air_(scheduler, random, sink, reader->name()),
      reader_(std::move(reader)),
      phone_(scheduler, crypto, std::move(settings), std::move(dial), *this) {
  air_.set_ears([this](bool outward, Bytes bytes) { hear(!outward, bytes); });
  reader_->on_state([this](firmware::ReaderState state) {
    if (air_.breaks_at(state)) reader_->drop_link();
  });
}

Station::Done Station::connect() {
  radio::Loopback loopback{scheduler_};
  auto near = loopback.take_first();
  auto far = loopback.take_second();
  return join(std::move(near), std::move(far), "loopback", std::move(loopback));
}

Station::Done Station::connect(std::unique_ptr<radio::Stream> phone_end, std::unique_ptr<radio::Stream> reader_end) {
  return join(std::move(phone_end), std::move(reader_end), "tcp", std::nullopt);
}

Station::Done Station::join(std::unique_ptr<radio::Stream> phone_end, std::unique_ptr<radio::Stream> reader_end,
                            std::string_view transport, std::optional<radio::Loopback> loopback) {
  if (!reader_->is_on()) return Failure{std::string{"the reader is off"}};
  // The phone first: its refusal must leave the reader untouched.
  if (auto done = phone_.connect(std::move(phone_end), std::string{transport}); !done) return done;
  forget_frames();
  loopback_ = std::move(loopback);
  if (reader_->attach(air_.wrap(std::move(reader_end)))) outside_ = false;
  return {};
}

Station::Done Station::connect(std::unique_ptr<radio::Stream> stream) {
  return phone_.connect(std::move(stream), "tcp");
}

Station::Done Station::attach(std::unique_ptr<radio::Stream> stream) {
  if (!reader_->is_on()) {
    stream->close();
    return Failure{std::string{"the reader is off"}};
  }
  if (!reader_->has_far_end()) forget_frames();
  outside_ = outside_ || !reader_->has_far_end();
  const std::string peer = stream->peer();
  if (!reader_->attach(air_.wrap(std::move(stream)))) {
    if (sink_.wanted()) {
      bus::v1::Event event;
      event.mutable_note()->set_text("link refused: " + peer + ", busy with another phone");
      sink_.take(reader_->name(), std::move(event));
    }
    return Failure{std::string{"another phone is there; the new one was told busy"}};
  }
  return {};
}

Station::Done Station::link_fault(const bus::v1::LinkFault& fault) {
  using bus::v1::LinkFault;
  if (!loopback_) return Failure{std::string{"no phone is connected over loopback"}};
  using Direction = radio::Loopback::Direction;
  radio::Faults& faults = loopback_->faults(fault.to_phone() ? Direction::second_to_first : Direction::first_to_second);
  const std::uint32_t count = fault.count() == 0 ? 1 : fault.count();
  switch (fault.kind()) {
    case LinkFault::NONE: faults = {}; return {};
    case LinkFault::DROP: faults.drop_next = count; return {};
    case LinkFault::CORRUPT: faults.corrupt_next = count; return {};
    case LinkFault::DUPLICATE: faults.duplicate_next = count; return {};
    case LinkFault::REORDER: faults.reorder_next = count; return {};
    case LinkFault::BREAK_AFTER: faults.break_after = fault.count(); return {};
    case LinkFault::DELAY:
      if (fault.delay_ns() < 0) return Failure{std::string{"the delay is not negative"}};
      faults.delay = Duration{fault.delay_ns()};
      return {};
    default: return Failure{std::string{"no such link fault"}};
  }
}

bool Station::needs_real_time() const noexcept {
  return outside_ && reader_->has_far_end() && !reader_->firmware().far_end_keeps_no_time();
}

void Station::watch_link(bool on) {
  watches_link_ = on;
  forget_frames();
}

void Station::forget_frames() {
  cutters_ = {FrameCutter{Capture::Wire::link}, FrameCutter{Capture::Wire::link}};
}

bus::v1::ReaderSnapshot Station::snapshot() {
  bus::v1::ReaderSnapshot snapshot = snapshot_of(*reader_);
  *snapshot.mutable_link() = phone_.link_state();
  snapshot.mutable_phone()->set_stage(std::string{phone_.stage()});
  reader_->fill_cards(snapshot);
  snapshot.set_signed_in(reader_->firmware().signed_in());
  return snapshot;
}

Station::Done Station::sign(const bus::v1::PhoneSign& sign) {
  constexpr int most_strokes = 200;
  constexpr int most_points = 2000;
  constexpr std::uint32_t far_edge = 10000;
  if (sign.strokes_size() < 1 || sign.strokes_size() > most_strokes) {
    return Failure{std::string{"a signature has 1 to 200 strokes"}};
  }
  for (const auto& stroke : sign.strokes()) {
    const auto& points = stroke.points();
    const bool inside = std::all_of(points.begin(), points.end(), [](std::uint32_t at) { return at <= far_edge; });
    if (points.empty() || points.size() % 2 != 0 || points.size() > 2 * most_points || !inside) {
      return Failure{std::string{"a stroke is 1 to 2000 points, x and y in turn, each 0 to 10000"}};
    }
  }
  if (auto done = phone_.sign(); !done) return done;
  bus::v1::Event event;
  *event.mutable_signed_()->mutable_strokes() = sign.strokes();
  event.mutable_signed_()->set_masked_pan(phone_.last_result().masked_pan());
  sink_.take(reader_->name(), std::move(event));
  return {};
}

void Station::step(bus::v1::PhoneStep step) {
  bus::v1::Event event;
  *event.mutable_phone() = std::move(step);
  sink_.take(reader_->name(), std::move(event));
}

void Station::outcome(bus::v1::Outcome outcome) {
  bus::v1::Event event;
  *event.mutable_outcome() = std::move(outcome);
  sink_.take(reader_->name(), std::move(event));
}

void Station::receipt(bus::v1::Receipt receipt) {
  bus::v1::Event event;
  *event.mutable_receipt() = std::move(receipt);
  sink_.take(reader_->name(), std::move(event));
}

void Station::message(bool to_reader, const google::protobuf::Message& content) {
  if (!watches_link_ || !sink_.wanted()) return;
  bus::v1::Event event;
  *event.mutable_message() = masked_message(to_reader, content);
  sink_.take(reader_->name(), std::move(event));
}

void Station::hear(bool to_reader, Bytes bytes) {
  if (!watches_link_ || !sink_.wanted()) return;
  for (const auto& content : cutters_[to_reader ? 1 : 0].take(bytes)) {
    bus::v1::Event event;
    event.mutable_frame()->set_to_reader(to_reader);
    event.mutable_frame()->set_bytes(static_cast<std::uint32_t>(content.size()));
    event.mutable_frame()->set_what(frame_words(content));
    event.mutable_frame()->set_content(content.data(), content.size());
    sink_.take(reader_->name(), std::move(event));
  }
}

void Station::link(bus::v1::LinkState state) {
  if (!sink_.wanted()) return;
  bus::v1::Event event;
  *event.mutable_link() = std::move(state);
  sink_.take(reader_->name(), std::move(event));
}

}  // namespace mpos::world

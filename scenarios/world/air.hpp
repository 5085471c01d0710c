// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>

#include "devicemodel/firmware/reader.hpp"
#include "devicemodel/link/frame.hpp"
#include "mpos/bus/v1/bus.pb.h"
#include "peripherals/radio/shaper.hpp"
#include "peripherals/radio/tap.hpp"
#include "scenarios/world/sink.hpp"

namespace mpos::world {

/// What lies between a reader and whatever phone controls it: the shape of the link, for every transport, and the step
/// at which it is to break.
class Air {
 public:
  using Done = Result<void, std::string>;

  Air(sim::Scheduler& scheduler, const sim::Random& random, Sink& sink, std::string reader);
  Air(const Air&) = delete;
  Air& operator=(const Air&) = delete;

  Done shape(const bus::v1::LinkShape& shape);
  /// Who listens in at the reader's end; asked anew for each connection.
  void set_listener(std::function<radio::Tap::Heard()> listener) { listener_ = std::move(listener); }
  /// Hears every chunk at the reader's end, of all connections.
  void set_ears(radio::Tap::Heard heard) { ears_ = std::move(heard); }
  /// The reader's end of a new connection, behind the air.
  std::unique_ptr<radio::Stream> wrap(std::unique_ptr<radio::Stream> stream);
  /// The reader came into this state. True when the link is to break here; that is then done with.
  bool breaks_at(firmware::ReaderState state);

 private:
  /// Counts the handshake messages of one direction.
  struct Watch {
    link::FrameDecoder decoder;
    int messages = 0;
    bool inside = false;  ///< a message of which fragments are still to come
  };

  bool lets_pass(radio::Shaper::Direction direction, Bytes bytes);
  void tell(const std::string& what);

  Sink& sink_;
  std::string reader_;
  bus::v1::LinkShape::Step break_at_ = bus::v1::LinkShape::STEP_UNSPECIFIED;
  std::unique_ptr<std::array<Watch, 2>> watches_;  ///< while a handshake step is named
  std::function<radio::Tap::Heard()> listener_;
  radio::Tap::Heard ears_;
  radio::Shaper shaper_;
};

}  // namespace mpos::world

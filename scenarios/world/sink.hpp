// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "mpos/bus/v1/bus.pb.h"

namespace mpos::world {

/// Where a world's events go.
class Sink {
 public:
  /// Whether anybody listens: when not, events are not even made.
  virtual bool wanted() const = 0;
  /// Takes one event; number, time and reader are filled in by the sink.
  virtual void take(std::string_view reader, bus::v1::Event event) = 0;

 protected:
  ~Sink() = default;
};

}  // namespace mpos::world

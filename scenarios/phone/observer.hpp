// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mpos/bus/v1/bus.pb.h"

namespace mpos::phone {

/// Who watches the phone's screen.
class Observer {
 public:
  /// Whether anybody looks: when not, steps, outcomes and receipts are not even written.
  virtual bool wanted() const = 0;
  virtual void step(bus::v1::PhoneStep step) = 0;
  virtual void outcome(bus::v1::Outcome outcome) = 0;
  virtual void receipt(bus::v1::Receipt receipt) = 0;
  /// A message of the session as it was sent or taken; `content` only lasts as long as the call.
  virtual void message([[maybe_unused]] bool to_reader, [[maybe_unused]] const google::protobuf::Message& content) {}
  /// Told always; it is rare.
  virtual void link(bus::v1::LinkState state) = 0;

 protected:
  ~Observer() = default;
};

}  // namespace mpos::phone

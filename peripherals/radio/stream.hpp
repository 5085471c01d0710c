// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "devicemodel/base/bytes.hpp"
#include "devicemodel/hal/hal.hpp"

namespace mpos::radio {

/// One end of a byte stream inside the simulation thread: the in-memory loopback, a TCP or TLS connection, a Bluetooth
/// link. Handlers are called on the simulation thread, never from inside send(), close() or set_handlers(). A handler
/// may destroy the stream.
class Stream {
 public:
  virtual ~Stream() = default;
  /// Queues bytes. Answers false when the stream is closed or its queue (1 MiB) is full.
  virtual bool send(Bytes bytes) = 0;
  /// Ends the stream; what was queued still goes out. No handler is called any more on this end. Destroying does the
  /// same.
  virtual void close() = 0;
  virtual bool is_open() const = 0;
  /// Held (true), no more is read: what the far end sends waits at its own side. A stream that has no such side goes
  /// on.
  virtual void hold(bool held) = 0;
  /// For people: "loopback", "127.0.0.1:4711".
  virtual std::string peer() const = 0;
  /// What carries it. Over Bluetooth (ble) bytes may be lost, and the link's two ends must mend that.
  virtual hal::ByteLink::Carrier carrier() const = 0;

  struct Handlers {
    std::function<void()> opened;                           ///< once, also when the stream was open already
    std::function<void(Bytes)> received;                    ///< what came before the handlers were set comes first
    std::function<void(const std::string& reason)> closed;  ///< once, when the far end or a fault ended it
    std::function<void()> drained{};                        ///< there is room again after send() had none
  };
  virtual void set_handlers(Handlers handlers) = 0;
};

}  // namespace mpos::radio

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "devicemodel/base/bytes.hpp"

namespace mpos::radio {

/// One end of a byte stream inside the simulation thread: the in-memory loopback, a TCP or TLS connection, a Bluetooth link. Handlers
/// are called on the simulation thread, never from inside send() or close().
class Stream {
 public:
  virtual ~Stream() = default;
  /// Queues bytes. Answers false when the stream is closed or its queue (1 MiB) is full.
  virtual bool send(Bytes bytes) = 0;
  virtual void close() = 0;
  virtual bool is_open() const = 0;
  /// For people: "loopback", "127.0.0.1:4711".
  virtual std::string peer() const = 0;

  struct Handlers {
    std::function<void()> opened;
    std::function<void(Bytes)> received;
    std::function<void(const std::string& reason)> closed;
  };
  virtual void set_handlers(Handlers handlers) = 0;
};

}  // namespace mpos::radio

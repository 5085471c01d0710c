// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "peripherals/radio/stream.hpp"

namespace mpos::radio {

/// Listens in on a stream: `heard(outward, bytes)` for what its user sends and what its user receives, before the user
/// does.
class Tap final : public Stream {
 public:
  using Heard = std::function<void(bool outward, Bytes bytes)>;

  Tap(std::unique_ptr<Stream> stream, Heard heard)
      : stream_(std::move(stream)), heard_(std::make_shared<Heard>(std::move(heard))) {}
  bool send(Bytes bytes) override {
    if (!stream_->send(bytes)) return false;
    (*heard_)(true, bytes);
    return true;
  }
  void close() override { stream_->close(); }
  bool is_open() const override { return stream_->is_open(); }
  void hold(bool held) override { stream_->hold(held); }
  std::string peer() const override { return stream_->peer(); }
  hal::ByteLink::Carrier carrier() const override { return stream_->carrier(); }
  void set_handlers(Handlers handlers) override {
    if (handlers.received) {
      handlers.received = [heard = heard_, received = std::move(handlers.received)](Bytes bytes) {
        (*heard)(false, bytes);
        received(bytes);
      };
    }
    stream_->set_handlers(std::move(handlers));
  }

 private:
  std::unique_ptr<Stream> stream_;
  std::shared_ptr<Heard> heard_;  ///< shared, since a handler may destroy this stream
};

}  // namespace mpos::radio

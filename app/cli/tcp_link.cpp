// SPDX-License-Identifier: Apache-2.0
#include "app/cli/tcp_link.hpp"

#include <algorithm>
#include <cstdio>

#include "peripherals/net/tcp.hpp"

namespace mpos::cli {

/// One end of a connection, which keeps its tally.
class TcpLink::End final : public radio::Stream {
 public:
  End(std::unique_ptr<radio::Stream> stream, std::shared_ptr<Connection> connection, std::size_t index)
      : stream_(std::move(stream)), connection_(std::move(connection)), index_(index) {}
  ~End() override { tally().ended = true; }
  End(const End&) = delete;
  End& operator=(const End&) = delete;

  bool send(Bytes bytes) override {
    const bool taken = stream_->send(bytes);
    if (taken) tally().sent += bytes.size();
    return taken;
  }
  void close() override {
    tally().ended = true;
    stream_->close();
  }
  bool is_open() const override { return stream_->is_open(); }
  void hold(bool held) override {
    tally().held = held;
    stream_->hold(held);
  }
  std::string peer() const override { return stream_->peer(); }
  hal::ByteLink::Carrier carrier() const override { return stream_->carrier(); }
  void set_handlers(Handlers handlers) override {
    Tally& mine = tally();
    mine.listening = handlers.opened || handlers.received || handlers.closed;
    // New handlers are told anew.
    mine.opened = false;
    const auto keep = [connection = connection_, index = index_]() -> Tally& { return (*connection)[index]; };
    Handlers counting;
    counting.opened = [keep, opened = std::move(handlers.opened)] {
      keep().opened = true;
      if (opened) opened();
    };
    counting.received = [keep, received = std::move(handlers.received)](Bytes bytes) {
      keep().received += bytes.size();
      if (received) received(bytes);
    };
    counting.closed = [keep, closed = std::move(handlers.closed)](const std::string& reason) {
      keep().ended = true;
      if (closed) closed(reason);
    };
    counting.drained = std::move(handlers.drained);
    stream_->set_handlers(std::move(counting));
  }

 private:
  Tally& tally() { return (*connection_)[index_]; }

  std::unique_ptr<radio::Stream> stream_;
  std::shared_ptr<Connection> connection_;
  std::size_t index_;
};

void TcpLink::use_in(world::Options& options) {
  options.link = [this] { return connect(); };
  options.before_advance = [this, before = std::move(options.before_advance)](Instant to) {
    if (!settled()) {
      // Returns as soon as something came in; how long it waits at most does not matter.
      context_.run_for(std::chrono::seconds{1});
      return false;
    }
    return !before || before(to);
  };
}

world::LinkEnds TcpLink::connect() {
  auto pair = net::connected_pair(context_);
  if (!pair) {
    std::fprintf(stderr, "vmpos: %s\n", pair.error().c_str());
    return {};
  }
  auto connection = std::make_shared<Connection>();
  connections_.push_back(connection);
  return {std::make_unique<End>(std::move(pair->first), connection, 0),
          std::make_unique<End>(std::move(pair->second), connection, 1)};
}

bool TcpLink::settled() {
  const auto is_over = [](const auto& connection) { return (*connection)[0].ended && (*connection)[1].ended; };
  connections_.erase(std::remove_if(connections_.begin(), connections_.end(), is_over), connections_.end());
  const auto waits = [](const Tally& here, const Tally& there) {
    if (here.ended || !here.listening) return false;
    if (!here.opened) return true;
    return !here.held && (here.received < there.sent || there.ended);
  };
  return std::none_of(connections_.begin(), connections_.end(), [&](const auto& connection) {
    const auto& [first, second] = *connection;
    return waits(first, second) || waits(second, first);
  });
}

}  // namespace mpos::cli

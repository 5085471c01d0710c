// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "peripherals/net/tcp.hpp"
#include "tests/unit/devicemodel/link/pair.hpp"

namespace mpos::link::test {
namespace {

using namespace std::chrono_literals;

/// Both sides of one handshake, certificate check left out.
void handshake(benchmark::State& state) {
  Pair pair;
  pair.reader.phones.remember(pair.phone.identity.public_key);
  for (auto _ : state) {
    pair.phone.told.clear();
    pair.reader.told.clear();
    pair.start();
    pair.settle();
    if (!pair.is_up()) state.SkipWithError("no session");
  }
}
BENCHMARK(handshake)->Unit(benchmark::kMicrosecond);

/// Sealed, framed, deframed and opened, one message of range(0) bytes.
void record(benchmark::State& state) {
  Settings phone = phone_settings();
  phone.max_frame_payload = static_cast<std::size_t>(state.range(1));
  Pair pair(phone);
  pair.bring_up();
  const Buffer message(static_cast<std::size_t>(state.range(0)), 0x42);
  Channel& from = *pair.phone.channel;
  Channel& to = *pair.reader.channel;
  for (auto _ : state) {
    if (!from.send(message, pair.now)) state.SkipWithError("refused");
    std::size_t arrived = 0;
    for (Bytes out = from.outgoing(); !out.empty(); out = from.outgoing()) {
      feed_all(to, out, pair.now, [&](const Channel::Event& event) { arrived += event.message.size(); });
      from.sent(out.size(), pair.now);
    }
    if (arrived != message.size()) state.SkipWithError("lost");
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(record)->Args({64, 2048})->Args({4096, 2048})->Args({4096, 4224});

/// A session over TCP on the loopback address, both ends in this thread.
class TcpPair {
 public:
  /// Given what the reader's end of the connection received.
  using OnReader = std::function<void(Bytes)>;

  TcpPair() {
    pair_.reader.phones.remember(pair_.phone.identity.public_key);
    listener_ = std::move(*net::listen_tcp(context_, "127.0.0.1", 0, [this](std::unique_ptr<radio::Stream> stream) {
      far_ = std::move(stream);
      far_->set_handlers(
          {.opened = [this] { pair_.reader.channel->start(pair_.now); },
           .received = [this](Bytes bytes) { discard_ ? void(discarded_ += bytes.size()) : echo(bytes); },
           .closed = {}});
    }));
    near_ = net::connect_tcp(context_, "127.0.0.1", listener_->port());
    near_->set_handlers({.opened =
                             [this] {
                               pair_.phone.channel->start(pair_.now);
                               (void)flush(pair_.phone, *near_);
                             },
                         .received =
                             [this](Bytes bytes) {
                               feed_all(*pair_.phone.channel, bytes, pair_.now, [this](const Channel::Event& event) {
                                 if (event.kind == Kind::message) ++echoes_;
                               });
                               (void)flush(pair_.phone, *near_);
                             },
                         .closed = {}});
    run_until([this] { return pair_.is_up(); });
  }

  bool is_up() { return pair_.is_up(); }
  bool run_until(const std::function<bool()>& is_so) {
    for (int i = 0; i < 1000 && !is_so(); ++i) context_.run_for(10ms);
    return is_so();
  }
  /// Sends a message and waits for it to come back.
  bool echo_once(Bytes message) {
    const int before = echoes_;
    if (!pair_.phone.channel->send(message, pair_.now) || !flush(pair_.phone, *near_)) return false;
    return run_until([&] { return echoes_ > before; });
  }
  /// From now on the reader's end reads and throws away.
  void discard() { discard_ = true; }
  std::size_t discarded() const { return discarded_; }
  /// Sends a message once the connection has room; the bytes it took on the wire.
  std::size_t push(Bytes message) {
    if (!pair_.phone.channel->send(message, pair_.now)) return 0;
    std::size_t sent = 0;
    for (Bytes out = pair_.phone.channel->outgoing(); !out.empty(); out = pair_.phone.channel->outgoing()) {
      while (!near_->send(out)) context_.run_for(1ms);
      sent += out.size();
      pair_.phone.channel->sent(out.size(), pair_.now);
    }
    return sent;
  }

 private:
  bool flush(End& end, radio::Stream& stream) {
    const Bytes out = end.channel->outgoing();
    if (out.empty()) return true;
    if (!stream.send(out)) return false;
    end.channel->sent(out.size(), pair_.now);
    return true;
  }
  void echo(Bytes bytes) {
    feed_all(*pair_.reader.channel, bytes, pair_.now, [this](const Channel::Event& event) {
      if (event.kind == Kind::message) (void)pair_.reader.channel->send(event.message, pair_.now);
    });
    (void)flush(pair_.reader, *far_);
  }

  Pair pair_;
  net::Context context_;
  std::unique_ptr<net::Listener> listener_;
  std::unique_ptr<radio::Stream> near_, far_;
  int echoes_ = 0;
  bool discard_ = false;
  std::size_t discarded_ = 0;
};

/// One encrypted 64-byte echo, one outstanding; p50 and p99 of a round trip in microseconds.
void tcp_echo(benchmark::State& state) {
  TcpPair pair;
  if (!pair.is_up()) return state.SkipWithError("no session");
  const Buffer message(64, 0x42);
  std::vector<double> spans;
  for (auto _ : state) {
    const auto begun = std::chrono::steady_clock::now();
    if (!pair.echo_once(message)) return state.SkipWithError("lost");
    spans.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begun).count());
  }
  state.SetItemsProcessed(state.iterations());
  std::sort(spans.begin(), spans.end());
  state.counters["p50_us"] = spans[spans.size() / 2];
  state.counters["p99_us"] = spans[spans.size() * 99 / 100];
}
BENCHMARK(tcp_echo)->UseRealTime();

/// 4 KiB messages, sealed and framed, into a sink that reads and throws away.
void tcp_bulk(benchmark::State& state) {
  TcpPair pair;
  if (!pair.is_up()) return state.SkipWithError("no session");
  pair.discard();
  const Buffer message(4096, 0x42);
  std::size_t sent = 0;
  for (auto _ : state) {
    const std::size_t more = pair.push(message);
    if (more < message.size()) return state.SkipWithError("refused");
    sent += more;
  }
  if (!pair.run_until([&] { return pair.discarded() == sent; })) return state.SkipWithError("lost");
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(message.size()));
}
BENCHMARK(tcp_bulk)->UseRealTime();

}  // namespace
}  // namespace mpos::link::test

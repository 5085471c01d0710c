// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

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

/// One encrypted 64-byte echo over TCP on the loopback address, both ends in this thread, one outstanding.
void tcp_echo(benchmark::State& state) {
  Pair pair;
  net::Context context;
  std::unique_ptr<radio::Stream> near;
  std::unique_ptr<radio::Stream> far;
  int echoes = 0;
  const auto flush = [&](End& end, radio::Stream& stream) {
    const Bytes out = end.channel->outgoing();
    if (out.empty() || !stream.send(out)) return;
    end.channel->sent(out.size(), pair.now);
  };
  auto listener = net::listen_tcp(context, "127.0.0.1", 0, [&](std::unique_ptr<radio::Stream> stream) {
    far = std::move(stream);
    far->set_handlers({.opened = [&] { pair.reader.channel->start(pair.now); },
                       .received =
                           [&](Bytes bytes) {
                             feed_all(*pair.reader.channel, bytes, pair.now, [&](const Channel::Event& event) {
                               if (event.kind == Kind::message)
                                 (void)pair.reader.channel->send(event.message, pair.now);
                             });
                             flush(pair.reader, *far);
                           },
                       .closed = {}});
  });
  pair.reader.phones.remember(pair.phone.identity.public_key);
  near = net::connect_tcp(context, "127.0.0.1", (*listener)->port());
  near->set_handlers({.opened =
                          [&] {
                            pair.phone.channel->start(pair.now);
                            flush(pair.phone, *near);
                          },
                      .received =
                          [&](Bytes bytes) {
                            feed_all(*pair.phone.channel, bytes, pair.now, [&](const Channel::Event& event) {
                              if (event.kind == Kind::message) ++echoes;
                            });
                            flush(pair.phone, *near);
                          },
                      .closed = {}});
  for (int i = 0; i < 1000 && !pair.is_up(); ++i) context.run_for(10ms);
  if (!pair.is_up()) return state.SkipWithError("no session");
  const Buffer message(64, 0x42);
  int sent = 0;
  for (auto _ : state) {
    if (!pair.phone.channel->send(message, pair.now)) state.SkipWithError("refused");
    flush(pair.phone, *near);
    ++sent;
    for (int i = 0; i < 1000 && echoes < sent; ++i) context.run_for(10ms);
    if (echoes != sent) return state.SkipWithError("lost");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(tcp_echo)->UseRealTime();

}  // namespace
}  // namespace mpos::link::test

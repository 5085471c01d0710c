// SPDX-License-Identifier: Apache-2.0
#include "app/cli/control_server.hpp"

#include <algorithm>
#include <charconv>

#include "peripherals/net/local.hpp"
#include "scenarios/bus/wire.hpp"

namespace mpos::cli {

struct ControlServer::Client {
  std::unique_ptr<radio::Stream> stream;
  bus::FrameBuffer frames;
  std::string backlog;
  std::function<void()> gone;
};

ControlServer::ControlServer(bus::Bus& bus, LiveLoop& loop, bus::v1::Event ready)
    : bus_(bus), loop_(loop), ready_(std::move(ready)) {
  subscription_ = bus_.subscribe([this](const bus::v1::Event& event) { tell(event); });
}

ControlServer::~ControlServer() = default;

Result<void, std::string> ControlServer::open(net::Context& context, const std::string& address,
                                              std::function<void()> owner_gone) {
  constexpr std::string_view given = "fd:";
  if (address.starts_with(given)) {
    int descriptor = -1;
    const char* end = address.data() + address.size();
    const auto [stop, error] = std::from_chars(address.data() + given.size(), end, descriptor);
    if (error != std::errc{} || stop != end || descriptor < 0) {
      return Failure{"--control fd:N takes the number of a descriptor, not '" + address + "'"};
    }
    auto stream = net::adopt_local(context, descriptor);
    if (!stream) return Failure{"--control: " + stream.error()};
    take(std::move(*stream), std::move(owner_gone));
    return {};
  }
  const auto on_accept = [this](std::unique_ptr<radio::Stream> stream) { take(std::move(stream), {}); };
  auto listener = [&]() -> Result<std::unique_ptr<net::Listener>, std::string> {
    constexpr std::string_view local = "unix:";
    if (address.starts_with(local)) return net::listen_local(context, address.substr(local.size()), on_accept);
    if (address.find('/') != std::string::npos) return net::listen_local(context, address, on_accept);
    const auto parsed = net::parse_host_port(address);
    if (!parsed) return Failure{parsed.error() + ", nor unix:PATH"};
    if (!parsed->host.starts_with("127.") && parsed->host != "::1") {
      return Failure{"it is for this machine only: 127.0.0.1:PORT or unix:PATH, not " + address};
    }
    return net::listen_tcp(context, parsed->host, parsed->port, on_accept);
  }();
  if (!listener) return Failure{"--control: " + listener.error()};
  listener_ = std::move(*listener);
  return {};
}

void ControlServer::take(std::unique_ptr<radio::Stream> stream, std::function<void()> gone) {
  if (clients_.size() >= most_clients) return;  // the stream ends with this
  const auto client = std::make_shared<Client>();
  client->stream = loop_.clocked(std::move(stream));
  client->gone = std::move(gone);
  clients_.push_back(client);
  bus::v1::Event info;
  bus::v1::Event snapshot;
  const auto now = bus_.scheduler().now().time_since_epoch().count();
  *info.mutable_world_info() = bus_.info();
  *snapshot.mutable_snapshot() = bus_.snapshot();
  info.set_time_ns(now);
  snapshot.set_time_ns(now);
  for (const auto* event : {&ready_, &info, &snapshot}) {
    std::string frame;
    bus::append_frame(*event, frame);
    send(client, frame);
  }
  const std::weak_ptr<Client> weak = client;
  client->stream->set_handlers({.opened = {},
                                .received =
                                    [this, weak](Bytes bytes) {
                                      if (const auto here = weak.lock()) received(here, bytes);
                                    },
                                .closed =
                                    [this, weak](const std::string&) {
                                      if (const auto here = weak.lock()) drop(here);
                                    },
                                .drained =
                                    [this, weak] {
                                      if (const auto here = weak.lock()) send(here, {});
                                    }});
}

void ControlServer::received(const std::shared_ptr<Client>& client, Bytes bytes) {
  client->frames.append(bytes);
  for (;;) {
    bus::v1::Command command;
    const auto whole = client->frames.next(command);
    if (!whole) {
      bus::v1::Event refused;
      refused.mutable_refused()->set_reason(std::string{bus::sentence_of(whole.error())});
      std::string frame;
      bus::append_frame(refused, frame);
      send(client, frame);
      return drop(client);
    }
    if (!*whole) return;
    if (command.id() != 0) {
      asked_[next_id_] = {client, command.id()};
      command.set_id(next_id_++);
    }
    bus_.post(command);
  }
}

std::uint64_t ControlServer::answered_id(const bus::v1::Event& event) {
  if (event.has_accepted()) return event.accepted().id();
  return event.has_refused() ? event.refused().id() : 0;
}

void ControlServer::tell(const bus::v1::Event& event) {
  std::string frame;
  const std::uint64_t number = answered_id(event);
  if (const auto asked = asked_.find(number); asked != asked_.end()) {
    const auto client = asked->second.client.lock();
    bus::v1::Event own = event;
    if (own.has_accepted()) own.mutable_accepted()->set_id(asked->second.id);
    if (own.has_refused()) own.mutable_refused()->set_id(asked->second.id);
    asked_.erase(asked);
    bus::append_frame(own, frame);
    if (client) send(client, frame);
    return;
  }
  // Somebody else's answer, on standard input.
  if (number != 0 || clients_.empty()) return;
  bus::append_frame(event, frame);
  const auto clients = clients_;  // sending may drop one
  for (const auto& client : clients) send(client, frame);
}

void ControlServer::send(const std::shared_ptr<Client>& client, const std::string& frame) {
  client->backlog += frame;
  // The stream takes pieces: what it has no room for waits for its word.
  constexpr std::size_t piece_bytes = std::size_t{256} * 1024;
  std::size_t sent = 0;
  while (sent < client->backlog.size()) {
    const Bytes piece =
        as_bytes(client->backlog).subspan(sent).first(std::min(piece_bytes, client->backlog.size() - sent));
    if (!client->stream->send(piece)) break;
    sent += piece.size();
  }
  client->backlog.erase(0, sent);
  if (client->backlog.size() > backlog_limit_bytes) drop(client);
}

void ControlServer::drop(const std::shared_ptr<Client>& client) {
  const auto at = std::find(clients_.begin(), clients_.end(), client);
  if (at == clients_.end()) return;
  clients_.erase(at);
  client->stream->close();
  if (client->gone) client->gone();
}

}  // namespace mpos::cli

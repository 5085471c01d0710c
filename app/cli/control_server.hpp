// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/live_loop.hpp"
#include "devicemodel/base/result.hpp"
#include "peripherals/net/tcp.hpp"
#include "scenarios/bus/bus.hpp"

namespace mpos::cli {

/// The command bus for other programs of this machine: `vmpos serve --control`. Each client is told what is there
/// (Ready, WorldInfo, Snapshot), then every event; its commands are carried out in the order they come. Answers go to
/// the client that asked only. What is no command ends that client's connection.
class ControlServer {
 public:
  static constexpr std::size_t most_clients = 16;
  /// What waits for a client that does not read; past it the client is let go.
  static constexpr std::size_t backlog_limit_bytes = std::size_t{32} << 20;
  /// The bus knows the clients' commands by numbers from here on; standard input has those below.
  static constexpr std::uint64_t first_id = std::uint64_t{1} << 32;

  /// `bus` and `loop` outlive the server. `ready` is what a new client is told first.
  ControlServer(bus::Bus& bus, LiveLoop& loop, bus::v1::Event ready);
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  /// `address`: a path, a loopback HOST:PORT, or fd:N for a connected socket this process was given. The end of such a
  /// socket calls `owner_gone`.
  Result<void, std::string> open(net::Context& context, const std::string& address, std::function<void()> owner_gone);
  /// Where it listens: "unix:PATH" or "127.0.0.1:4713"; empty for a socket that was given.
  std::string address() const { return listener_ ? listener_->address() : std::string{}; }
  /// Whether `event` answers a command of a client.
  bool asked(const bus::v1::Event& event) const { return asked_.contains(answered_id(event)); }
  /// For clients that come later.
  void set_ready(bus::v1::Event ready) { ready_ = std::move(ready); }

 private:
  struct Client;
  /// The command an event answers; 0 for an event that answers none.
  static std::uint64_t answered_id(const bus::v1::Event& event);
  void take(std::unique_ptr<radio::Stream> stream, std::function<void()> gone);
  void received(const std::shared_ptr<Client>& client, Bytes bytes);
  void tell(const bus::v1::Event& event);
  void send(const std::shared_ptr<Client>& client, const std::string& frame);
  void drop(const std::shared_ptr<Client>& client);

  bus::Bus& bus_;
  LiveLoop& loop_;
  bus::v1::Event ready_;
  bus::Subscription subscription_;
  std::vector<std::shared_ptr<Client>> clients_;
  /// Commands that wait for their answer: the number they got here, and who asked with which.
  struct Asked {
    std::weak_ptr<Client> client;
    std::uint64_t id = 0;
  };
  std::map<std::uint64_t, Asked> asked_;
  std::uint64_t next_id_ = first_id;
  std::unique_ptr<net::Listener> listener_;
};

}  // namespace mpos::cli

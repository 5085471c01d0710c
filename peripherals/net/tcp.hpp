// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "devicemodel/base/result.hpp"
#include "peripherals/net/context.hpp"
#include "peripherals/radio/stream.hpp"

namespace mpos::net {

/// Waits for connections as long as it lives.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual std::uint16_t port() const = 0;   ///< the one really used, when 0 was asked for; 0 for a Unix socket
  virtual std::string address() const = 0;  ///< "127.0.0.1:4711" or "unix:/tmp/reader.sock"
};

using OnAccept = std::function<void(std::unique_ptr<radio::Stream>)>;

/// Listens on a numeric address; port 0 takes a free one. An error names what was wrong: "127.0.0.1:4711 is in use by
/// another program".
Result<std::unique_ptr<Listener>, std::string> listen_tcp(Context& context, const std::string& address,
                                                          std::uint16_t port, OnAccept on_accept);

/// When the kernel acknowledges what came. A far end that sends a message in pieces and keeps Nagle's algorithm on
/// waits for each acknowledgement: `at_once` saves it 40 ms a message.
enum class Acknowledge : std::uint8_t { as_usual, at_once };

/// Begins to connect to a name or numeric address. What is sent before it is through is kept; that it failed is told by
/// the handler `closed`.
std::unique_ptr<radio::Stream> connect_tcp(Context& context, const std::string& host, std::uint16_t port,
                                           Acknowledge acknowledge = Acknowledge::as_usual);

/// Two streams of this process that are connected through a TCP socket of the loopback address.
Result<std::pair<std::unique_ptr<radio::Stream>, std::unique_ptr<radio::Stream>>, std::string> connected_pair(
    Context& context);

struct HostPort {
  std::string host;
  std::uint16_t port = 0;
};
/// Takes "host:port" or "[v6 address]:port" apart; the port is 0 to 65535.
Result<HostPort, std::string> parse_host_port(const std::string& text);

}  // namespace mpos::net

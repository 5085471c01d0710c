// SPDX-License-Identifier: Apache-2.0
#include "peripherals/net/tcp.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <charconv>

#include "peripherals/net/session.hpp"

namespace mpos::net {
namespace {

class TcpTransport : public PlainTransport<Tcp::socket> {
 public:
  explicit TcpTransport(asio::io_context& io, Acknowledge acknowledge)
      : PlainTransport(io), acknowledge_(acknowledge) {}
  using PlainTransport::PlainTransport;

  template <typename Handler>
  void async_read_some(asio::mutable_buffer buffer, Handler handler) {
    if (acknowledge_ == Acknowledge::at_once) {
      // The kernel goes back to delayed acknowledgements by itself: said again before every read.
      constexpr int on = 1;
      (void)::setsockopt(socket().native_handle(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
    }
    PlainTransport::async_read_some(buffer, std::move(handler));
  }

 private:
  Acknowledge acknowledge_ = Acknowledge::as_usual;
};

/// `socket` is connected.
std::unique_ptr<radio::Stream> stream_over(Context::Impl& impl, Tcp::socket socket, std::string peer) {
  const auto session = std::make_shared<Session<TcpTransport>>(impl, std::move(peer), std::move(socket));
  session->begin();
  return std::make_unique<SessionStream<TcpTransport>>(session);
}

}  // namespace

Result<std::unique_ptr<Listener>, std::string> SocketListener::open(Context::Impl& impl, const std::string& address,
                                                                    std::uint16_t port, OnSocket on_socket) {
  asio::error_code error;
  const auto ip = asio::ip::make_address(address, error);
  if (error) return Failure{"'" + address + "' is not a numeric address such as 127.0.0.1"};
  const Tcp::endpoint wanted(ip, port);
  const auto loop = std::make_shared<AcceptLoop<Tcp>>(impl.io, [on_socket = std::move(on_socket)](Tcp::socket socket) {
    asio::error_code gone;
    const auto far = socket.remote_endpoint(gone);
    if (!gone) on_socket(std::move(socket), text_of(far));
  });
  loop->acceptor.open(wanted.protocol(), error);
  if (!error) loop->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) loop->acceptor.bind(wanted, error);
  if (!error) loop->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error == asio::error::address_in_use) return Failure{text_of(wanted) + " is in use by another program"};
  if (error) return Failure{"cannot listen on " + text_of(wanted) + ": " + error.message()};
  loop->accept();
  return std::unique_ptr<Listener>(new SocketListener(loop, loop->acceptor.local_endpoint()));
}

SocketListener::~SocketListener() {
  loop_->stop();
}

Result<std::unique_ptr<Listener>, std::string> listen_tcp(Context& context, const std::string& address,
                                                          std::uint16_t port, OnAccept on_accept) {
  auto& impl = context.impl();
  return SocketListener::open(impl, address, port,
                              [&impl, on_accept = std::move(on_accept)](Tcp::socket socket, std::string peer) {
                                ++impl.happened;
                                on_accept(stream_over(impl, std::move(socket), std::move(peer)));
                              });
}

std::unique_ptr<radio::Stream> connect_tcp(Context& context, const std::string& host, std::uint16_t port,
                                           Acknowledge acknowledge) {
  const auto session =
      std::make_shared<Session<TcpTransport>>(context.impl(), host + ":" + std::to_string(port), acknowledge);
  session->connect(host, port);
  return std::make_unique<SessionStream<TcpTransport>>(session);
}

Result<std::pair<std::unique_ptr<radio::Stream>, std::unique_ptr<radio::Stream>>, std::string> connected_pair(
    Context& context) {
  auto& impl = context.impl();
  const Tcp::endpoint any_port{asio::ip::address_v4::loopback(), 0};
  Tcp::acceptor acceptor{impl.io};
  Tcp::socket first{impl.io};
  Tcp::socket second{impl.io};
  asio::error_code error;
  acceptor.open(any_port.protocol(), error);
  if (!error) acceptor.bind(any_port, error);
  if (!error) acceptor.listen(1, error);
  // The kernel completes the connection before anybody accepts it.
  if (!error) first.connect(acceptor.local_endpoint(), error);
  if (!error) acceptor.accept(second, error);
  if (error) return Failure{"no TCP connection within this machine: " + error.message()};
  std::string first_peer = text_of(acceptor.local_endpoint());
  std::string second_peer = text_of(first.local_endpoint());
  return std::pair{stream_over(impl, std::move(first), std::move(first_peer)),
                   stream_over(impl, std::move(second), std::move(second_peer))};
}

Result<HostPort, std::string> parse_host_port(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  HostPort parsed;
  if (colon != std::string::npos && colon > 0) {
    parsed.host = text.substr(0, colon);
    if (parsed.host.size() > 2 && parsed.host.front() == '[' && parsed.host.back() == ']') {
      parsed.host = parsed.host.substr(1, parsed.host.size() - 2);
    } else if (parsed.host.find(':') != std::string::npos) {
      parsed.host.clear();  // a bare IPv6 address: which colon is the port's?
    }
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, parsed.port);
    if (error == std::errc{} && stop == end && !parsed.host.empty()) return parsed;
  }
  return Failure{"'" + text + "' is not an address and port such as 127.0.0.1:4711"};
}

}  // namespace mpos::net

// SPDX-License-Identifier: Apache-2.0
#include "peripherals/net/tcp.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <charconv>

#include "peripherals/net/session.hpp"

namespace mpos::net {
namespace {

/// Bytes as they are.
class PlainTransport {
 public:
  explicit PlainTransport(asio::io_context& io, Acknowledge acknowledge = Acknowledge::as_usual)
      : socket_(io), acknowledge_(acknowledge) {}
  PlainTransport(asio::io_context&, Tcp::socket socket) : socket_(std::move(socket)) {}

  Tcp::socket& socket() { return socket_; }
  std::string explain(const asio::error_code& error) const { return error.message(); }
  template <typename Handler>
  void async_open(Handler handler) {
    handler(asio::error_code{});
  }
  template <typename Handler>
  void async_read_some(asio::mutable_buffer buffer, Handler handler) {
    if (acknowledge_ == Acknowledge::at_once) {
      // The kernel goes back to delayed acknowledgements by itself: said again before every read.
      constexpr int on = 1;
      (void)::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
    }
    socket_.async_read_some(buffer, std::move(handler));
  }
  template <typename Handler>
  void async_write(asio::const_buffer buffer, Handler handler) {
    asio::async_write(socket_, buffer,
                      [handler = std::move(handler)](const asio::error_code& error, std::size_t) { handler(error); });
  }
  /// How much the kernel takes now; an error shows at the next operation.
  std::size_t try_write(Bytes bytes) {
    asio::error_code error;
    const std::size_t count = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), error);
    return error ? 0 : count;
  }
  template <typename Handler>
  void async_end(Handler handler) {
    asio::error_code ignored;
    socket_.shutdown(Tcp::socket::shutdown_send, ignored);
    handler();
  }

 private:
  Tcp::socket socket_;
  Acknowledge acknowledge_ = Acknowledge::as_usual;
};

}  // namespace

struct SocketListener::Shared {
  Shared(asio::io_context& io, OnSocket handler) : acceptor(io), pause(io), on_socket(std::move(handler)) {}
  Tcp::acceptor acceptor;
  asio::steady_timer pause;
  OnSocket on_socket;
};

Result<std::unique_ptr<Listener>, std::string> SocketListener::open(Context::Impl& impl, const std::string& address,
                                                                    std::uint16_t port, OnSocket on_socket) {
  asio::error_code error;
  const auto ip = asio::ip::make_address(address, error);
  if (error) return Failure{"'" + address + "' is not a numeric address such as 127.0.0.1"};
  const Tcp::endpoint wanted(ip, port);
  const auto shared = std::make_shared<Shared>(impl.io, std::move(on_socket));
  shared->acceptor.open(wanted.protocol(), error);
  if (!error) shared->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) shared->acceptor.bind(wanted, error);
  if (!error) shared->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error == asio::error::address_in_use) return Failure{text_of(wanted) + " is in use by another program"};
  if (error) return Failure{"cannot listen on " + text_of(wanted) + ": " + error.message()};
  accept(shared);
  return std::unique_ptr<Listener>(new SocketListener(shared, shared->acceptor.local_endpoint()));
}

SocketListener::~SocketListener() {
  asio::error_code ignored;
  shared_->acceptor.close(ignored);
  shared_->pause.cancel();
  shared_->on_socket = nullptr;
}

void SocketListener::accept(const std::shared_ptr<Shared>& shared) {
  shared->acceptor.async_accept([shared](const asio::error_code& error, Tcp::socket socket) {
    if (!shared->acceptor.is_open()) return;
    if (error) {
      // Out of descriptors, most likely: trying again at once would spin.
      shared->pause.expires_after(std::chrono::milliseconds{100});
      shared->pause.async_wait([shared](const asio::error_code& cancelled) {
        if (!cancelled) accept(shared);
      });
      return;
    }
    asio::error_code gone;
    const auto far = socket.remote_endpoint(gone);
    const auto handler = shared->on_socket;  // it may destroy the listener
    if (!gone) handler(std::move(socket), text_of(far));
    if (shared->acceptor.is_open()) accept(shared);
  });
}

Result<std::unique_ptr<Listener>, std::string> listen_tcp(Context& context, const std::string& address,
                                                          std::uint16_t port, OnAccept on_accept) {
  auto& impl = context.impl();
  return SocketListener::open(
      impl, address, port, [&impl, on_accept = std::move(on_accept)](Tcp::socket socket, std::string peer) {
        ++impl.happened;
        const auto session = std::make_shared<Session<PlainTransport>>(impl, std::move(peer), std::move(socket));
        session->begin();
        on_accept(std::make_unique<SessionStream<PlainTransport>>(session));
      });
}

std::unique_ptr<radio::Stream> connect_tcp(Context& context, const std::string& host, std::uint16_t port,
                                           Acknowledge acknowledge) {
  const auto session =
      std::make_shared<Session<PlainTransport>>(context.impl(), host + ":" + std::to_string(port), acknowledge);
  session->connect(host, port);
  return std::make_unique<SessionStream<PlainTransport>>(session);
}

std::unique_ptr<radio::Stream> adopt_socket(Context& context, int socket, std::string peer) {
  // Asio asks for a protocol only to open or connect a socket; this one is both already.
  Tcp::socket adopted{context.impl().io, Tcp::v4(), socket};
  const auto session = std::make_shared<Session<PlainTransport>>(context.impl(), std::move(peer), std::move(adopted));
  session->begin();
  return std::make_unique<SessionStream<PlainTransport>>(session);
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

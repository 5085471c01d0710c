// SPDX-License-Identifier: Apache-2.0
#include "peripherals/net/local.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <asio/local/stream_protocol.hpp>

#include "peripherals/net/session.hpp"

namespace mpos::net {
namespace {

using Local = asio::local::stream_protocol;

/// Bytes as they are, over a Unix socket.
class LocalTransport {
 public:
  LocalTransport(asio::io_context&, Local::socket socket) : socket_(std::move(socket)) {}

  Local::socket& socket() { return socket_; }
  std::string explain(const asio::error_code& error) const { return error.message(); }
  template <typename Handler>
  void async_open(Handler handler) {
    handler(asio::error_code{});
  }
  template <typename Handler>
  void async_read_some(asio::mutable_buffer buffer, Handler handler) {
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
    socket_.shutdown(Local::socket::shutdown_send, ignored);
    handler();
  }

 private:
  Local::socket socket_;
};

std::unique_ptr<radio::Stream> stream_of(Context::Impl& impl, Local::socket socket, const std::string& peer) {
  const auto session = std::make_shared<Session<LocalTransport>>(impl, peer, std::move(socket));
  session->begin();
  return std::make_unique<SessionStream<LocalTransport>>(session);
}

class LocalListener final : public Listener {
 public:
  LocalListener(Context::Impl& impl, std::string path, OnAccept on_accept)
      : shared_(std::make_shared<Shared>(impl, std::move(on_accept))), path_(std::move(path)) {}
  ~LocalListener() override {
    asio::error_code ignored;
    shared_->acceptor.close(ignored);
    shared_->pause.cancel();
    shared_->on_accept = nullptr;
    if (bound_) (void)::unlink(path_.c_str());
  }

  Result<void, std::string> open() {
    asio::error_code error;
    shared_->acceptor.open(Local{}, error);
    // Between bind and chmod nobody else can come in: the mask is in force when the file is made.
    const mode_t before = ::umask(0177);
    if (!error) shared_->acceptor.bind(Local::endpoint(path_), error);
    (void)::umask(before);
    bound_ = !error;
    if (!error) shared_->acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error == asio::error::address_in_use) return Failure{path_ + " is in use by another program"};
    if (error) return Failure{"cannot listen on " + path_ + ": " + error.message()};
    accept(shared_);
    return {};
  }
  std::uint16_t port() const override { return 0; }
  std::string address() const override { return "unix:" + path_; }

 private:
  struct Shared {
    Shared(Context::Impl& context, OnAccept handler)
        : impl(context), acceptor(context.io), pause(context.io), on_accept(std::move(handler)) {}
    Context::Impl& impl;
    Local::acceptor acceptor;
    asio::steady_timer pause;
    OnAccept on_accept;
  };

  static void accept(const std::shared_ptr<Shared>& shared) {
    shared->acceptor.async_accept([shared](const asio::error_code& error, Local::socket socket) {
      if (!shared->acceptor.is_open()) return;
      if (error) {
        // Out of descriptors, most likely: trying again at once would spin.
        shared->pause.expires_after(std::chrono::milliseconds{100});
        shared->pause.async_wait([shared](const asio::error_code& cancelled) {
          if (!cancelled) accept(shared);
        });
        return;
      }
      ++shared->impl.happened;
      const auto handler = shared->on_accept;  // it may destroy the listener
      handler(stream_of(shared->impl, std::move(socket), "unix"));
      if (shared->acceptor.is_open()) accept(shared);
    });
  }

  std::shared_ptr<Shared> shared_;
  std::string path_;
  bool bound_ = false;
};

/// Makes way for a socket at `path` where only a dead one lies.
Result<void, std::string> clear(const std::string& path, asio::io_context& io) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) return {};
  if (!S_ISSOCK(found.st_mode)) return Failure{path + " is there already and is no socket"};
  asio::error_code error;
  Local::socket probe(io);
  probe.connect(Local::endpoint(path), error);
  if (error != asio::error::connection_refused) return Failure{path + " is in use by another program"};
  (void)::unlink(path.c_str());
  return {};
}

}  // namespace

Result<std::unique_ptr<Listener>, std::string> listen_local(Context& context, const std::string& path,
                                                            OnAccept on_accept) {
  constexpr std::size_t longest_path = 107;  // sockaddr_un
  if (path.empty() || path.size() > longest_path) {
    return Failure{"the path of a Unix socket has 1 to 107 characters, not " + std::to_string(path.size())};
  }
  if (auto cleared = clear(path, context.impl().io); !cleared) return Failure{cleared.error()};
  auto listener = std::make_unique<LocalListener>(context.impl(), path, std::move(on_accept));
  if (auto opened = listener->open(); !opened) return Failure{opened.error()};
  return std::unique_ptr<Listener>(std::move(listener));
}

Result<std::unique_ptr<radio::Stream>, std::string> adopt_local(Context& context, int descriptor) {
  asio::error_code error;
  Local::socket socket(context.impl().io);
  socket.assign(Local{}, descriptor, error);
  if (error) return Failure{"descriptor " + std::to_string(descriptor) + " is no socket: " + error.message()};
  return stream_of(context.impl(), std::move(socket), "unix");
}

}  // namespace mpos::net

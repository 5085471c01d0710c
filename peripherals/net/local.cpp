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

using LocalTransport = PlainTransport<Local::socket>;

std::unique_ptr<radio::Stream> stream_of(Context::Impl& impl, Local::socket socket) {
  const auto session = std::make_shared<Session<LocalTransport>>(impl, "unix", std::move(socket));
  session->begin();
  return std::make_unique<SessionStream<LocalTransport>>(session);
}

class LocalListener final : public Listener {
 public:
  LocalListener(Context::Impl& impl, std::string path, OnAccept on_accept)
      : loop_(std::make_shared<AcceptLoop<Local>>(impl.io,
                                                  [&impl, on_accept = std::move(on_accept)](Local::socket socket) {
                                                    ++impl.happened;
                                                    on_accept(stream_of(impl, std::move(socket)));
                                                  })),
        path_(std::move(path)) {}
  ~LocalListener() override {
    loop_->stop();
    if (bound_) (void)::unlink(path_.c_str());
  }

  Result<void, std::string> open() {
    asio::error_code error;
    loop_->acceptor.open(Local{}, error);
    // Between bind and chmod nobody else can come in: the mask is in force when the file is made.
    const mode_t before = ::umask(0177);
    if (!error) loop_->acceptor.bind(Local::endpoint(path_), error);
    (void)::umask(before);
    bound_ = !error;
    if (!error) loop_->acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error == asio::error::address_in_use) return Failure{path_ + " is in use by another program"};
    if (error) return Failure{"cannot listen on " + path_ + ": " + error.message()};
    loop_->accept();
    return {};
  }
  std::uint16_t port() const override { return 0; }
  std::string address() const override { return "unix:" + path_; }

 private:
  std::shared_ptr<AcceptLoop<Local>> loop_;
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
  return stream_of(context.impl(), std::move(socket));
}

}  // namespace mpos::net

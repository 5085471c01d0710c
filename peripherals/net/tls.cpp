// SPDX-License-Identifier: Apache-2.0
#include "peripherals/net/tls.hpp"

#include <asio/ssl.hpp>

#include "peripherals/net/session.hpp"

namespace mpos::net {
namespace {

using TlsContext = asio::ssl::context;

/// Bytes inside TLS.
class TlsTransport {
 public:
  using Side = asio::ssl::stream_base::handshake_type;

  TlsTransport(asio::io_context& io, std::shared_ptr<TlsContext> context, Side side)
      : context_(std::move(context)), stream_(io, *context_), side_(side) {}
  TlsTransport(asio::io_context&, Tcp::socket socket, std::shared_ptr<TlsContext> context, Side side)
      : context_(std::move(context)), stream_(std::move(socket), *context_), side_(side) {}

  asio::ssl::stream<Tcp::socket>& stream() { return stream_; }
  Tcp::socket& socket() { return stream_.next_layer(); }
  std::string explain(const asio::error_code& error) {
    const long verified = SSL_get_verify_result(stream_.native_handle());
    if (verified != X509_V_OK) {
      return std::string("certificate refused: ") + X509_verify_cert_error_string(verified);
    }
    if (error == asio::ssl::error::stream_truncated) return "cut off by the far end";
    return error.message();
  }
  template <typename Handler>
  void async_open(Handler handler) {
    stream_.async_handshake(side_, std::move(handler));
  }
  template <typename Handler>
  void async_read_some(asio::mutable_buffer buffer, Handler handler) {
    stream_.async_read_some(buffer, std::move(handler));
  }
  template <typename Handler>
  void async_write(asio::const_buffer buffer, Handler handler) {
    asio::async_write(stream_, buffer,
                      [handler = std::move(handler)](const asio::error_code& error, std::size_t) { handler(error); });
  }
  /// A TLS record may need the far end first, so there is no synchronous way.
  std::size_t try_write(Bytes) { return 0; }
  template <typename Handler>
  void async_end(Handler handler) {
    stream_.async_shutdown([this, handler = std::move(handler)](const asio::error_code&) {
      asio::error_code ignored;
      socket().shutdown(Tcp::socket::shutdown_send, ignored);
      handler();
    });
  }

 private:
  std::shared_ptr<TlsContext> context_;
  asio::ssl::stream<Tcp::socket> stream_;
  Side side_;
};

using TlsSession = Session<TlsTransport>;

std::shared_ptr<TlsContext> make_context(TlsContext::method method) {
  auto context = std::make_shared<TlsContext>(method);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  return context;
}

Result<std::shared_ptr<TlsContext>, std::string> trusting(const std::string& ca_file) {
  auto tls = make_context(TlsContext::tls_client);
  asio::error_code error;
  if (ca_file.empty()) {
    tls->set_default_verify_paths(error);
  } else {
    tls->load_verify_file(ca_file, error);
  }
  if (error) return Failure{"cannot read CA certificates from '" + ca_file + "': " + error.message()};
  return tls;
}

}  // namespace

Result<void, std::string> check_trust(const std::string& ca_file) {
  const auto tls = trusting(ca_file);
  if (!tls) return Failure{tls.error()};
  return {};
}

Result<std::unique_ptr<radio::Stream>, std::string> connect_tls(Context& context, const std::string& host,
                                                                std::uint16_t port, const std::string& ca_file,
                                                                const std::string& server_name) {
  const auto trusted = trusting(ca_file);
  if (!trusted) return Failure{trusted.error()};
  std::shared_ptr<TlsContext> tls = *trusted;
  asio::error_code error;
  tls->set_verify_mode(asio::ssl::verify_peer, error);
  const std::string& name = server_name.empty() ? host : server_name;
  const auto session = std::make_shared<TlsSession>(context.impl(), host + ":" + std::to_string(port), std::move(tls),
                                                    asio::ssl::stream_base::client);
  auto& stream = session->transport().stream();
  stream.set_verify_callback(asio::ssl::host_name_verification(name), error);
  if (error) return Failure{"cannot verify the name '" + name + "': " + error.message()};
  SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
           const_cast<char*>(name.c_str()));
  session->connect(host, port);
  return std::unique_ptr<radio::Stream>(std::make_unique<SessionStream<TlsTransport>>(session));
}

Result<std::unique_ptr<Listener>, std::string> listen_tls(Context& context, const std::string& address,
                                                          std::uint16_t port, const std::string& certificate_file,
                                                          const std::string& key_file, OnAccept on_accept) {
  auto tls = make_context(TlsContext::tls_server);
  asio::error_code error;
  tls->use_certificate_chain_file(certificate_file, error);
  if (error) return Failure{"cannot use the certificate '" + certificate_file + "': " + error.message()};
  tls->use_private_key_file(key_file, TlsContext::pem, error);
  if (error) return Failure{"cannot use the private key '" + key_file + "': " + error.message()};
  auto& impl = context.impl();
  return SocketListener::open(
      impl, address, port,
      [&impl, tls = std::move(tls), on_accept = std::move(on_accept)](Tcp::socket socket, std::string peer) {
        ++impl.happened;
        const auto session =
            std::make_shared<TlsSession>(impl, std::move(peer), std::move(socket), tls, asio::ssl::stream_base::server);
        session->begin();
        on_accept(std::make_unique<SessionStream<TlsTransport>>(session));
      });
}

}  // namespace mpos::net

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <asio/connect.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/write.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "peripherals/net/context_impl.hpp"
#include "peripherals/net/silence.hpp"
#include "peripherals/net/tcp.hpp"

/// Private to this folder: what connections over TCP, TLS and Unix sockets have in common.
namespace mpos::net {

using Tcp = asio::ip::tcp;

inline std::string text_of(const Tcp::endpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port());
}

/// Bytes as they are, over a socket of whatever family.
template <typename Socket>
class PlainTransport {
 public:
  explicit PlainTransport(asio::io_context& io) : socket_(io) {}
  PlainTransport(asio::io_context&, Socket socket) : socket_(std::move(socket)) {}

  Socket& socket() { return socket_; }
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
    socket_.shutdown(asio::socket_base::shutdown_send, ignored);
    handler();
  }

 private:
  Socket socket_;
};

/// Takes connections until it is stopped. Shared with its pending operation, and stopped by the listener's end.
template <typename Protocol>
struct AcceptLoop : std::enable_shared_from_this<AcceptLoop<Protocol>> {
  using OnSocket = std::function<void(typename Protocol::socket)>;
  AcceptLoop(asio::io_context& io, OnSocket handler) : acceptor(io), pause(io), on_socket(std::move(handler)) {}

  void accept() {
    acceptor.async_accept(
        [self = this->shared_from_this()](const asio::error_code& error, typename Protocol::socket socket) {
          if (!self->acceptor.is_open()) return;
          if (error) {
            // Out of descriptors, most likely: trying again at once would spin.
            self->pause.expires_after(std::chrono::milliseconds{100});
            self->pause.async_wait([self](const asio::error_code& cancelled) {
              if (!cancelled) self->accept();
            });
            return;
          }
          const auto handler = self->on_socket;  // it may destroy the listener
          handler(std::move(socket));
          if (self->acceptor.is_open()) self->accept();
        });
  }
  void stop() {
    asio::error_code ignored;
    acceptor.close(ignored);
    pause.cancel();
    on_socket = nullptr;
  }

  typename Protocol::acceptor acceptor;
  asio::steady_timer pause;
  OnSocket on_socket;
};

/// One connection. Lives by its pending operations; the Stream in the user's hands only steers it. `Transport` supplies
/// socket(), async_read_some, async_write, try_write, async_open and async_end.
template <typename Transport>
class Session : public std::enable_shared_from_this<Session<Transport>> {
 public:
  static constexpr std::size_t queue_limit_bytes = std::size_t{1} << 20;
  static constexpr std::size_t read_bytes = std::size_t{64} * 1024;
  static constexpr std::chrono::seconds open_limit{10};
  static constexpr std::chrono::seconds end_limit{2};

  template <typename... Args>
  Session(Context::Impl& impl, std::string peer, Args&&... args)
      : impl_(impl), transport_(impl.io, std::forward<Args>(args)...), timer_(impl.io), peer_(std::move(peer)) {}

  Transport& transport() { return transport_; }
  const std::string& peer() const { return peer_; }
  bool is_open() const { return state_ == State::opening || state_ == State::open; }

  void connect(const std::string& host, std::uint16_t port) {
    limit(open_limit, "no answer in 10 s");
    asio::error_code error;
    const auto address = asio::ip::make_address(host, error);
    if (!error) return connect_to(std::vector<Tcp::endpoint>{{address, port}});
    resolver_ = std::make_unique<Tcp::resolver>(impl_.io);
    resolver_->async_resolve(
        host, std::to_string(port),
        [self = this->shared_from_this()](const asio::error_code& failure, const Tcp::resolver::results_type& found) {
          if (failure) return self->end("the name is not known: " + failure.message());
          self->connect_to({found.begin(), found.end()});
        });
  }

  /// The socket is connected: what comes next is the transport's own opening.
  void begin() {
    asio::error_code ignored;
    auto& socket = transport_.socket();
    socket.set_option(Tcp::no_delay(true), ignored);
    notice_silence(socket.native_handle());
    socket.non_blocking(true, ignored);
    limit(open_limit, "no answer in 10 s");
    transport_.async_open([self = this->shared_from_this()](const asio::error_code& error) {
      if (self->state_ == State::ended) return;
      if (error) return self->end(self->transport_.explain(error));
      self->timer_.cancel();
      self->connected_ = true;
      if (self->state_ == State::opening) self->state_ = State::open;
      self->announce();
      self->write();
      self->read();
    });
  }

  bool send(Bytes bytes) {
    if (!is_open()) return false;
    if (queued() + bytes.size() > queue_limit_bytes) {
      short_of_room_ = true;
      return false;
    }
    if (connected_ && !writing_ && waiting_.empty()) {
      // The usual case: the kernel takes it at once, without another turn of the loop.
      bytes = bytes.subspan(transport_.try_write(bytes));
      if (bytes.empty()) return true;
    }
    waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
    write();
    return true;
  }

  /// Flushes, says goodbye, and hears out the far end for a while so that no reset destroys what was sent.
  void close() {
    handlers_.reset();
    if (!is_open()) return;
    const bool never_connected = !connected_ && waiting_.empty();
    state_ = State::closing;
    if (never_connected) return end({});
    limit(end_limit, {});
    if (connected_) {
      write();
      read();
    }
  }

  void hold(bool held) {
    held_ = held;
    if (!held && connected_) read();
  }

  void set_handlers(radio::Stream::Handlers handlers) {
    handlers_ = std::make_shared<radio::Stream::Handlers>(std::move(handlers));
    told_open_ = false;
    asio::post(impl_.io, [self = this->shared_from_this()] { self->announce(); });
  }

 private:
  enum class State : std::uint8_t { opening, open, closing, ended };

  std::size_t queued() const { return waiting_.size() + (writing_ ? in_flight_.size() : 0); }

  void connect_to(std::vector<Tcp::endpoint> endpoints) {
    auto kept = std::make_shared<std::vector<Tcp::endpoint>>(std::move(endpoints));
    asio::async_connect(transport_.socket(), *kept,
                        [self = this->shared_from_this(), kept](const asio::error_code& error, const Tcp::endpoint&) {
                          if (self->state_ == State::ended) return;
                          if (error) return self->end(error.message());
                          self->begin();
                        });
  }

  void limit(std::chrono::seconds span, std::string reason) {
    timer_.expires_after(span);
    timer_.async_wait([self = this->shared_from_this(), reason = std::move(reason)](const asio::error_code& error) {
      if (!error) self->end(reason);
    });
  }

  /// Tells new handlers where things stand, and begins to read: nothing is read that nobody would hear.
  void announce() {
    if (handlers_ && connected_ && is_open() && !std::exchange(told_open_, true)) {
      ++impl_.happened;
      const auto handlers = handlers_;
      if (handlers->opened) handlers->opened();
    }
    if (handlers_ && state_ == State::ended) return tell_closed();
    if (connected_) read();
  }

  void read() {
    if (held_ && state_ == State::open) return;
    if (reading_ || far_end_done_ || state_ == State::ended || (!handlers_ && state_ != State::closing)) return;
    reading_ = true;
    if (buffer_.empty()) buffer_.resize(read_bytes);
    transport_.async_read_some(asio::buffer(buffer_),
                               [self = this->shared_from_this()](const asio::error_code& error, std::size_t count) {
                                 self->reading_ = false;
                                 if (self->state_ == State::ended) return;
                                 if (error) return self->far_end_ended(error);
                                 if (self->state_ == State::open) {
                                   ++self->impl_.happened;
                                   const auto handlers = self->handlers_;
                                   if (handlers && handlers->received)
                                     handlers->received(Bytes{self->buffer_}.first(count));
                                 }
                                 self->read();
                               });
  }

  void far_end_ended(const asio::error_code& error) {
    far_end_done_ = true;
    const bool orderly = error == asio::error::eof;
    const std::string reason = orderly ? "closed by the far end" : transport_.explain(error);
    if (!orderly || (state_ == State::closing && ending_)) return end(reason);
    if (state_ == State::closing) return;  // still flushing
    // Half closed: what is queued still goes out, but the user need not wait for that.
    state_ = State::closing;
    limit(end_limit, {});
    reason_ = reason;
    tell_closed();
    write();
  }

  void write() {
    if (!connected_ || writing_ || state_ == State::ended) return;
    if (waiting_.empty()) {
      if (state_ == State::closing) finish();
      if (is_open() && std::exchange(short_of_room_, false)) tell_drained();
      return;
    }
    writing_ = true;
    in_flight_.swap(waiting_);
    transport_.async_write(asio::buffer(in_flight_), [self = this->shared_from_this()](const asio::error_code& error) {
      self->writing_ = false;
      self->in_flight_.clear();
      if (self->state_ == State::ended) return;
      if (error) return self->end(self->transport_.explain(error));
      self->write();
    });
  }

  /// Everything went out: say so to the far end; its own end completes ours.
  void finish() {
    if (std::exchange(ending_, true)) return;
    transport_.async_end([self = this->shared_from_this()] {
      if (self->far_end_done_) self->end({});
    });
  }

  void end(const std::string& reason) {
    if (state_ == State::ended) return;
    const bool tell = is_open();
    state_ = State::ended;
    reason_ = reason;
    timer_.cancel();
    if (resolver_) resolver_->cancel();
    asio::error_code ignored;
    transport_.socket().close(ignored);
    if (tell) tell_closed();
  }

  void tell_drained() {
    ++impl_.happened;
    const auto handlers = handlers_;
    if (handlers && handlers->drained) handlers->drained();
  }

  void tell_closed() {
    const auto handlers = std::exchange(handlers_, nullptr);
    if (!handlers) return;
    ++impl_.happened;
    if (handlers->closed) handlers->closed(reason_);
  }

  Context::Impl& impl_;
  Transport transport_;
  asio::steady_timer timer_;
  std::unique_ptr<Tcp::resolver> resolver_;
  std::string peer_;
  std::string reason_;
  std::shared_ptr<radio::Stream::Handlers> handlers_;
  State state_ = State::opening;
  bool connected_ = false;
  bool told_open_ = false;
  bool reading_ = false;
  bool writing_ = false;
  bool ending_ = false;
  bool far_end_done_ = false;
  bool held_ = false;
  bool short_of_room_ = false;
  std::vector<std::uint8_t> buffer_;
  std::vector<std::uint8_t> waiting_;
  std::vector<std::uint8_t> in_flight_;
};

/// The user's handle on a session.
template <typename Transport>
class SessionStream final : public radio::Stream {
 public:
  explicit SessionStream(std::shared_ptr<Session<Transport>> session) : session_(std::move(session)) {}
  ~SessionStream() override { session_->close(); }
  bool send(Bytes bytes) override { return session_->send(bytes); }
  void close() override { session_->close(); }
  bool is_open() const override { return session_->is_open(); }
  void hold(bool held) override { session_->hold(held); }
  std::string peer() const override { return session_->peer(); }
  hal::ByteLink::Carrier carrier() const override { return hal::ByteLink::Carrier::tcp; }
  void set_handlers(Handlers handlers) override { session_->set_handlers(std::move(handlers)); }

 private:
  std::shared_ptr<Session<Transport>> session_;
};

/// Accepts sockets and hands each to `on_socket`.
class SocketListener final : public Listener {
 public:
  using OnSocket = std::function<void(Tcp::socket socket, std::string peer)>;
  static Result<std::unique_ptr<Listener>, std::string> open(Context::Impl& impl, const std::string& address,
                                                             std::uint16_t port, OnSocket on_socket);
  ~SocketListener() override;
  std::uint16_t port() const override { return endpoint_.port(); }
  std::string address() const override { return text_of(endpoint_); }

 private:
  SocketListener(std::shared_ptr<AcceptLoop<Tcp>> loop, Tcp::endpoint endpoint)
      : loop_(std::move(loop)), endpoint_(std::move(endpoint)) {}

  std::shared_ptr<AcceptLoop<Tcp>> loop_;
  Tcp::endpoint endpoint_;
};

}  // namespace mpos::net

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/result.hpp"
#include "devicemodel/base/secret.hpp"
#include "devicemodel/base/time.hpp"
#include "devicemodel/hal/hal.hpp"
#include "devicemodel/security/ports.hpp"

namespace mpos::link {

enum class Role : std::uint8_t { phone, reader };

/// The static identity of one end: its X25519 key, and on the reader the certificate that vouches for it (DER).
struct Identity {
  SecretBytes<32> private_key;
  std::array<std::uint8_t, 32> public_key{};
  Bytes certificate;  ///< reader only; borrowed, at most 1024 bytes
};

/// What the phone decides about a reader's certificate: chain to the test CA, usage, time, and that its X25519 key is the one the
/// handshake proved. Implemented by mpos::primitives (OpenSSL); the reader needs none.
class CertificateVerifier {
 public:
  /// Fills `key` with the X25519 key the certificate carries. False with a reason when it is not to be trusted.
  virtual bool verify(Bytes certificate_der, std::array<std::uint8_t, 32>& key, FixedString<80>& reason) = 0;

 protected:
  ~CertificateVerifier() = default;
};

/// Which phones the merchant has accepted before (the reader's memory, by the phone's static key).
class KnownPhones {
 public:
  virtual bool is_known(Bytes public_key) const = 0;
  virtual void remember(Bytes public_key) = 0;

 protected:
  ~KnownPhones() = default;
};

enum class CloseReason : std::uint8_t {
  none, transport_lost, far_end_closed, idle_timeout, handshake_failed, handshake_timeout, certificate_refused, code_refused,
  code_timeout, busy, record_refused, retransmission_limit, version
};

struct Settings {
  Role role = Role::reader;
  std::size_t max_frame_payload = 2048;           ///< less on small MTUs
  bool lossy = false;                             ///< radio: acknowledge and retransmit; false on TCP and loopback
  Duration retransmit_after = std::chrono::milliseconds{300};
  int retransmit_limit = 8;
  Duration handshake_timeout = std::chrono::seconds{10};
  Duration confirm_timeout = std::chrono::seconds{60};
  Duration idle_timeout = std::chrono::minutes{10};
  std::uint8_t credit_frames = 8;                 ///< frames the far end may send unacknowledged
  bool keeps_no_time = false;                     ///< phone: said in its hello
};

/// One end of the link, all layers above the transport: framing, acknowledgement, handshake, records. A value with feed() and send():
/// no thread, socket or clock inside; phone and firmware use the same code in opposite roles.
class Channel {
 public:
  static constexpr std::size_t max_message_bytes = 4096;

  struct Event {
    enum class Kind : std::uint8_t {
      confirm_code,  ///< show `code`; the reader then calls confirm()
      up,            ///< session ready; `phone_key` is the far end's static key
      message,       ///< `message` borrows from the channel until the next poll()
      closed         ///< `reason`; reset() starts anew
    };
    Kind kind = Kind::closed;
    std::array<char, 6> code{};
    Bytes message;
    CloseReason reason = CloseReason::none;
    bool far_end_keeps_no_time = false;
  };

  Channel(Settings settings, security::Primitives& primitives, security::AesGcm& send_cipher, security::AesGcm& receive_cipher,
          hal::Entropy& entropy, const Identity& identity, KnownPhones* known_phones, CertificateVerifier* verifier) noexcept;

  /// The transport is there: the phone begins the handshake; the reader waits for it.
  void start(Duration now) noexcept;
  /// The transport is gone, or is to be used afresh.
  void reset() noexcept;
  void feed(Bytes bytes, Duration now) noexcept;
  /// Takes the next event, or nothing.
  std::optional<Event> poll() noexcept;
  /// Queues one message (1 to max_message_bytes). False when no session is up or the queue is full.
  [[nodiscard]] bool send(Bytes message, Duration now) noexcept;
  /// Reader: the merchant's word on the six digits.
  void confirm(bool accepted, Duration now) noexcept;
  /// Ends the session with a sealed goodbye.
  void close(CloseReason reason, Duration now) noexcept;
  /// Bytes for the transport; sent() drops those it took.
  Bytes outgoing() const noexcept;
  void sent(std::size_t count, Duration now) noexcept;
  /// When on_time() is to be called next, or nothing.
  std::optional<Duration> deadline() const noexcept;
  void on_time(Duration now) noexcept;
  bool is_up() const noexcept;
  /// The whole frame a listener answers a second phone with before it hangs up.
  static Bytes busy_frame() noexcept;

 private:
  // The owner of this room lays this out; the public part is the contract.
};

}  // namespace mpos::link

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/result.hpp"
#include "devicemodel/base/secret.hpp"
#include "devicemodel/base/time.hpp"
#include "devicemodel/hal/hal.hpp"
#include "devicemodel/link/arq.hpp"
#include "devicemodel/link/frame.hpp"
#include "devicemodel/link/handshake.hpp"
#include "devicemodel/link/noise.hpp"
#include "devicemodel/security/ports.hpp"

namespace mpos::link {

enum class Role : std::uint8_t { phone, reader };

/// The static identity of one end: its X25519 key, and on the reader the certificate that vouches for it (DER).
struct Identity {
  SecretBytes<32> private_key;
  std::array<std::uint8_t, 32> public_key{};
  Bytes certificate;  ///< reader only; borrowed, at most 1024 bytes
};

/// What the phone decides about a reader's certificate: chain to the test CA, usage, time, and that its X25519 key is
/// the one the handshake proved. Implemented by mpos::primitives (OpenSSL); the reader needs none.
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

/// Why a link ended. The values are those on the wire.
enum class CloseReason : std::uint8_t {
  none = 0,
  transport_lost = 1,  ///< never on the wire
  far_end_closed = 2,
  idle_timeout = 3,      ///< no message either way for too long
  handshake_failed = 4,  ///< altered, out of order, or a commitment that was not kept
  handshake_timeout = 5,
  certificate_refused = 6,    ///< the phone does not trust the reader
  code_refused = 7,           ///< the merchant said no
  code_timeout = 8,           ///< the merchant said nothing
  busy = 9,                   ///< another phone controls the reader
  record_refused = 10,        ///< a record altered, replayed, out of order or out of place
  retransmission_limit = 11,  ///< lossy transport: the far end fell silent; never on the wire
  version = 12                ///< the far end speaks another version
};

struct Settings {
  Role role = Role::reader;
  std::size_t max_frame_payload = 2048;   ///< less on small MTUs; 16 to frame_payload_limit
  bool lossy = false;                     ///< acknowledge and retransmit on every transport
  std::size_t lossy_frame_payload = 480;  ///< at most this there: small losses, and a credit that fits a radio's queue
  Duration retransmit_after = std::chrono::milliseconds{300};
  int retransmit_limit = 8;
  Duration handshake_timeout = std::chrono::seconds{10};
  Duration confirm_timeout = std::chrono::seconds{60};
  Duration idle_timeout = std::chrono::minutes{10};
  std::uint8_t credit_frames = 8;                    ///< frames the far end may send unacknowledged
  bool keeps_no_time = false;                        ///< phone: said in its hello
  FixedString<phone_name_limit_bytes> phone_name{};  ///< phone: said in its proof; UTF-8 without control characters
};

/// One end of the link, all layers above the transport: framing, acknowledgement, handshake, records. A value with
/// feed() and send(): no thread, socket or clock inside; phone and firmware use the same code in opposite roles. After
/// each call that may have queued bytes (all but poll() of a message), offer outgoing() to the transport.
class Channel {
 public:
  static constexpr std::size_t max_message_bytes = 4096;

  struct Event {
    enum class Kind : std::uint8_t {
      confirm_code,  ///< show `code`; the reader then calls confirm()
      up,            ///< session ready; `far_key` is the far end's static key
      message,       ///< `message` borrows from the channel until the next poll() or feed()
      closed         ///< `reason`; reset() or start() begins anew
    };
    Kind kind = Kind::closed;
    std::array<char, 6> code{};
    Bytes message;
    CloseReason reason = CloseReason::none;
    bool far_end_keeps_no_time = false;                ///< reader: what the phone said (confirm_code, up)
    noise::PublicKey far_key{};                        ///< confirm_code, up
    FixedString<phone_name_limit_bytes> phone_name{};  ///< reader: confirm_code, up; the phone's own word, not proved
    FixedString<80> detail{};                          ///< phone: why the certificate was refused
  };

  /// Everything by reference is borrowed. `known_phones` is the reader's, `verifier` the phone's; a reader without the
  /// first knows nobody, a phone without the second trusts nobody.
  Channel(Settings settings, security::Primitives& primitives, security::AesGcm& send_cipher,
          security::AesGcm& receive_cipher, hal::Entropy& entropy, const Identity& identity, KnownPhones* known_phones,
          CertificateVerifier* verifier) noexcept;
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// The transport is there, afresh: the phone begins the handshake; the reader waits for it. On a lossy transport both
  /// ends acknowledge and retransmit.
  void start(Duration now) noexcept { start(now, settings_.lossy); }
  void start(Duration now, bool lossy) noexcept;
  bool is_lossy() const noexcept { return lossy_; }
  /// On a lossy transport, while nothing is ready to be polled: while held no message is taken, and the far end keeps
  /// what it sends; acknowledgements still count. Elsewhere nothing happens: there whoever feeds waits.
  void hold(bool held) noexcept {
    if (lossy_) arq_.hold(held);
  }
  /// Forgets everything, silently. Needed before the transport is used again.
  void reset() noexcept;
  /// The transport is gone: as reset(), but a running link ends with the event closed (transport_lost).
  void lost() noexcept;
  /// Takes received bytes and answers how many; once poll() has answered nothing that is at least
  /// FrameDecoder::feed_room_bytes. feed_all() does the loop.
  std::size_t feed(Bytes bytes, Duration now) noexcept;
  /// Takes the next event, or nothing.
  std::optional<Event> poll() noexcept;
  /// Queues one message (1 to max_message_bytes). False when no session is up or the queue is full.
  [[nodiscard]] bool send(Bytes message, Duration now) noexcept;
  /// Tells the far end that this one is alive; both idle timeouts start anew. False as for send().
  [[nodiscard]] bool keep_alive(Duration now) noexcept;
  /// Reader: the merchant's word on the six digits. Without a code on show nothing happens.
  void confirm(bool accepted, Duration now) noexcept;
  /// Ends the session with a sealed goodbye (before there is one: with an unprotected notice) and the event closed.
  void close(CloseReason reason, Duration now) noexcept;
  /// Bytes for the transport, valid until the next call; sent() drops those it took. A closed channel may still have
  /// some.
  Bytes outgoing() const noexcept { return arq_.outgoing(); }
  void sent(std::size_t count, Duration now) noexcept { arq_.sent(count, now); }
  /// When on_time() is to be called next, or nothing.
  std::optional<Duration> deadline() const noexcept;
  void on_time(Duration now) noexcept;
  bool is_up() const noexcept { return state_ == State::up; }
  /// The whole frame a listener answers a second phone with before it hangs up.
  static Bytes busy_frame() noexcept;

 private:
  enum class State : std::uint8_t {
    idle,
    wait_hello,         // reader
    wait_introduction,  // phone
    wait_proof,         // reader
    wait_verdict,       // phone: known, or compare the code?
    confirming,         // both: the code is on show
    up,
    closed
  };
  enum class RecordType : std::uint8_t;
  static constexpr std::size_t record_overhead_bytes = 1 + noise::tag_bytes;

  void process() noexcept;
  void on_frame(const Frame& frame) noexcept;
  void on_notice(Bytes payload) noexcept;
  void on_handshake(Bytes message) noexcept;
  void on_hello(Bytes payload) noexcept;
  void on_introduction(Bytes payload) noexcept;
  void on_proof(Bytes payload) noexcept;
  void on_record(MutableBytes sealed) noexcept;
  void on_control(RecordType type, Bytes content) noexcept;
  void begin_handshake() noexcept;
  bool write_handshake(Bytes payload) noexcept;
  bool queue_record(RecordType type, Bytes content) noexcept;
  void queue_fragments(FrameType type, Bytes bytes) noexcept;
  void show_code() noexcept;
  void go_up() noexcept;
  void refuse() noexcept;
  void fail(CloseReason reason) noexcept;
  void shut(CloseReason reason) noexcept;
  void set_timer(Duration delay) noexcept { timer_at_ = now_ + delay; }
  std::size_t frame_payload() const noexcept {
    const bool less = lossy_ && settings_.lossy_frame_payload < settings_.max_frame_payload;
    return less ? settings_.lossy_frame_payload : settings_.max_frame_payload;
  }
  Event event(Event::Kind kind) const noexcept;

  Settings settings_;
  security::Primitives& primitives_;
  hal::Entropy& entropy_;
  const Identity& identity_;
  KnownPhones* known_phones_;
  CertificateVerifier* verifier_;

  State state_ = State::idle;
  bool lossy_ = false;
  Duration now_{};
  std::optional<Duration> timer_at_;    // handshake, confirmation or idleness, as the state says
  std::optional<Duration> partial_at_;  // lossy: when a frame whose end was lost is given up
  noise::Handshake handshake_;
  noise::CipherState send_;
  noise::CipherState receive_;
  Nonce phone_nonce_{};
  Nonce reader_nonce_{};
  noise::Digest commitment_{};
  bool far_end_keeps_no_time_ = false;
  FixedString<phone_name_limit_bytes> phone_name_;
  FixedString<80> detail_;

  FixedVector<Event, 4> events_;
  Bytes message_;               // in decoder_ or assembly_
  bool message_ready_ = false;  // not yet taken by poll()
  bool message_lent_ = false;   // taken, and its bytes still in use
  bool assembling_ = false;
  FrameType assembly_type_ = FrameType::record;
  std::size_t assembly_size_ = 0;
  std::array<std::uint8_t, max_message_bytes + record_overhead_bytes> assembly_{};
  std::array<std::uint8_t, frame_payload_limit> scratch_{};
  FrameDecoder decoder_;
  Arq arq_;
};

/// Feeds all of `bytes`, calling `on_event(event)` for each event on the way.
template <typename OnEvent>
void feed_all(Channel& channel, Bytes bytes, Duration now, OnEvent&& on_event) {
  do {
    bytes = bytes.subspan(channel.feed(bytes, now));
    while (const auto event = channel.poll()) on_event(*event);
  } while (!bytes.empty());
}

}  // namespace mpos::link

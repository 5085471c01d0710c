// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/link/channel.hpp"

namespace mpos::link {

// The first byte inside a sealed record.
enum class Channel::RecordType : std::uint8_t {
  data = 1,
  confirmed = 2,  // reader: the merchant accepted this phone, now or before
  refused = 3,    // reader: the merchant did not
  goodbye = 4,    // and the CloseReason
  keep_alive = 5,
  compare = 6  // reader: show the code, I do
};

namespace {

static_assert(sizeof(Channel) <= 40 * 1024, "a reader's memory is counted");

constexpr std::size_t min_frame_payload = 16;

const std::array<std::uint8_t, frame_overhead_bytes + 1>& busy_bytes() noexcept {
  struct Busy {
    std::array<std::uint8_t, frame_overhead_bytes + 1> bytes{};
    Busy() noexcept {
      bytes[frame_header_bytes] = static_cast<std::uint8_t>(CloseReason::busy);
      finish_frame({.type = FrameType::closed}, 1, bytes);
    }
  };
  static const Busy busy;
  return busy.bytes;
}

// What the far end said; a reason it cannot know, or that does not exist, tells no more than that it left.
CloseReason reason_from_wire(std::uint8_t byte) noexcept {
  const auto reason = static_cast<CloseReason>(byte);
  const bool known = byte > static_cast<std::uint8_t>(CloseReason::far_end_closed) &&
                     byte <= static_cast<std::uint8_t>(CloseReason::version);
  return known ? reason : CloseReason::far_end_closed;
}

Settings within_limits(Settings settings) noexcept {
  if (settings.max_frame_payload < min_frame_payload) settings.max_frame_payload = min_frame_payload;
  if (settings.max_frame_payload > frame_payload_limit) settings.max_frame_payload = frame_payload_limit;
  return settings;
}

}  // namespace

Channel::Channel(Settings settings, security::Primitives& primitives, security::AesGcm& send_cipher,
                 security::AesGcm& receive_cipher, hal::Entropy& entropy, const Identity& identity,
                 KnownPhones* known_phones, CertificateVerifier* verifier) noexcept
    : settings_(within_limits(settings)),
      primitives_(primitives),
      entropy_(entropy),
      identity_(identity),
      known_phones_(known_phones),
      verifier_(verifier),
      handshake_(primitives, send_cipher),
      send_(send_cipher),
      receive_(receive_cipher),
      arq_({.retransmit_after = settings.retransmit_after,
            .retransmit_limit = settings.retransmit_limit,
            .credit = settings.credit_frames}) {}

Channel::~Channel() {
  reset();
}

void Channel::reset() noexcept {
  state_ = State::idle;
  timer_at_.reset();
  partial_at_.reset();
  handshake_.clear();
  send_.clear();
  receive_.clear();
  wipe(phone_nonce_);
  wipe(reader_nonce_);
  commitment_ = {};
  far_end_keeps_no_time_ = false;
  phone_name_.clear();
  detail_.clear();
  events_.clear();
  message_ = {};
  message_ready_ = message_lent_ = assembling_ = false;
  assembly_size_ = 0;
  wipe(assembly_);
  wipe(scratch_);
  decoder_.clear();
  arq_.clear();
}

void Channel::lost() noexcept {
  const bool was_running = state_ != State::idle && state_ != State::closed;
  reset();
  if (was_running) shut(CloseReason::transport_lost);
}

void Channel::start(Duration now, bool lossy) noexcept {
  reset();
  lossy_ = lossy;
  arq_.set_lossy(lossy);
  now_ = now;
  set_timer(settings_.handshake_timeout);
  begin_handshake();
}

void Channel::begin_handshake() noexcept {
  SecretBytes<32> ephemeral;
  entropy_.fill(ephemeral.fill(32));
  const bool phone = settings_.role == Role::phone;
  handshake_.start(phone ? noise::Handshake::Role::initiator : noise::Handshake::Role::responder,
                   as_bytes(handshake_prologue), {identity_.private_key.expose(), identity_.public_key},
                   ephemeral.expose());
  entropy_.fill(phone ? phone_nonce_ : reader_nonce_);
  state_ = phone ? State::wait_introduction : State::wait_hello;
  if (!phone) return;
  std::array<std::uint8_t, hello_bytes> hello{};
  encode(Hello{.version = wire_version,
               .keeps_no_time = settings_.keeps_no_time,
               .commitment = commitment_of(primitives_, phone_nonce_, identity_.public_key)},
         hello);
  write_handshake(hello);
}

bool Channel::write_handshake(Bytes payload) noexcept {
  const auto length = handshake_.write(payload, scratch_);
  if (!length) {
    fail(CloseReason::handshake_failed);
    return false;
  }
  queue_fragments(FrameType::handshake, Bytes{scratch_}.first(*length));
  return true;
}

std::size_t Channel::feed(Bytes bytes, Duration now) noexcept {
  now_ = now;
  if (state_ == State::idle || state_ == State::closed) return bytes.size();
  message_lent_ = false;
  if (message_ready_ && message_.data() != assembly_.data() + 1) {
    // Nobody took it yet, and the decoder is about to move its bytes.
    copy_bytes(message_, MutableBytes{assembly_}.subspan(1));
    message_ = Bytes{assembly_}.subspan(1, message_.size());
  }
  const std::size_t count = decoder_.feed(bytes);
  process();
  return count;
}

void Channel::process() noexcept {
  while (!message_ready_ && !message_lent_ && state_ != State::closed && state_ != State::idle) {
    const auto frame = decoder_.next();
    if (frame) {
      on_frame(*frame);
    } else if (frame.error() == FrameError::incomplete) {
      break;
    } else if (frame.error() == FrameError::version) {
      fail(CloseReason::version);
    }
    // Damage is skipped here. Where it cost a frame, the next one's number tells.
  }
  partial_at_.reset();
  const bool waits_for_bytes = !message_ready_ && !message_lent_ && decoder_.has_partial();
  if (lossy_ && waits_for_bytes) partial_at_ = now_ + settings_.retransmit_after / 2;
}

void Channel::on_frame(const Frame& frame) noexcept {
  const Arq::Verdict verdict = arq_.on_frame(frame.header, now_);
  if (verdict == Arq::Verdict::drop) return;
  if (verdict == Arq::Verdict::refuse) return refuse();
  const FrameType type = frame.header.type;
  if (type == FrameType::closed) return on_notice(frame.payload);
  if (type != FrameType::handshake && type != FrameType::record) return refuse();

  MutableBytes whole = frame.payload;
  if (assembling_ || frame.header.more_fragments) {
    const bool fits = assembly_size_ + frame.payload.size() <= assembly_.size();
    if (!fits || frame.payload.empty() || (assembling_ && assembly_type_ != type)) return refuse();
    copy_bytes(frame.payload, MutableBytes{assembly_}.subspan(assembly_size_));
    assembly_size_ += frame.payload.size();
    assembly_type_ = type;
    assembling_ = frame.header.more_fragments;
    if (assembling_) return;
    whole = MutableBytes{assembly_}.first(assembly_size_);
    assembly_size_ = 0;
  }
  if (type == FrameType::record) return on_record(whole);
  on_handshake(whole);
}

// Anybody on the wire can write a notice, so one counts only while there is no session it could end.
void Channel::on_notice(Bytes payload) noexcept {
  const bool handshaking =
      state_ == State::wait_introduction || state_ == State::wait_proof || state_ == State::wait_verdict;
  if (handshaking && payload.size() == 1) shut(reason_from_wire(payload[0]));
}

void Channel::on_handshake(Bytes message) noexcept {
  if (state_ != State::wait_hello && state_ != State::wait_introduction && state_ != State::wait_proof) return refuse();
  std::array<std::uint8_t, introduction_limit_bytes> buffer;
  const auto length = handshake_.read(message, buffer);
  if (!length) return fail(CloseReason::handshake_failed);
  const Bytes payload = Bytes{buffer}.first(*length);
  if (state_ == State::wait_hello) return on_hello(payload);
  if (state_ == State::wait_introduction) return on_introduction(payload);
  on_proof(payload);
}

void Channel::on_hello(Bytes payload) noexcept {
  if (!payload.empty() && payload[0] != wire_version) return fail(CloseReason::version);
  const auto hello = decode_hello(payload);
  if (!hello) return fail(CloseReason::handshake_failed);
  commitment_ = hello->commitment;
  far_end_keeps_no_time_ = hello->keeps_no_time;
  std::array<std::uint8_t, introduction_limit_bytes> introduction;
  const std::size_t length =
      encode(Introduction{.version = wire_version, .nonce = reader_nonce_, .certificate = identity_.certificate},
             introduction);
  if (write_handshake(Bytes{introduction}.first(length))) state_ = State::wait_proof;
}

void Channel::on_introduction(Bytes payload) noexcept {
  if (!payload.empty() && payload[0] != wire_version) return fail(CloseReason::version);
  const auto introduction = decode_introduction(payload);
  if (!introduction) return fail(CloseReason::handshake_failed);
  noise::PublicKey certified{};
  if (verifier_ == nullptr || !verifier_->verify(introduction->certificate, certified, detail_)) {
    return fail(CloseReason::certificate_refused);
  }
  if (!equal_constant_time(certified, handshake_.remote_static())) {
    detail_ = "the certificate belongs to another key";
    return fail(CloseReason::certificate_refused);
  }
  reader_nonce_ = introduction->nonce;
  std::array<std::uint8_t, proof_limit_bytes> proof{};
  const std::size_t length = encode(Proof{.nonce = phone_nonce_, .name = settings_.phone_name}, proof);
  if (!write_handshake(Bytes{proof}.first(length))) return;
  handshake_.split(send_, receive_);
  state_ = State::wait_verdict;
}

void Channel::on_proof(Bytes payload) noexcept {
  const auto proof = decode_proof(payload);
  if (!proof) return fail(CloseReason::handshake_failed);
  const noise::Digest promised = commitment_of(primitives_, proof->nonce, handshake_.remote_static());
  if (!equal_constant_time(promised, commitment_)) return fail(CloseReason::handshake_failed);
  phone_nonce_ = proof->nonce;
  phone_name_ = proof->name;
  handshake_.split(send_, receive_);
  if (known_phones_ != nullptr && known_phones_->is_known(handshake_.remote_static())) {
    queue_record(RecordType::confirmed, {});
    return go_up();
  }
  queue_record(RecordType::compare, {});
  show_code();
}

void Channel::show_code() noexcept {
  state_ = State::confirming;
  set_timer(settings_.confirm_timeout);
  Event shown = event(Event::Kind::confirm_code);
  shown.code = confirm_code(primitives_, handshake_.hash(), phone_nonce_, reader_nonce_);
  events_.push_back(shown);
}

void Channel::go_up() noexcept {
  state_ = State::up;
  set_timer(settings_.idle_timeout);
  events_.push_back(event(Event::Kind::up));
}

void Channel::on_record(MutableBytes sealed) noexcept {
  if (!receive_.has_key() || sealed.size() < record_overhead_bytes) return refuse();
  const MutableBytes plain = sealed.first(sealed.size() - noise::tag_bytes);
  if (!receive_.open({}, sealed, plain)) return refuse();
  const auto type = static_cast<RecordType>(plain[0]);
  const Bytes content = plain.subspan(1);
  if (type != RecordType::data) return on_control(type, content);
  if (state_ != State::up || content.empty() || content.size() > max_message_bytes) return refuse();
  set_timer(settings_.idle_timeout);
  message_ = content;
  message_ready_ = true;
}

void Channel::on_control(RecordType type, Bytes content) noexcept {
  const bool judged = settings_.role == Role::phone && (state_ == State::wait_verdict || state_ == State::confirming);
  switch (type) {
    case RecordType::confirmed: return judged && content.empty() ? go_up() : refuse();
    case RecordType::compare:
      return judged && content.empty() && state_ == State::wait_verdict ? show_code() : refuse();
    case RecordType::refused: return judged && content.empty() ? shut(CloseReason::code_refused) : refuse();
    case RecordType::goodbye: return content.size() == 1 ? shut(reason_from_wire(content[0])) : refuse();
    case RecordType::keep_alive:
      if (state_ != State::up || !content.empty()) return refuse();
      return set_timer(settings_.idle_timeout);
    case RecordType::data: break;
  }
  refuse();
}

std::optional<Channel::Event> Channel::poll() noexcept {
  if (message_lent_) {
    message_lent_ = false;
    process();
  }
  if (!events_.empty()) {
    const Event first = events_[0];
    events_.discard_front(1);
    return first;
  }
  if (!message_ready_) return std::nullopt;
  message_ready_ = false;
  message_lent_ = true;
  Event taken;
  taken.kind = Event::Kind::message;
  taken.message = message_;
  return taken;
}

bool Channel::send(Bytes message, Duration now) noexcept {
  now_ = now;
  if (state_ != State::up || message.empty() || message.size() > max_message_bytes) return false;
  if (!queue_record(RecordType::data, message)) return false;
  set_timer(settings_.idle_timeout);
  return true;
}

bool Channel::keep_alive(Duration now) noexcept {
  now_ = now;
  if (state_ != State::up || !queue_record(RecordType::keep_alive, {})) return false;
  set_timer(settings_.idle_timeout);
  return true;
}

void Channel::confirm(bool accepted, Duration now) noexcept {
  now_ = now;
  if (state_ != State::confirming || settings_.role != Role::reader) return;
  if (!accepted) {
    queue_record(RecordType::refused, {});
    return shut(CloseReason::code_refused);
  }
  if (known_phones_ != nullptr) known_phones_->remember(handshake_.remote_static());
  queue_record(RecordType::confirmed, {});
  go_up();
}

void Channel::close(CloseReason reason, Duration now) noexcept {
  now_ = now;
  if (state_ != State::idle && state_ != State::closed) fail(reason);
}

bool Channel::queue_record(RecordType type, Bytes content) noexcept {
  const std::size_t plain_bytes = 1 + content.size();
  const std::size_t sealed_bytes = plain_bytes + noise::tag_bytes;
  if (!arq_.fits(sealed_bytes, frame_payload())) return false;
  const bool one_frame = sealed_bytes <= frame_payload();
  const MutableBytes out = one_frame ? arq_.payload_space(sealed_bytes) : MutableBytes{scratch_}.first(sealed_bytes);
  out[0] = static_cast<std::uint8_t>(type);
  copy_bytes(content, out.subspan(1));
  send_.seal({}, out.first(plain_bytes), out);
  if (one_frame) {
    arq_.push(FrameType::record, false, sealed_bytes);
  } else {
    queue_fragments(FrameType::record, out);
  }
  return true;
}

void Channel::queue_fragments(FrameType type, Bytes bytes) noexcept {
  MPOS_ASSERT(arq_.fits(bytes.size(), frame_payload()));
  while (!bytes.empty()) {
    const std::size_t piece = bytes.size() < frame_payload() ? bytes.size() : frame_payload();
    copy_bytes(bytes.first(piece), arq_.payload_space(piece));
    bytes = bytes.subspan(piece);
    arq_.push(type, !bytes.empty(), piece);
  }
}

void Channel::refuse() noexcept {
  fail(receive_.has_key() ? CloseReason::record_refused : CloseReason::handshake_failed);
}

void Channel::fail(CloseReason reason) noexcept {
  const std::uint8_t byte[] = {static_cast<std::uint8_t>(reason)};
  if (send_.has_key()) {
    queue_record(RecordType::goodbye, byte);
  } else {
    arq_.push_unnumbered(FrameType::closed, byte);
  }
  shut(reason);
}

void Channel::shut(CloseReason reason) noexcept {
  state_ = State::closed;
  timer_at_.reset();
  partial_at_.reset();
  arq_.stop_timer();
  message_ready_ = false;
  Event closed = event(Event::Kind::closed);
  closed.reason = reason;
  closed.detail = detail_;
  events_.push_back(closed);
}

Channel::Event Channel::event(Event::Kind kind) const noexcept {
  Event made;
  made.kind = kind;
  made.far_end_keeps_no_time = far_end_keeps_no_time_;
  made.far_key = handshake_.remote_static();
  made.phone_name = phone_name_;
  return made;
}

std::optional<Duration> Channel::deadline() const noexcept {
  // A goodbye on a lossy transport arms the retransmission, but nobody waits for its acknowledgement.
  if (state_ == State::idle || state_ == State::closed) return std::nullopt;
  std::optional<Duration> first = timer_at_;
  for (const auto& other : {partial_at_, arq_.deadline()}) {
    if (other && (!first || *other < *first)) first = other;
  }
  return first;
}

void Channel::on_time(Duration now) noexcept {
  now_ = now;
  if (state_ == State::idle || state_ == State::closed) return;
  if (partial_at_ && now >= *partial_at_) {
    decoder_.give_up_partial();
    process();
  }
  if (!arq_.on_time(now)) return shut(CloseReason::retransmission_limit);
  if (!timer_at_ || now < *timer_at_) return;
  if (state_ == State::up) return fail(CloseReason::idle_timeout);
  fail(state_ == State::confirming ? CloseReason::code_timeout : CloseReason::handshake_timeout);
}

Bytes Channel::busy_frame() noexcept {
  return busy_bytes();
}

}  // namespace mpos::link

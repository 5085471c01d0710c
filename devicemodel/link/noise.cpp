// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/link/noise.hpp"

#include <string_view>

namespace mpos::link::noise {
namespace {

constexpr std::string_view protocol_name = "Noise_XX_25519_AESGCM_SHA256";
static_assert(protocol_name.size() <= 32, "longer names are hashed, section 5.2");

// Section 12.4: 32 bits of zeros, then the counter, most significant byte first.
std::array<std::uint8_t, security::AesGcm::nonce_bytes> nonce_of(std::uint64_t counter) noexcept {
  std::array<std::uint8_t, security::AesGcm::nonce_bytes> nonce{};
  store_be64(nonce.data() + 4, counter);
  return nonce;
}

}  // namespace

void CipherState::set_key(Bytes key) noexcept {
  cipher_.set_key(key);
  counter_ = 0;
  has_key_ = true;
}

void CipherState::seal(Bytes associated, Bytes plain, MutableBytes out) noexcept {
  MPOS_ASSERT(has_key_ && counter_ != UINT64_MAX);  // the last counter is reserved; no link lives that long
  cipher_.seal(nonce_of(counter_), associated, plain, out);
  ++counter_;
}

bool CipherState::open(Bytes associated, Bytes sealed, MutableBytes out) noexcept {
  MPOS_ASSERT(has_key_ && counter_ != UINT64_MAX);
  if (!cipher_.open(nonce_of(counter_), associated, sealed, out)) return false;
  ++counter_;
  return true;
}

void CipherState::clear() noexcept {
  cipher_.clear();
  counter_ = 0;
  has_key_ = false;
}

Handshake::Handshake(security::Primitives& primitives, security::AesGcm& cipher) noexcept
    : primitives_(primitives), cipher_(cipher) {}

void Handshake::start(Role role, Bytes prologue, StaticKeys keys, Bytes ephemeral_private) noexcept {
  clear();
  role_ = role;
  message_ = 0;
  copy_bytes(as_bytes(protocol_name), hash_);
  chaining_key_.assign(hash_);
  static_private_.assign(keys.private_key);
  copy_bytes(keys.public_key, static_public_);
  ephemeral_private_.assign(ephemeral_private);
  primitives_.x25519_public(ephemeral_private_.expose(), ephemeral_public_);
  mix_hash(prologue);
}

Result<std::size_t, Error> Handshake::write(Bytes payload, MutableBytes out) noexcept {
  if (message_ < 0 || message_ >= 3 || !my_turn()) return Failure{Error::wrong_turn};
  if (payload.size() > max_payload_bytes || out.size() < payload.size() + max_overhead_bytes) {
    return Failure{Error::too_long};
  }
  std::size_t at = 0;
  const int message = message_;
  message_ = -1;
  if (message < 2) {
    copy_bytes(ephemeral_public_, out);
    mix_hash(ephemeral_public_);
    at = key_bytes;
  }
  if (message == 1 && !mix_after_ephemeral()) return Failure{Error::low_order_point};
  if (message > 0) {
    at += encrypt_and_hash(static_public_, out.subspan(at));
    if (!mix_after_static(message)) return Failure{Error::low_order_point};
  }
  at += encrypt_and_hash(payload, out.subspan(at));
  message_ = message + 1;
  return at;
}

Result<std::size_t, Error> Handshake::read(Bytes message_bytes, MutableBytes payload) noexcept {
  if (message_ < 0 || message_ >= 3 || my_turn()) return Failure{Error::wrong_turn};
  const int message = message_;
  message_ = -1;
  if (message < 2) {
    if (message_bytes.size() < key_bytes) return Failure{Error::too_short};
    copy_bytes(message_bytes.first(key_bytes), remote_ephemeral_);
    mix_hash(remote_ephemeral_);
    message_bytes = message_bytes.subspan(key_bytes);
  }
  if (message == 1 && !mix_after_ephemeral()) return Failure{Error::low_order_point};
  if (message > 0) {
    if (message_bytes.size() < key_bytes + tag_bytes) return Failure{Error::too_short};
    if (!decrypt_and_hash(message_bytes.first(key_bytes + tag_bytes), remote_static_)) return Failure{Error::bad_tag};
    message_bytes = message_bytes.subspan(key_bytes + tag_bytes);
    if (!mix_after_static(message)) return Failure{Error::low_order_point};
  }
  const std::size_t tag = cipher_.has_key() ? tag_bytes : 0;
  if (message_bytes.size() < tag) return Failure{Error::too_short};
  const std::size_t length = message_bytes.size() - tag;
  if (length > max_payload_bytes || length > payload.size()) return Failure{Error::too_long};
  if (!decrypt_and_hash(message_bytes, payload.first(length))) return Failure{Error::bad_tag};
  message_ = message + 1;
  return length;
}

// XX: -> e;  <- e, ee, s, es;  -> s, se  (section 7.5)
bool Handshake::mix_after_ephemeral() noexcept {
  return mix_dh(ephemeral_private_.expose(), remote_ephemeral_);
}

bool Handshake::mix_after_static(int message) noexcept {
  // In message 2 the responder's static key meets the initiator's ephemeral one (es); in message 3 it is the other way
  // round (se).
  const bool initiators_static = message == 2;
  return initiators_static == (role_ == Role::initiator) ? mix_dh(static_private_.expose(), remote_ephemeral_)
                                                         : mix_dh(ephemeral_private_.expose(), remote_static_);
}

bool Handshake::mix_dh(Bytes private_key, Bytes public_key) noexcept {
  SecretBytes<32> shared;
  if (!primitives_.x25519(private_key, public_key, shared.fill(32))) return false;
  mix_key(shared.expose());
  return true;
}

void Handshake::mix_hash(Bytes data) noexcept {
  std::array<std::uint8_t, 32 + max_payload_bytes + max_overhead_bytes> joined;
  MPOS_ASSERT(data.size() <= joined.size() - 32);
  copy_bytes(hash_, joined);
  copy_bytes(data, MutableBytes{joined}.subspan(32));
  primitives_.hash(security::Hash::sha256, Bytes{joined}.first(32 + data.size()), hash_);
}

// HKDF with two outputs (section 4.3). `first` may be the chaining key itself.
void Handshake::derive(Bytes input, MutableBytes first, MutableBytes second) noexcept {
  constexpr std::uint8_t one[] = {1};
  constexpr std::uint8_t two[] = {2};
  SecretBytes<32> temporary;
  primitives_.hmac_sha256(chaining_key_.expose(), input, {}, temporary.fill(32));
  primitives_.hmac_sha256(temporary.expose(), one, {}, first);
  primitives_.hmac_sha256(temporary.expose(), first, two, second);
}

void Handshake::mix_key(Bytes input) noexcept {
  SecretBytes<32> next;
  SecretBytes<32> key;
  const MutableBytes next_out = next.fill(32);
  derive(input, next_out, key.fill(32));
  chaining_key_.assign(next.expose());
  cipher_.set_key(key.expose());
}

std::size_t Handshake::encrypt_and_hash(Bytes plain, MutableBytes out) noexcept {
  if (!cipher_.has_key()) {
    copy_bytes(plain, out);
    mix_hash(plain);
    return plain.size();
  }
  const std::size_t length = plain.size() + tag_bytes;
  cipher_.seal(hash_, plain, out.first(length));
  mix_hash(out.first(length));
  return length;
}

bool Handshake::decrypt_and_hash(Bytes sealed, MutableBytes out) noexcept {
  if (!cipher_.has_key()) {
    copy_bytes(sealed, out);
    mix_hash(sealed);
    return true;
  }
  if (!cipher_.open(hash_, sealed, out)) return false;
  mix_hash(sealed);
  return true;
}

void Handshake::split(CipherState& send, CipherState& receive) noexcept {
  MPOS_ASSERT(is_finished());
  SecretBytes<32> initiators;
  SecretBytes<32> responders;
  const MutableBytes initiators_out = initiators.fill(32);
  derive({}, initiators_out, responders.fill(32));
  const bool first = role_ == Role::initiator;
  send.set_key(first ? initiators.expose() : responders.expose());
  receive.set_key(first ? responders.expose() : initiators.expose());
  chaining_key_.clear();
  static_private_.clear();
  ephemeral_private_.clear();
}

void Handshake::clear() noexcept {
  cipher_.clear();
  message_ = -1;
  chaining_key_.clear();
  static_private_.clear();
  ephemeral_private_.clear();
  hash_ = {};
  static_public_ = {};
  ephemeral_public_ = {};
  remote_static_ = {};
  remote_ephemeral_ = {};
}

}  // namespace mpos::link::noise

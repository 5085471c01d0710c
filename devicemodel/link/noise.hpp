// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "devicemodel/base/result.hpp"
#include "devicemodel/base/secret.hpp"
#include "devicemodel/security/ports.hpp"

namespace mpos::link::noise {

/// Noise_XX_25519_AESGCM_SHA256 (The Noise Protocol Framework, revision 34). Vectors:
/// tests/vectors/published/noise.json
inline constexpr std::size_t key_bytes = 32;
inline constexpr std::size_t tag_bytes = security::AesGcm::tag_bytes;
/// Longest payload of one handshake message; the protocol would allow 65535 bytes in all.
inline constexpr std::size_t max_payload_bytes = 2048;
/// What a handshake message adds to its payload at most: e, sealed s, tag.
inline constexpr std::size_t max_overhead_bytes = 2 * key_bytes + 2 * tag_bytes;

using Digest = std::array<std::uint8_t, 32>;
using PublicKey = std::array<std::uint8_t, key_bytes>;

enum class Error : std::uint8_t {
  too_short,       ///< the message ends before its keys do
  too_long,        ///< payload over max_payload_bytes, or the output has no room
  wrong_turn,      ///< it is the far end's turn to write, or the handshake is over
  bad_tag,         ///< altered, or not meant for this handshake
  low_order_point  ///< a public key that makes the shared secret zero
};

/// One direction after the handshake (section 5.1): each call uses the next counter as nonce. The cipher holds the key.
class CipherState {
 public:
  explicit CipherState(security::AesGcm& cipher) noexcept : cipher_(cipher) {}

  void set_key(Bytes key) noexcept;
  bool has_key() const noexcept { return has_key_; }
  std::uint64_t counter() const noexcept { return counter_; }
  /// `out` takes plain.size() + tag_bytes and may begin where `plain` does.
  void seal(Bytes associated, Bytes plain, MutableBytes out) noexcept;
  /// `out` takes sealed.size() - tag_bytes and may begin where `sealed` does. The counter stays where it is on failure.
  [[nodiscard]] bool open(Bytes associated, Bytes sealed, MutableBytes out) noexcept;
  void clear() noexcept;

 private:
  security::AesGcm& cipher_;
  std::uint64_t counter_ = 0;
  bool has_key_ = false;
};

/// One end of an XX handshake: three messages, initiator first. After an error it is of no more use.
class Handshake {
 public:
  enum class Role : std::uint8_t { initiator, responder };

  /// `cipher` is borrowed for the time of the handshake; it may be one of those split() keys.
  Handshake(security::Primitives& primitives, security::AesGcm& cipher) noexcept;

  /// An end's lasting X25519 keys, 32 bytes each; `public_key` is that of `private_key`.
  struct StaticKeys {
    Bytes private_key;
    Bytes public_key;
  };

  /// `ephemeral_private` is an X25519 private key of 32 bytes, drawn afresh each time.
  void start(Role role, Bytes prologue, StaticKeys keys, Bytes ephemeral_private) noexcept;
  /// Writes the next message with `payload`; answers its length.
  Result<std::size_t, Error> write(Bytes payload, MutableBytes out) noexcept;
  /// Reads the far end's next message; answers the length of the payload in `out`.
  Result<std::size_t, Error> read(Bytes message, MutableBytes payload) noexcept;

  bool is_finished() const noexcept { return message_ == 3; }
  /// After the last message: keys both directions and forgets all secrets.
  void split(CipherState& send, CipherState& receive) noexcept;
  const Digest& hash() const noexcept { return hash_; }
  /// The far end's static key, once it was read.
  const PublicKey& remote_static() const noexcept { return remote_static_; }
  void clear() noexcept;

 private:
  bool my_turn() const noexcept { return (message_ % 2 == 0) == (role_ == Role::initiator); }
  void mix_hash(Bytes data) noexcept;
  void mix_key(Bytes input) noexcept;
  [[nodiscard]] bool mix_dh(Bytes private_key, Bytes public_key) noexcept;
  void derive(Bytes input, MutableBytes first, MutableBytes second) noexcept;
  std::size_t encrypt_and_hash(Bytes plain, MutableBytes out) noexcept;
  [[nodiscard]] bool decrypt_and_hash(Bytes sealed, MutableBytes out) noexcept;
  /// Mixes in the Diffie-Hellman results that go with a key of the message at hand, in the order of the pattern.
  [[nodiscard]] bool mix_after_ephemeral() noexcept;
  [[nodiscard]] bool mix_after_static(int message) noexcept;

  security::Primitives& primitives_;
  CipherState cipher_;
  Role role_ = Role::initiator;
  int message_ = 0;  ///< messages done: 0 to 3; -1 after an error
  Digest hash_{};
  SecretBytes<32> chaining_key_;
  SecretBytes<32> static_private_;
  SecretBytes<32> ephemeral_private_;
  PublicKey static_public_{};
  PublicKey ephemeral_public_{};
  PublicKey remote_static_{};
  PublicKey remote_ephemeral_{};
};

}  // namespace mpos::link::noise

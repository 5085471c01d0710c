// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/link/noise.hpp"

/// What the three handshake messages carry as payload, and the six digits. Layout: assets/docs/protocol.md.
namespace mpos::link {

using Nonce = std::array<std::uint8_t, 16>;

inline constexpr std::size_t certificate_limit_bytes = 1024;
inline constexpr std::size_t phone_name_limit_bytes = 32;
/// Both ends mix it into the handshake, so that no other protocol's messages can be passed off as these.
inline constexpr std::string_view handshake_prologue = "vmpos-link-1";

/// First message, phone to reader, in clear.
struct Hello {
  std::uint8_t version = 0;
  bool keeps_no_time = false;
  noise::Digest commitment{};
};
/// Second message, reader to phone, sealed.
struct Introduction {
  std::uint8_t version = 0;
  Nonce nonce{};
  Bytes certificate;  ///< DER; borrows from what was decoded
};
/// Third message, phone to reader, sealed.
struct Proof {
  Nonce nonce{};
  FixedString<phone_name_limit_bytes> name;
};

inline constexpr std::size_t hello_bytes = 34;
inline constexpr std::size_t introduction_head_bytes = 17;
inline constexpr std::size_t introduction_limit_bytes = introduction_head_bytes + certificate_limit_bytes;
inline constexpr std::size_t proof_limit_bytes = 16 + phone_name_limit_bytes;

std::size_t encode(const Hello& hello, MutableBytes out) noexcept;
std::size_t encode(const Introduction& introduction, MutableBytes out) noexcept;
std::size_t encode(const Proof& proof, MutableBytes out) noexcept;
/// Nothing when the length is wrong, a bit without meaning is set, or the name is not printable UTF-8. The version is
/// not judged.
std::optional<Hello> decode_hello(Bytes bytes) noexcept;
std::optional<Introduction> decode_introduction(Bytes bytes) noexcept;
std::optional<Proof> decode_proof(Bytes bytes) noexcept;

/// SHA-256("vmpos-commit" | nonce | static public key): binds the phone to a nonce before it has seen the reader's.
noise::Digest commitment_of(security::Primitives& primitives, const Nonce& nonce, const noise::PublicKey& key) noexcept;
/// SHA-256("vmpos-code" | handshake hash | phone's nonce | reader's nonce), its first 8 bytes as a number, modulo a
/// million.
std::array<char, 6> confirm_code(security::Primitives& primitives, const noise::Digest& handshake_hash,
                                 const Nonce& phone, const Nonce& reader) noexcept;

}  // namespace mpos::link

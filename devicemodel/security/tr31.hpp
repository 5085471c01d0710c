// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "devicemodel/base/result.hpp"
#include "devicemodel/base/secret.hpp"
#include "devicemodel/security/ports.hpp"

/// TR-31 / ANSI X9.143 key blocks of version B (TDES derivation binding) and D (AES); keys.md section 8.
namespace mpos::security {

enum class Tr31Error : std::uint8_t {
  bad_version,  ///< not B or D; A and C bind nothing worth having
  bad_length,   ///< length field, cipher text or key length do not fit
  bad_header,   ///< a character that is not printable ASCII, or malformed optional blocks
  bad_protection_key,
  bad_hex,
  bad_mac,
  no_room
};

enum class Tr31Use : std::uint16_t { encryption = 0, authentication = 1 };

inline constexpr std::size_t tr31_max_key_bytes = 256;
inline constexpr std::size_t tr31_max_characters = 2048;

struct Tr31Key {
  std::size_t header_size = 0;  ///< characters of the block that are header and optional blocks
  SecretBytes<tr31_max_key_bytes> key;
};

/// Derives the encryption or authentication key from a protection key: version B takes 16 or 24 bytes, D 16, 24 or 32.
Result<SecretBytes<32>, Tr31Error> tr31_derive(Primitives& primitives, char version, Bytes protection_key,
                                               Tr31Use use) noexcept;

/// Opens a block. No byte of the key is released before the MAC over header and payload is right.
Result<Tr31Key, Tr31Error> tr31_unwrap(Primitives& primitives, Bytes protection_key, std::string_view block) noexcept;

/// Makes a block: `header` is everything up to the cipher text, its length field already that of the whole block; `pad`
/// fills the payload (2 + key + pad) to a multiple of the cipher block. Answers the characters written to `out`.
Result<std::size_t, Tr31Error> tr31_wrap(Primitives& primitives, Bytes protection_key, std::string_view header,
                                         Bytes key, Bytes pad, std::span<char> out) noexcept;

}  // namespace mpos::security

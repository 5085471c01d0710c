// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "devicemodel/security/ports.hpp"

namespace mpos::primitives {

struct EcdsaSignature {
  std::array<std::uint8_t, 32> r{};
  std::array<std::uint8_t, 32> s{};
};

/// ECDSA on P-256 over SHA-256 of `message` with the deterministic nonce of RFC 6979: same key and message, same
/// signature.
///   private_key  32 bytes, big endian, in [1, q - 1]
/// Not constant time; made for the test CA, whose key is public.
EcdsaSignature sign_p256_deterministic(security::Primitives& primitives, Bytes private_key, Bytes message);

}  // namespace mpos::primitives

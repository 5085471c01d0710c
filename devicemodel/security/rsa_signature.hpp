// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/security/ports.hpp"

namespace mpos::security {

/// Checks an RSASSA-PKCS1-v1_5 signature with SHA-256 (RFC 8017, 8.2.2). The expected block is built and compared
/// whole; nothing of the recovered one is parsed.
///
///   modulus    128 to 512 bytes, big endian, no leading zero
///   message    what was signed, any length
///   signature  as long as the modulus
[[nodiscard]] bool rsa_signature_is_right(Primitives& primitives, Bytes modulus, Bytes exponent, Bytes message,
                                          Bytes signature) noexcept;

}  // namespace mpos::security

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/security/ports.hpp"

namespace mpos::security {

/// PBOC diversification, keys.md section 5. tdes: E(key, factor) || E(key, not factor); sm4: E(key, factor || not
/// factor). `factor` 8 bytes, `out` 16 bytes; `out` may be `key`. No parity is set.
void pboc_div(Primitives& primitives, Cipher cipher, Bytes key, Bytes factor, MutableBytes out) noexcept;

}  // namespace mpos::security

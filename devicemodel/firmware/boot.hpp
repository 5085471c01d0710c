// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/hal/hal.hpp"
#include "devicemodel/security/ports.hpp"

namespace mpos::firmware {

/// Tests what the firmware stands on, with published figures: AES-128 (FIPS 197), TDES, SM4 (GB/T 32907-2016), SHA-1,
/// SHA-256 (FIPS 180-4), SM3 (GB/T 32905-2016), AES-256-GCM both ways, the prompt table, the glyph ROM, and that no key
/// is stuck.
///
///   returns  an empty text, or a short name for the screen of the first part that failed (at most 16 columns)
const char* self_test(const hal::Board& board, security::Primitives& primitives, security::AesGcm& send_cipher,
                      security::AesGcm& receive_cipher) noexcept;

}  // namespace mpos::firmware

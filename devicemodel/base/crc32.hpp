// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/bytes.hpp"

namespace mpos {

/// CRC-32 (ISO-HDLC: polynomial 04C11DB7 reflected, initial and final FFFFFFFF); of "123456789" it is CBF43926.
///
///   crc      the CRC of the bytes before, to continue over several pieces; 0 at the start
///   returns  the CRC of everything so far
std::uint32_t crc32(Bytes bytes, std::uint32_t crc = 0) noexcept;

}  // namespace mpos

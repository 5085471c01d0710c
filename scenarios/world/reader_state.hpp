// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "devicemodel/base/bytes.hpp"
#include "devicemodel/base/result.hpp"

namespace mpos::world {

/// What outlives a run: a reader's memories and the phone's name. Test keys of a simulator, in the clear.
struct ReaderState {
  std::string serial;                     ///< whose state it is
  std::vector<std::uint8_t> flash;        ///< image of the storage chip
  std::int64_t rtc_offset_s = 0;          ///< the reader's clock less the world's
  std::vector<std::uint8_t> reader_key;   ///< X25519, 32 bytes
  std::vector<std::uint8_t> storage_key;  ///< unlocks the key store in flash, 32 bytes
  std::vector<std::uint8_t> phone_key;    ///< X25519, 32 bytes
  std::string phone_id;                   ///< device id, 32 hex digits (REQ-201)
};

/// File format: "VMPOS-ST", version (4 bytes, big endian), length of the body (4), body, CRC-32 of all before (4). The
/// body is a row of tag (1), length (4), bytes; unknown tags of this version are refused.
std::vector<std::uint8_t> encode_state(const ReaderState& state);
/// The failure says what is wrong with the bytes: "is of version 2; this program knows version 1", "is damaged: ...".
Result<ReaderState, std::string> decode_state(Bytes file);

}  // namespace mpos::world

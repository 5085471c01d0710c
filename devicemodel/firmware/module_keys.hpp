// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/sam/sam_client.hpp"
#include "devicemodel/security/ports.hpp"

namespace mpos::firmware {

/// What the reader has a PSAM for (profile: psam use).
enum class SamUse : std::uint8_t {
  none,      ///< wallet purchases at most
  identity,  ///< named to the host at sign-in
  keys       ///< besides, holder of the terminal master key and maker of field 64
};

/// What a reader says of its PSAM at sign-in.
struct ModuleClaim {
  sam::SamIdentity identity;
  bool holds_master = false;
  std::array<std::uint8_t, 4> master_check{};  ///< check value of the master key it holds
};

/// The terminal master key: type 8, version 1, diversified by the left 8 bytes of SHA-1 of the reader's serial number.
sam::KeyPath master_key_path(security::Primitives& primitives, std::string_view serial) noexcept;

/// The key of one field 64: type 8, version 2, diversified by the reader's serial as above, by `random` (8 bytes) and
/// by the trace number, 6 digits as BCD with zeros in front: one transaction, one key.
sam::KeyPath mac_key_path(security::Primitives& primitives, std::string_view serial, Bytes random,
                          std::uint32_t trace) noexcept;

}  // namespace mpos::firmware

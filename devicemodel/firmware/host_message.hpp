// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/firmware/key_fields.hpp"
#include "devicemodel/firmware/sign_in.hpp"

namespace mpos::firmware {

/// Packs a message, computes field 64 under this transaction's key and puts it at the end; where a PSAM makes field 64
/// the last 8 bytes are zeros for it to fill. False when it does not fit or there is no working key.
[[nodiscard]] bool pack_with_mac(const iso8583::Message& message, security::SecurityCore& core,
                                 HostMessage& out) noexcept;

/// Opens A6 and names the key of this transaction: 01 source, 02 nonce or KSN. Nothing is written with static keys;
/// answers whether the group was opened.
bool begin_account_group(iso8583::TlvWriter& field59, const Config& config,
                         const security::SecurityCore& core) noexcept;

/// Whether the answer names the reader's own nonce in A6 (always true with static keys).
bool echoes_nonce(const iso8583::Message& answer, const Config& config, const security::SecurityCore& core) noexcept;

/// Whether the packed answer ends in a right field 64.
bool mac_is_right(Bytes packed, const iso8583::Message& answer, security::SecurityCore& core) noexcept;

}  // namespace mpos::firmware

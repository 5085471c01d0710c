// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/firmware/key_fields.hpp"
#include "devicemodel/firmware/sign_in.hpp"

namespace mpos::firmware {

/// Field 60.4: 5 reads stripe and contact chip, 6 taps as well.
inline std::string_view terminal_capability(const Config& config) noexcept {
  return config.interfaces.contactless ? "6" : "5";
}

/// Fields 3 and 60.1 of a debit: a sale, or the load of a card's electronic cash from its own account.
inline std::string_view processing_code(bool cash_load) noexcept {
  return cash_load ? "600000" : "000000";
}
inline std::string_view message_type(bool cash_load) noexcept {
  return cash_load ? "45" : "22";
}

/// Puts a track into field 35 or 36 as published: packed, 8 bytes of it enciphered. False when the core cannot.
[[nodiscard]] bool set_enciphered_track(iso8583::Message& message, int field, std::string_view track,
                                        security::SecurityCore& core) noexcept;

/// Packs a message, computes field 64 under this transaction's key and puts it at the end; where a PSAM makes field 64
/// the last 8 bytes are zeros for it to fill. False when it does not fit or there is no working key.
[[nodiscard]] bool pack_with_mac(const iso8583::Message& message, security::SecurityCore& core,
                                 HostMessage& out) noexcept;

/// Opens A6 and names the key of this transaction: 01 source, 02 nonce or KSN. Nothing is written with static keys;
/// answers whether the group was opened.
bool begin_account_group(iso8583::TlvWriter& field59, const Config& config,
                         const security::SecurityCore& core) noexcept;

/// Why nobody may act on this answer to the request last packed, or an empty text when reader and host stand behind
/// every byte of it: it names the reader's nonce in A6 (except with static keys), where the profile has the sign-in
/// proof it carries a right one in A8, and it ends in a right field 64. Every answer with consequences comes through
/// here. `answer` is `packed`, unpacked.
const char* why_unproved(Bytes packed, const iso8583::Message& answer, const Config& config,
                         security::SecurityCore& core) noexcept;

}  // namespace mpos::firmware

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/firmware/config.hpp"
#include "devicemodel/firmware/terminal_memory.hpp"
#include "devicemodel/hal/hal.hpp"
#include "devicemodel/iso8583/tlv59.hpp"

namespace mpos::firmware {

/// Bytes for the host, MTI to the last field.
using HostMessage = ByteVector<1200>;

/// How a sign-in answer was judged. `detail` names the reason for people, empty when signed in.
struct SignInVerdict {
  bool signed_in = false;
  FixedString<2> response_code;
  const char* detail = "";
};

/// The sign-in exchange (iso8583.md section 7, security.md): proves the reader with MAC0, checks the backend with MAC1
/// and the key check values, and owes the host MAC2 in its first MACed message. Holds how long the sign-in is good for.
class SignIn {
 public:
  SignIn(const Config& config, security::SecurityCore& core, TerminalMemory& memory, hal::Entropy& entropy,
         hal::Rtc& rtc) noexcept;

  /// What the next request says of the PSAM; nothing where the profile has none.
  void set_module(const std::optional<ModuleClaim>& claim) noexcept { module_ = claim; }
  /// Builds the 0800 with a new trace number and nonce. Empty `detail` on success; else why there is none.
  const char* build_request(std::string_view operator_id, HostMessage& out) noexcept;
  /// Judges the 0810 in two halves, so that a PSAM can open its keys between them. No key, batch or clock changes
  /// unless all of it is right. Why it is refused, or nothing, ...
  std::optional<SignInVerdict> refuse(Bytes answer) noexcept;
  /// ... the wrapped keys of an answer that was not refused, one behind the other (empty when field 62 is malformed),
  ByteVector<72> wrapped_keys() const noexcept;
  /// and their installation. `opened`: as the PSAM opened them; empty: the core opens them.
  SignInVerdict install(Duration now, Bytes opened = {}) noexcept;

  /// Signed in and neither hours nor transactions used up (REQ-034).
  bool is_valid(Duration now) const noexcept;
  void count_transaction() noexcept;
  /// The host's word (A0, 99, 77), expiry or power-on: forgets the working keys.
  void drop() noexcept;

  /// Appends A7 with MAC2 while the host has not shown that it has it.
  void write_confirmation(iso8583::TlvWriter& field59) noexcept;
  /// A MACed answer came: the confirmation has arrived.
  void confirmation_arrived() noexcept { confirmation_due_ = false; }

 private:
  const char* check_proof(Bytes field59, Bytes field62, std::string_view batch) noexcept;

  const Config& config_;
  security::SecurityCore& core_;
  TerminalMemory& memory_;
  hal::Entropy& entropy_;
  hal::Rtc& rtc_;

  FixedString<6> trace_;
  std::array<std::uint8_t, 16> own_nonce_{};   ///< of the request last built
  std::array<std::uint8_t, 16> host_nonce_{};  ///< of the answer being judged
  ByteVector<32> session_;                     ///< both of the sign-in that stands, the host's first
  std::optional<hal::CalendarTime> host_time_;
  std::uint32_t offered_hours_ = 0;
  std::uint32_t offered_transactions_ = 0;

  std::optional<ModuleClaim> module_;
  FixedString<2> code_;
  FixedString<6> batch_;
  ByteVector<128> field62_;

  bool active_ = false;
  bool confirmation_due_ = false;
  Duration expires_{};
  std::uint32_t transactions_left_ = 0;
};

}  // namespace mpos::firmware

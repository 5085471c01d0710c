// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/secret.hpp"
#include "devicemodel/base/time.hpp"
#include "devicemodel/firmware/module_keys.hpp"
#include "devicemodel/security/core.hpp"

namespace mpos::firmware {

enum class Language : std::uint8_t { english, simplified_chinese, traditional_chinese };
enum class ResetCause : std::uint8_t { power_on, brown_out, watchdog, software };
/// The states of reader.proto, in its order.
enum class ReaderState : std::uint8_t {
  booting,
  idle,
  waiting_for_card,
  pin_entry,
  host,
  result,
  locked,
  card,   ///< a chip is being worked with
  choice  ///< the cardholder chooses one of the chip's applications
};
inline constexpr std::size_t reader_state_count = 9;
/// What the phone speaks: the authenticated session of this product, or the 55AA wire of UnionPay-style readers, plain
/// as it is there. certified: its weak points mended (assets/docs/compat-55aa.md).
enum class Front : std::uint8_t { session, cup_55aa, cup_55aa_certified };
/// How account data leaves the reader: sealed in field 59 A6, or the published form (field 35 with 8 bytes enciphered).
enum class AccountData : std::uint8_t { sealed, cup };

/// Account data rest in the reader no longer than this without a key or a command (REQ-013).
inline constexpr Duration max_idle_with_account_data = std::chrono::seconds{60};

/// What the profile decides. The defaults are those of the default profile.
struct Policy {
  Front front = Front::session;
  AccountData account_data = AccountData::sealed;
  security::TransactionKeys transaction_keys = security::TransactionKeys::div;
  security::MacAlgorithm mac = security::MacAlgorithm::cup_ecb_tdes;
  SamUse sam_use = SamUse::none;
  bool fallback_allowed = false;    ///< the stripe of a chip card (service code 2xx, 6xx) may be used
  bool sign_in_proof = true;        ///< field 59 A7 proves reader and host to each other
  bool offline_approvals = false;   ///< a chip may approve without the host (terminal type 22 in place of 21)
  bool pin_bypass_allowed = false;  ///< enter with no digit means "no PIN"
  Duration card_timeout = std::chrono::seconds{60};
  Duration pin_timeout = std::chrono::seconds{60};      ///< the whole entry (ISO 9564-1; REQ-073)
  Duration pin_key_timeout = std::chrono::seconds{20};  ///< between two keys
  Duration host_timeout = std::chrono::seconds{60};
  Duration result_time = std::chrono::seconds{3};
  Duration session_idle = std::chrono::minutes{10};
  bool lossy_link = false;               ///< radio: the channel acknowledges and retransmits
  std::size_t max_frame_payload = 2048;  ///< less on a small MTU
  std::uint32_t sign_in_hours = 24;
  std::uint32_t sign_in_transactions = 1000;
  std::uint32_t tap_tries = 3;           ///< taps before a card always moved away too early must be inserted or swiped
  bool device_cvm = false;               ///< a phone at the antenna may verify its owner by itself
  FixedString<2> tap_entry_mode = "07";  ///< field 22, digits 1 and 2, for a tap
};

/// Which card interfaces the body has beside the stripe.
struct Interfaces {
  bool chip = false;
  bool contactless = false;
};

struct Config {
  FixedString<24> model = "default";
  FixedString<24> serial;  ///< "SIM-" first, 8 to 24 characters
  FixedString<15> firmware_version = "0.1.0";
  FixedString<8> terminal;   ///< field 41
  FixedString<15> merchant;  ///< field 42
  FixedString<40> merchant_name;
  Language language = Language::simplified_chinese;
  Policy policy;
  Interfaces interfaces;
  bool lab = false;                   ///< CA keys of production schemes are let in
  ByteVector<256> parameter_modulus;  ///< RSA key (exponent 65537) that signs parameter files; empty: none are taken
};

/// The keys of one device as the secure room loads them. Empty ones are left out.
struct Personalisation {
  SecretBytes<24> terminal_master;  ///< TMK: 16 or 24 bytes TDES, or 16 bytes SM4 with `master_is_sm4`
  bool master_is_sm4 = false;
  SecretBytes<16> device_auth;    ///< AES-128, the sign-in proof key
  SecretBytes<16> serial_number;  ///< SM4, makes field 59 A2/04
  SecretBytes<16> dukpt_initial;  ///< TDES initial key, for transaction_keys dukpt
  ByteVector<10> dukpt_ksn;
};

}  // namespace mpos::firmware

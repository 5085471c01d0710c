// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "peripherals/card/blob.hpp"
#include "peripherals/card/quirk.hpp"

/// What a chip is wanted to be, before anything is computed.
namespace mpos::card {

enum class DataAuthentication : std::uint8_t { none, sda, dda, cda };

/// PBOC electronic cash. Amounts in minor units, up to 12 digits.
struct CashProfile {
  std::uint64_t balance = 0;          ///< 9F79
  std::uint64_t limit = 0;            ///< 9F77
  std::uint64_t single_limit = 0;     ///< 9F78
  std::uint64_t reset_threshold = 0;  ///< 9F6D
};

/// One payment application. What is empty by default gets a value from default_application().
struct ApplicationProfile {
  Blob aid;
  std::string label;
  std::string preferred_name;
  std::uint8_t priority = 1;
  std::string pan;
  std::string sequence = "01";
  std::string track2_tail;  ///< service code and discretionary digits
  std::string name;         ///< SURNAME/FIRST
  std::string track1_tail;  ///< digits of 9F1F
  Blob effective;           ///< 5F25
  Blob expiry;              ///< 5F24
  Blob certificate_expiry;  ///< MMYY of both certificates

  DataAuthentication authentication = DataAuthentication::dda;
  std::string ca_key = "ca_test";
  std::uint8_t ca_index = 0xFE;
  std::string issuer_key = "issuer_test";
  std::string icc_key = "icc_test";
  Blob dynamic_number;  ///< Fixed ICC dynamic number, 2 to 8 bytes; else it changes every time.

  Blob imk_ac;  ///< 16 bytes each
  Blob imk_mac;
  Blob imk_enc;
  bool sm4 = false;
  std::uint8_t contactless_cvn = 1;

  Blob pdol;
  Blob contactless_pdol;
  Blob cdol1;
  Blob cdol2;
  Blob ddol;
  Blob cvm_list;
  Blob usage_control;
  Blob iac_default;
  Blob iac_denial;
  Blob iac_online;
  Blob version;  ///< 9F08; left out when empty
  Blob country;
  Blob currency;
  bool issuer_authentication = true;  ///< AIP bit 3: EXTERNAL AUTHENTICATE
  bool template_77 = false;

  bool check_new_card = false;
  std::uint8_t lower_offline_limit = 0;    ///< 9F14; 0 leaves it out
  std::uint8_t upper_offline_limit = 0;    ///< 9F23; 0 leaves it out and the card does not count
  std::uint64_t offline_amount_limit = 0;  ///< minor units; 0: the card does not add up
  std::optional<CashProfile> cash;
};

/// PBOC 1.0/2.0 wallet.
struct WalletProfile {
  Blob serial;           ///< 8 bytes
  Blob purchase_master;  ///< 16 bytes
  Blob tac_key;          ///< 16 bytes
  std::uint32_t balance = 0;
  std::uint16_t sequence = 0;
  Blob fixed_random;  ///< 4 bytes, or empty
};

struct ChipProfile {
  Blob atr;
  std::string pin;
  std::uint8_t pin_tries = 3;
  bool pse = true;
  bool contact = true;
  bool contactless = false;
  bool confirms_on_phone = false;  ///< its owner confirms only when asked: 6986 to the first tap that needs it
  std::vector<ApplicationProfile> applications;
  std::optional<WalletProfile> wallet;
  Quirks quirks;
};

/// An application with every value of the ordinary UnionPay test card: its data object lists, limits and test keys.
/// PAN, names and dates are the caller's.
ApplicationProfile default_application();

}  // namespace mpos::card

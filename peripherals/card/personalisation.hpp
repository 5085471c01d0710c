// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>

#include "peripherals/card/chip_profile.hpp"
#include "peripherals/card/dol.hpp"
#include "peripherals/card/test_keys.hpp"

/// What stands in a chip when it leaves the personalisation bureau. It does not change afterwards; what does is
/// CardState.
namespace mpos::card {

struct Record {
  std::uint8_t sfi = 0;     ///< 1 to 30
  std::uint8_t number = 0;  ///< 1 on
  Blob bytes;
};

struct Application {
  ApplicationProfile profile;
  Blob fci;              ///< template 6F, contact
  Blob contactless_fci;  ///< template 6F with the PDOL of the field
  Blob aip;
  Blob afl;
  Blob contactless_afl;  ///< for transactions the card approves by itself
  std::vector<Record> records;
  Blob track2;  ///< 57
  Dol pdol;
  Dol contactless_pdol;
  Dol cdol1;
  Dol cdol2;
  Dol ddol;
  Dol log_format;
  Blob udk_ac;  ///< 16 bytes each
  Blob udk_mac;
  Blob udk_enc;
  std::shared_ptr<const RsaKey> icc_key;  ///< null without dynamic authentication
};

struct Wallet {
  WalletProfile profile;
  Blob purchase_key;  ///< DPK, 16 bytes
};

struct Personalisation {
  ChipProfile profile;
  Blob ats;
  Blob pse_fci;
  std::vector<Record> pse_records;
  Blob ppse_fci;
  std::vector<Application> applications;
  std::optional<Wallet> wallet;
  Blob random_key;  ///< 16 bytes, the card's own: its random numbers come from it and a counter
};

/// SFI of the transaction log and how many entries it keeps.
inline constexpr std::uint8_t log_sfi = 11;
inline constexpr std::size_t log_entries = 10;
/// SFI of the file of the issuer's own that scripts may write.
inline constexpr std::uint8_t issuer_file_sfi = 21;
/// Record of SFI 3 that gives the dynamic signature of a contactless transaction when it does not fit beside the rest.
inline constexpr std::uint8_t signature_sfi = 3;
inline constexpr std::uint8_t signature_record = 9;

/// ATR of a card whose profile names none: direct convention, T=0 (EMV book 1, 8.3.3).
inline constexpr std::array<std::uint8_t, 4> default_atr{0x3B, 0x60, 0x00, 0x00};
/// Longest modulus whose combined signature fits a short reply beside CID, ATC and IAD (EMV book 2, annex D1.2).
inline constexpr std::size_t longest_cda_key = 176;
/// 9F4F: what an entry of the transaction log holds.
inline constexpr std::string_view log_format_hex = "9A039F21039F02069F03069F1A025F2A029F4E149C019F3602";

inline constexpr std::string_view pse_name = "1PAY.SYS.DDF01";
inline constexpr std::string_view ppse_name = "2PAY.SYS.DDF01";

}  // namespace mpos::card

// SPDX-License-Identifier: Apache-2.0
#pragma once

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

inline constexpr std::string_view pse_name = "1PAY.SYS.DDF01";
inline constexpr std::string_view ppse_name = "2PAY.SYS.DDF01";

}  // namespace mpos::card

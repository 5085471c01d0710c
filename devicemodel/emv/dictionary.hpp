// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "devicemodel/emv/tlv.hpp"

namespace mpos::emv {

/// How a value is coded (EMV book 3 section 4.3); it decides how a DOL pads and cuts it.
enum class Format : std::uint8_t { binary, numeric, compressed_numeric, alphanumeric, special };
enum class Source : std::uint8_t { card, terminal, issuer };

/// One line of the data dictionary: icc.md section 7, EMV book 3 annex A and PBOC 3.0.
struct Definition {
  Tag tag;
  std::string_view name;
  Format format;
  std::uint16_t shortest;  ///< bytes
  std::uint16_t longest;   ///< bytes
  Source source;
};

/// All known data elements, by rising tag.
std::span<const Definition> dictionary() noexcept;
/// Nothing (nullptr) for a tag that is not in the dictionary.
const Definition* definition(Tag tag) noexcept;

/// What of a value is covered wherever a person may read it (PCI DSS 3.4). What a script command carries is told by
/// carries_secret() of its instruction.
enum class Cover : std::uint8_t {
  none,
  number,  ///< an account number: its middle
  track,   ///< an account number, and all that stands behind the separator after it
  all,
};
Cover cover_of(Tag tag) noexcept;

namespace tag {
inline constexpr Tag adf_name = 0x4F, label = 0x50, track1_data = 0x56, track2 = 0x57, pan = 0x5A, entry = 0x61,
                     fci = 0x6F, record = 0x70, script_before = 0x71, script_after = 0x72, format2 = 0x77,
                     format1 = 0x80, aip = 0x82, command_template = 0x83, df_name = 0x84, script_command = 0x86,
                     priority = 0x87, directory_sfi = 0x88, response_code = 0x8A, cdol1 = 0x8C, cdol2 = 0x8D,
                     cvm_list = 0x8E, ca_index = 0x8F, issuer_certificate = 0x90, issuer_authentication = 0x91,
                     issuer_remainder = 0x92, ssad = 0x93, afl = 0x94, tvr = 0x95, tdol = 0x97, tc_hash = 0x98,
                     date = 0x9A, tsi = 0x9B, type = 0x9C, fci_proprietary = 0xA5, holder_name = 0x5F20,
                     expiry = 0x5F24, effective = 0x5F25, issuer_country = 0x5F28, currency = 0x5F2A, language = 0x5F2D,
                     service_code = 0x5F30, pan_sequence = 0x5F34, currency_exponent = 0x5F36, acquirer = 0x9F01,
                     amount = 0x9F02, other_amount = 0x9F03, terminal_aid = 0x9F06, usage_control = 0x9F07,
                     card_version = 0x9F08, terminal_version = 0x9F09, iac_default = 0x9F0D, iac_denial = 0x9F0E,
                     iac_online = 0x9F0F, issuer_data = 0x9F10, code_table = 0x9F11, preferred_name = 0x9F12,
                     last_online_atc = 0x9F13, lower_offline = 0x9F14, merchant_category = 0x9F15, merchant_id = 0x9F16,
                     pin_tries = 0x9F17, script_id = 0x9F18, terminal_country = 0x9F1A, floor_limit = 0x9F1B,
                     terminal_id = 0x9F1C, ifd_serial = 0x9F1E, track1_discretionary = 0x9F1F,
                     track2_discretionary = 0x9F20, time = 0x9F21, upper_offline = 0x9F23, cryptogram = 0x9F26,
                     cid = 0x9F27, pin_certificate = 0x9F2D, pin_exponent = 0x9F2E, pin_remainder = 0x9F2F,
                     issuer_exponent = 0x9F32, capabilities = 0x9F33, cvm_results = 0x9F34, terminal_type = 0x9F35,
                     atc = 0x9F36, unpredictable = 0x9F37, pdol = 0x9F38, entry_mode = 0x9F39,
                     more_capabilities = 0x9F40, sequence = 0x9F41, application_currency = 0x9F42, dac = 0x9F45,
                     icc_certificate = 0x9F46, icc_exponent = 0x9F47, icc_remainder = 0x9F48, ddol = 0x9F49,
                     sda_list = 0x9F4A, sdad = 0x9F4B, icc_dynamic = 0x9F4C, merchant_name = 0x9F4E,
                     log_format = 0x9F4F, spendable = 0x9F5D, product = 0x9F63, ttq = 0x9F66,
                     card_authentication = 0x9F69, track2_data = 0x9F6B, ctq = 0x9F6C, ec_code = 0x9F74,
                     ec_threshold = 0x9F6D, ec_limit = 0x9F77, ec_single_limit = 0x9F78, ec_balance = 0x9F79,
                     ec_indicator = 0x9F7A, ec_terminal_limit = 0x9F7B, issuer_discretionary = 0xBF0C,
                     script_results = 0xDF31, sm_support = 0xDF69;
}  // namespace tag

}  // namespace mpos::emv

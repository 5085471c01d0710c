// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/compat/commands.hpp"

/// What the chip commands 0501 to 0510 carry. The public firmware names them; their layouts are this product's own and
/// marked [U] in assets/docs/compat-55aa.md. Parsers borrow from their input.
namespace mpos::compat {

/// What became of a chip: behind 0503, and behind the issuer's answer in 0508.
enum class ChipStatus : std::uint8_t {
  online_wanted = 0x00,  ///< an ARQC: the host is to be asked
  approved = 0x01,       ///< a TC
  declined = 0x02,       ///< an AAC, or the card refused
  timed_out = 0x03,
  cancelled = 0x04,
  card_removed = 0x05,
  fall_back = 0x06,  ///< the chip does not answer: 0304 takes the stripe of this card now
  unusable = 0x07    ///< the chip cannot be worked, and its stripe is not taken
};

/// How far the issuer's answer is: 0507.
enum class IssuerStatus : std::uint8_t { awaited = 0x00, at_work = 0x01, done = 0x02 };

/// 0503.
struct ChipOrder {
  std::uint8_t timeout_s = 0;  ///< for the cardholder: each choice, each PIN
  std::uint64_t amount_minor = 0;
};
/// 0506.
struct IssuerData {
  std::uint16_t record = 0;
  bool reached = false;          ///< false: the host could not be reached, and nothing else is said
  std::string_view answer_code;  ///< field 39
  Bytes chip_data;               ///< field 55: 91, 71, 72; may be empty
  Bytes covered;                 ///< what `proof` speaks of
  Bytes proof;                   ///< 8 bytes; empty where the reader asks for none, or the host was not reached
};
/// 0501, 0502.
struct ParameterEdit {
  enum class What : std::uint8_t { add = 1, remove = 2, list = 3 };
  What what = What::list;
  /// add: the record as an acquirer downloads it. remove: the key's RID and index, or the AID.
  Bytes value;
  Bytes covered;
  Bytes proof;  ///< 16 bytes; empty for a list, and where the reader asks for none
};

inline constexpr std::size_t max_chip_data_bytes = 255;

/// Errors: bad_length when the bytes are too few or too many, bad_parameter for a value out of its range,
/// no_working_key for another key index than 01.
Result<ChipOrder, ErrorCode> parse_chip_order(Bytes body) noexcept;
/// The record index alone: 0505, 0507, 0508.
Result<std::uint16_t, ErrorCode> parse_record_index(Bytes body) noexcept;
Result<IssuerData, ErrorCode> parse_issuer_data(Bytes body, Proof proof) noexcept;
Result<ParameterEdit, ErrorCode> parse_parameter_edit(Bytes body, Proof proof) noexcept;

}  // namespace mpos::compat

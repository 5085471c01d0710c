// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/tlv.hpp"
#include "scenarios/decode/row.hpp"
#include "scenarios/decode/specimen.hpp"

namespace mpos::decode {

/// Whether the value of this tag is made of named bits or bytes: 82, 95, 9B, 9F07, 9F27, 9F33, 9F34, 9F40, 9F66, 9F6C,
/// and the action codes 9F0D, 9F0E and 9F0F, which are coded as 95.
bool has_bits(emv::Tag tag) noexcept;
/// A row for each bit that is set, "byte 4 bit 8" and its name, and for each field of several bits. Empty when the
/// value has another length than the tag asks for.
///
/// Source: EMV book 3 annex A and C; book C-3 and PBOC 3.0 for 9F66 and 9F6C.
Rows bit_rows(emv::Tag tag, const Specimen& specimen, std::size_t at, std::size_t size);
/// The same in one line: "online PIN entered; over floor limit".
std::string bit_words(const Rows& rows);

}  // namespace mpos::decode

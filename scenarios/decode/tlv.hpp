// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scenarios/decode/row.hpp"
#include "scenarios/decode/specimen.hpp"

namespace mpos::decode {

/// BER-TLV as EMV uses it, a row for each object with the name of its tag and what its value means. Account numbers
/// (5A, 57, 9F6B), track data (56, 9F1F, 9F20) and what a PIN CHANGE of an issuer script carries are hidden in
/// `specimen`. Bytes that are no TLV give a row in the tone `wrong` at the place where they stop being it.
Rows tlv_rows(Specimen& specimen, std::size_t at, std::size_t size, int depth = 0);
/// Whether these bytes are TLV from end to end, of at least one object.
bool is_tlv(Bytes bytes);
/// A list of tags and lengths (DOL): PDOL, CDOL, TDOL, DDOL.
Rows dol_rows(const Specimen& specimen, std::size_t at, std::size_t size);
/// One object's row, its value's bytes at `at`; tag and length stand before it.
Row value_row(Specimen& specimen, std::uint32_t tag, std::size_t at, std::size_t size, int depth = 0);

}  // namespace mpos::decode

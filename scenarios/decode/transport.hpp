// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scenarios/decode/row.hpp"
#include "scenarios/decode/specimen.hpp"

namespace mpos::decode {

/// An answer to reset (ISO/IEC 7816-3 section 8).
Rows atr_rows(Specimen& specimen);
bool is_atr(Bytes bytes);

/// A block of T=1 with LRC (ISO/IEC 7816-3 section 11): NAD, PCB, LEN, information, LRC.
Rows block_rows(Specimen& specimen);
bool is_block(Bytes bytes);

/// A frame between phone and reader (assets/docs/protocol.md, "Frame"). Its payload is sealed: only its length is told.
Rows link_frame_rows(const Specimen& specimen);
bool is_link_frame(Bytes bytes);

}  // namespace mpos::decode

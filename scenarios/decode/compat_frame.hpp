// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scenarios/decode/row.hpp"
#include "scenarios/decode/specimen.hpp"

namespace mpos::decode {

/// A frame of the 55AA wire (assets/docs/compat-55aa.md, "Frames"). Of what people typed, the data of 0207 and 0701,
/// only the length is told; the specimen hides it.
Rows compat_frame_rows(Specimen& specimen);
/// Whether these bytes are one whole frame: marks, lengths and check agree.
bool is_compat_frame(Bytes bytes);

}  // namespace mpos::decode

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "scenarios/decode/row.hpp"
#include "scenarios/decode/specimen.hpp"

namespace mpos::decode {

/// The terminal message from its type on: a row for each field with name and meaning. Fields 2, 14, 35, 36, 45, 52 and
/// the wrapped keys of a sign-in are hidden in `specimen`; what a sealed package holds is never opened.
Rows message_rows(Specimen& specimen, std::size_t at, std::size_t size);
/// The same with TPDU and header before it and, where there is one, the length before those.
Rows host_frame_rows(Specimen& specimen);
/// Whether these bytes are one whole message, from its type on.
bool is_message(Bytes bytes);
/// Where the message begins in a frame with or without its length; nothing when the bytes are none.
std::optional<std::size_t> message_in_frame(Bytes bytes);
/// "Approved" for "00": what field 39 says. Empty for a code that is not known.
std::string_view response_code_text(std::string_view code) noexcept;

}  // namespace mpos::decode

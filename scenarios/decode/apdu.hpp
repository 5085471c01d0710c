// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "scenarios/decode/row.hpp"
#include "scenarios/decode/specimen.hpp"

namespace mpos::decode {

/// "GENERATE AC"; empty for an instruction that is not known. Source: EMV book 3 section 6.5, PBOC 3.0 part 1 and 2.
std::string_view instruction_name(std::uint8_t cla, std::uint8_t ins) noexcept;
/// "GENERATE AC, ARQC asked", for a list of events; the bytes in hexadecimal when the instruction is not known.
std::string command_title(const Specimen& command);
/// What SW1 SW2 say: "done", "wrong PIN, 2 tries left". Empty for a word that is not known.
std::string status_text(std::uint8_t sw1, std::uint8_t sw2);

/// Header, length, data, expected length. Data that carry a secret are hidden.
Rows command_rows(Specimen& command);
/// Data and status word. `command`, which may be empty, says how data that are no TLV are to be read, and whether they
/// are secret.
Rows response_rows(Specimen& response, Bytes command);
/// Whether these bytes are a command this room knows, with a length that is right.
bool is_command(Bytes bytes);

}  // namespace mpos::decode

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/iso8583/message.hpp"

namespace mpos::firmware {

/// The fields that make a message this transaction's and no other (REQ-052).
struct KeyFields {
  FixedString<4> mti;
  FixedString<6> processing;  ///< 3
  FixedString<12> amount;     ///< 4, empty for a balance inquiry
  FixedString<6> trace;       ///< 11
  FixedString<8> terminal;    ///< 41
  FixedString<15> merchant;   ///< 42
  FixedString<3> currency;    ///< 49
};

/// "MTI", "3", "4", "11", "41", "42" or "49": the first of them that `message` lacks or holds another value in; empty
/// when all are there and equal. A balance inquiry's message must have no field 4.
const char* first_mismatch(const iso8583::Message& message, const KeyFields& expected) noexcept;

/// The MTI that answers one of four digits: 0210 for 0200, 0230 for 0220.
FixedString<4> answer_mti(const FixedString<4>& request) noexcept;

/// Whether an answer belongs to the request: its MTI and the echoed fields.
/// `Echo::if_present` forgives absent ones.
enum class Echo : std::uint8_t { required, if_present };
bool answers(const iso8583::Message& answer, const KeyFields& request, Echo echo) noexcept;

/// Equal, the field being filled with spaces at the right.
bool equal_padded(std::string_view field, std::string_view own) noexcept;

}  // namespace mpos::firmware

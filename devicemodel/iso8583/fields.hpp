// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace mpos::iso8583 {

enum class FieldKind : std::uint8_t { numeric, track, text, binary };
enum class LengthKind : std::uint8_t { fixed, ll, lll };
/// On which side an odd count of digits leaves its zero nibble free: `left` puts the digits left and the zero right.
enum class Justify : std::uint8_t { left, right };

struct FieldSpec {
  FieldKind kind;
  std::uint16_t max_length;  ///< digits (numeric, track) or bytes (text, binary); 0 for a field that is not used
  LengthKind length;
  Justify justify;
};

/// The row of the dialect's field table for a field number, or nothing for a field this dialect does not use.
/// Source: UnionPay direct-connect POS message, as published in terminal code; GB/T 15150 (ISO 8583) for the kinds.
std::optional<FieldSpec> field_spec(int field) noexcept;

/// The table itself, by field number; unused rows have max_length 0. `field` is 2 to 64.
const FieldSpec& field_row(int field) noexcept;

}  // namespace mpos::iso8583

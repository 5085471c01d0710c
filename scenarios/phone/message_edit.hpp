// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "devicemodel/base/bytes.hpp"

namespace mpos::phone {

/// What a dishonest phone can do to messages it carries. The ordinary phone never looks inside them.

/// Where a field of fixed length up to number 39 begins in a message (from the MTI); nothing when the message has no
/// such field or ends before it. Reads the formats of iso8583.md section 2 on its own, so that the phone depends on no
/// packer.
std::optional<std::size_t> field_offset(Bytes message, int field) noexcept;

/// Flips one bit: in the last digit of the amount where there is one, else in the middle of the message.
void flip_a_bit(std::vector<std::uint8_t>& message) noexcept;
/// Makes an approval of a decline: "00" in field 39. So that a UnionPay terminal MAC, which folds the message into
/// blocks of eight bytes, stays right, the change is made a second time eight bytes earlier, inside field 37, whose end
/// lies there in a declined answer. False when there is no field 39, or no field 37 in that place.
bool forge_approval(std::vector<std::uint8_t>& message) noexcept;

}  // namespace mpos::phone

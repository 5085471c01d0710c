// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "devicemodel/base/result.hpp"
#include "scenarios/vectors/value.hpp"

namespace mpos::vectors {

inline constexpr std::size_t max_json_depth = 64;

/// Reads one JSON text (RFC 8259). Of equal names in one object the last counts. The error says where and why.
Result<Value, std::string> read_json(std::string_view text);

/// Compact JSON, names sorted.
std::string to_json(const Value& value);

}  // namespace mpos::vectors

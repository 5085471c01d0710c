// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace mpos::vectors {

/// A JSON value as the vector files use them. Numbers that are not 64-bit integers are kept as double.
struct Value {
  using Array = std::vector<Value>;
  using Object = std::map<std::string, Value, std::less<>>;
  std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object> data = nullptr;

  template <typename T>
  const T* as() const {
    return std::get_if<T>(&data);
  }
  friend bool operator==(const Value&, const Value&) = default;
};

}  // namespace mpos::vectors

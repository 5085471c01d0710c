// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "devicemodel/base/bytes.hpp"
#include "devicemodel/security/ports.hpp"
#include "scenarios/vectors/value.hpp"

namespace mpos::vectors {

/// An input that is missing, of the wrong type or outside what the operation takes. Never leaves this folder.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

using Buffer = std::vector<std::uint8_t>;

/// Upper-case hexadecimal text of bytes, as expected values are written.
std::string hex_of(Bytes bytes);
/// Bytes of hexadecimal text; spaces and line ends do not count. Throws InputError naming `name`.
Buffer bytes_of_hex(std::string_view text, std::string_view name);

/// The `inputs` of one vector. Every accessor throws InputError.
class Inputs {
 public:
  explicit Inputs(const Value::Object& values) : values_(values) {}

  bool has(std::string_view name) const { return values_.contains(name); }
  const std::string& text(std::string_view name) const;
  std::string text_or(std::string_view name, std::string_view otherwise) const;
  Buffer hex(std::string_view name) const;
  Buffer hex_or(std::string_view name, std::string_view otherwise) const;
  /// Hexadecimal of exactly `size` bytes.
  Buffer hex_of_size(std::string_view name, std::size_t size) const;
  std::int64_t integer(std::string_view name, std::int64_t lowest, std::int64_t highest) const;
  bool boolean_or(std::string_view name, bool otherwise) const;
  const Value::Array& array(std::string_view name) const;
  const Value::Object& object(std::string_view name) const;
  /// A key of a length the cipher takes.
  Buffer key(std::string_view name, security::Cipher cipher) const;
  security::Cipher cipher(std::string_view name) const;
  security::Cipher cipher_or(std::string_view name, security::Cipher otherwise) const;
  /// Decimal digits as values.
  Buffer digits(std::string_view name) const;

 private:
  const Value& at(std::string_view name) const;
  const Value::Object& values_;
};

security::Cipher cipher_of_name(std::string_view name);

}  // namespace mpos::vectors

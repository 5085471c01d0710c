// SPDX-License-Identifier: Apache-2.0
#include "scenarios/vectors/inputs.hpp"

#include "devicemodel/base/hex.hpp"
#include "devicemodel/security/kcv.hpp"

namespace mpos::vectors {
namespace {

[[noreturn]] void fail(std::string_view name, std::string_view what) {
  throw InputError("input \"" + std::string{name} + "\" " + std::string{what});
}

}  // namespace

std::string hex_of(Bytes bytes) {
  std::string text(2 * bytes.size(), '0');
  write_hex(bytes, text);
  return text;
}

Buffer bytes_of_hex(std::string_view text, std::string_view name) {
  std::string clean;
  clean.reserve(text.size());
  for (const char c : text) {
    if (c != ' ' && c != '\n') clean.push_back(c);
  }
  if (clean.size() % 2 != 0) fail(name, "has an odd count of hexadecimal digits");
  Buffer bytes(clean.size() / 2);
  if (!read_hex(clean, bytes)) fail(name, "is not hexadecimal");
  return bytes;
}

const Value& Inputs::at(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) fail(name, "is missing");
  return found->second;
}

const std::string& Inputs::text(std::string_view name) const {
  const auto* text = at(name).as<std::string>();
  if (text == nullptr) fail(name, "is not a string");
  return *text;
}

std::string Inputs::text_or(std::string_view name, std::string_view otherwise) const {
  return has(name) ? text(name) : std::string{otherwise};
}

Buffer Inputs::hex(std::string_view name) const {
  return bytes_of_hex(text(name), name);
}

Buffer Inputs::hex_or(std::string_view name, std::string_view otherwise) const {
  return bytes_of_hex(text_or(name, otherwise), name);
}

Buffer Inputs::hex_of_size(std::string_view name, std::size_t size) const {
  Buffer bytes = hex(name);
  if (bytes.size() != size) fail(name, "is not " + std::to_string(size) + " bytes long");
  return bytes;
}

std::int64_t Inputs::integer(std::string_view name, std::int64_t lowest, std::int64_t highest) const {
  const auto* number = at(name).as<std::int64_t>();
  if (number == nullptr) fail(name, "is not a whole number");
  if (*number < lowest || *number > highest) {
    fail(name, "is not between " + std::to_string(lowest) + " and " + std::to_string(highest));
  }
  return *number;
}

bool Inputs::boolean_or(std::string_view name, bool otherwise) const {
  if (!has(name)) return otherwise;
  const auto* value = at(name).as<bool>();
  if (value == nullptr) fail(name, "is not true or false");
  return *value;
}

const Value::Array& Inputs::array(std::string_view name) const {
  const auto* array = at(name).as<Value::Array>();
  if (array == nullptr) fail(name, "is not a list");
  return *array;
}

const Value::Object& Inputs::object(std::string_view name) const {
  const auto* object = at(name).as<Value::Object>();
  if (object == nullptr) fail(name, "is not an object");
  return *object;
}

Buffer Inputs::key(std::string_view name, security::Cipher cipher) const {
  Buffer key = hex(name);
  if (!security::is_key_length(cipher, key.size())) {
    fail(name, "has a key length of " + std::to_string(key.size()) + " bytes, which this cipher does not take");
  }
  return key;
}

security::Cipher cipher_of_name(std::string_view name) {
  if (name == "DES") return security::Cipher::des;
  if (name == "TDES") return security::Cipher::tdes;
  if (name == "AES") return security::Cipher::aes;
  if (name == "SM4") return security::Cipher::sm4;
  throw InputError("no cipher is called \"" + std::string{name} + "\" (DES, TDES, AES, SM4)");
}

security::Cipher Inputs::cipher(std::string_view name) const {
  return cipher_of_name(text(name));
}

security::Cipher Inputs::cipher_or(std::string_view name, security::Cipher otherwise) const {
  return has(name) ? cipher(name) : otherwise;
}

Buffer Inputs::digits(std::string_view name) const {
  Buffer digits;
  for (const char c : text(name)) {
    if (c < '0' || c > '9') fail(name, "has a character that is not a digit");
    digits.push_back(static_cast<std::uint8_t>(c - '0'));
  }
  return digits;
}

}  // namespace mpos::vectors

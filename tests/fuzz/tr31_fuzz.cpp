// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "devicemodel/security/field62.hpp"
#include "devicemodel/security/tr31.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static mpos::primitives::OpenSslPrimitives primitives;
  const std::array<std::uint8_t, 16> key{1, 2, 3, 4, 5, 6, 7, 8, 9};
  const mpos::Bytes input{data, size};
  if (mpos::security::tr31_unwrap(primitives, key, mpos::as_text(input))) __builtin_trap();  // no forgery
  mpos::security::parse_field62(input);
  return 0;
}

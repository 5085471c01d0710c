// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "devicemodel/security/ports.hpp"

namespace mpos::security {

/// One working key as a sign-in answer carries it; views into the field.
struct WrappedKey {
  Bytes cipher_text;  ///< 8, 16 or 24 bytes
  Bytes check_value;  ///< 4 bytes
};

/// The key part of field 62 of a sign-in answer (iso8583.md section 7).
struct Field62 {
  WrappedKey pin;
  WrappedKey mac;
  std::optional<WrappedKey> track;
};

/// By length: 24 (two single keys), 44 (the same and a double track key), 40 (two double), 60 (three double), 56 and 84
/// (two or three triple). A double MAC key whose second half is zero before decryption is single: its cipher text is
/// cut to 8 bytes. Nothing for any other length.
std::optional<Field62> parse_field62(Bytes field) noexcept;

}  // namespace mpos::security

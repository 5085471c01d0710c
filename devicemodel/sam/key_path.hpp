// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/fixed_vector.hpp"

namespace mpos::sam {

/// Key types of a PSAM that leave a temporary key (psam.md section 2).
enum class KeyType : std::uint8_t { mac = 6, encryption = 7, mac_and_encryption = 8 };

/// Names a key the PSAM derives from one it keeps: each factor diversifies it once more, the first factor first.
struct KeyPath {
  static constexpr std::size_t most_factors = 3;
  static constexpr std::size_t factor_bytes = 8;

  KeyType type = KeyType::mac_and_encryption;
  std::uint8_t index = 1;  ///< P2, key version
  ByteVector<most_factors * factor_bytes> factors;

  /// P1 of INIT_FOR_DESCRYPT: bits 8-6 levels, 5-1 key type.
  std::uint8_t usage() const noexcept {
    return static_cast<std::uint8_t>(factors.size() / factor_bytes << 5U | static_cast<std::uint8_t>(type));
  }
};

}  // namespace mpos::sam

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "peripherals/card/blob.hpp"

namespace mpos::psam {

using card::Blob;

/// Key types of P1 (psam.md section 2).
namespace key_type {
inline constexpr std::uint8_t master = 0;
inline constexpr std::uint8_t maintenance = 1;
inline constexpr std::uint8_t purchase = 2;
inline constexpr std::uint8_t mac = 6;
inline constexpr std::uint8_t encryption = 7;
inline constexpr std::uint8_t mac_and_encryption = 8;
}  // namespace key_type

/// Which folder a key or file belongs to.
enum class Folder : std::uint8_t { card, application };

struct Key {
  Folder folder = Folder::application;
  std::uint8_t type = 0;   ///< 0 to 31
  std::uint8_t index = 1;  ///< version, P2
  Blob bytes;              ///< 8 or 16; test keys
  friend bool operator==(const Key&, const Key&) = default;
};

/// How P1 of INIT_FOR_DESCRYPT is read.
enum class P1Reading : std::uint8_t {
  levels_and_type,  ///< bits 8-6 levels, 5-1 key type
  public_os         ///< bits 8-7 levels, 6 transport key, 5 process key from 8 more bytes, 4-1 key type 3 to 7
};

struct PsamProfile {
  Blob atr;
  Blob serial;       ///< 10 bytes
  Blob terminal;     ///< 6
  Blob issuer;       ///< 8
  Blob application;  ///< 8
  Blob start;        ///< 4, BCD
  Blob end;          ///< 4, BCD
  std::string pin;
  std::uint32_t transaction_number = 1;
  P1Reading reading = P1Reading::levels_and_type;
  std::vector<Key> keys;
};

}  // namespace mpos::psam

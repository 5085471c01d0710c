// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/compat/commands.hpp"

/// Fields that several results of the 55AA wire have.
namespace mpos::firmware {

/// Fourteen digits of a clock as seven BCD bytes.
template <std::size_t N>
void put_time(ByteVector<N>& out, std::string_view digits) noexcept {
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    out.push_back(static_cast<std::uint8_t>((digits[i] - '0') << 4 | (digits[i + 1] - '0')));
  }
}

/// The serial number and spaces behind it.
template <std::size_t N>
void put_serial(ByteVector<N>& out, std::string_view serial) noexcept {
  out.append(as_bytes(serial));
  for (std::size_t i = serial.size(); i < compat::serial_bytes; ++i) out.push_back(' ');
}

/// A length in one byte and the bytes.
template <std::size_t N>
void put_short(ByteVector<N>& out, Bytes bytes) noexcept {
  out.push_back(static_cast<std::uint8_t>(bytes.size()));
  out.append(bytes);
}

/// A length in two bytes and the bytes.
template <std::size_t N>
void put_long(ByteVector<N>& out, Bytes bytes) noexcept {
  out.push_back(static_cast<std::uint8_t>(bytes.size() >> 8));
  put_short(out, bytes);
}

/// Two bytes, big endian.
template <std::size_t N>
void put_number(ByteVector<N>& out, std::uint16_t number) noexcept {
  out.push_back(static_cast<std::uint8_t>(number >> 8));
  out.push_back(static_cast<std::uint8_t>(number));
}

}  // namespace mpos::firmware

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/result.hpp"

namespace mpos::host {

/// One data object of field 55. The value borrows from the bytes it was read from.
struct BerObject {
  std::uint32_t tag = 0;  ///< the tag bytes as one number: 0x9F02
  Bytes value;
};

enum class BerError : std::uint8_t {
  cut,         ///< a tag, length or value runs past the end
  bad_tag,     ///< of more than three bytes, with number 0, or a zero byte where a tag must be
  bad_length,  ///< indefinite, of more than two bytes, or longer than needed
  duplicate,   ///< a tag comes twice
  too_many     ///< more objects than BerList holds
};

/// One level of objects, in the order they came.
class BerList {
 public:
  static constexpr std::size_t max_objects = 40;

  std::optional<Bytes> find(std::uint32_t tag) const noexcept;
  const FixedVector<BerObject, max_objects>& objects() const noexcept { return objects_; }

 private:
  friend Result<BerList, BerError> parse_ber(Bytes bytes) noexcept;
  FixedVector<BerObject, max_objects> objects_;
};

/// Reads one level; every byte must belong to an object, every length be written as short as it can be. Source: EMV
/// book 3, annex B.
Result<BerList, BerError> parse_ber(Bytes bytes) noexcept;

/// Appends an object with a value of up to 65,535 bytes. False, and nothing written, when it does not fit.
template <std::size_t N>
[[nodiscard]] bool append_ber(std::uint32_t tag, Bytes value, ByteVector<N>& out) noexcept {
  ByteVector<6> head;
  for (int shift = 16; shift >= 0; shift -= 8) {
    if (tag >> shift != 0) head.push_back(static_cast<std::uint8_t>(tag >> shift));
  }
  if (value.size() > 0xFFFF) return false;
  if (value.size() > 0xFF) head.push_back(0x82);
  if (value.size() > 0xFF) head.push_back(static_cast<std::uint8_t>(value.size() >> 8));
  if (value.size() > 0x7F && value.size() <= 0xFF) head.push_back(0x81);
  head.push_back(static_cast<std::uint8_t>(value.size()));
  if (N - out.size() < head.size() + value.size()) return false;
  out.append(head.span());
  out.append(value);
  return true;
}

}  // namespace mpos::host

// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/ber_tlv.hpp"

namespace mpos::host {
namespace {

/// Takes one tag off the front of `rest`.
Result<std::uint32_t, BerError> take_tag(Bytes& rest) noexcept {
  constexpr std::uint8_t more_bytes = 0x1F;
  constexpr std::size_t longest = 3;
  std::uint32_t tag = rest[0];
  std::size_t size = 1;
  if (tag == 0) return Failure{BerError::bad_tag};
  if ((tag & more_bytes) == more_bytes) {
    std::uint8_t next = 0;
    do {
      if (size == longest) return Failure{BerError::bad_tag};
      if (size == rest.size()) return Failure{BerError::cut};
      next = rest[size++];
      if (size == 2 && (next & 0x7F) == 0) return Failure{BerError::bad_tag};
      tag = tag << 8 | next;
    } while ((next & 0x80) != 0);
  }
  rest = rest.subspan(size);
  return tag;
}

/// Takes one length off the front of `rest`.
Result<std::size_t, BerError> take_length(Bytes& rest) noexcept {
  if (rest.empty()) return Failure{BerError::cut};
  const std::uint8_t first = rest[0];
  const std::size_t count = first < 0x80 ? 0 : first & 0x7FU;
  if (first == 0x80 || count > 2) return Failure{BerError::bad_length};
  if (rest.size() < 1 + count) return Failure{BerError::cut};
  std::size_t length = first;
  if (count == 1) length = rest[1];
  if (count == 2) length = load_be16(&rest[1]);
  if ((count == 1 && length < 0x80) || (count == 2 && length < 0x100)) return Failure{BerError::bad_length};
  rest = rest.subspan(1 + count);
  return length;
}

}  // namespace

std::optional<Bytes> BerList::find(std::uint32_t tag) const noexcept {
  for (const BerObject& object : objects_) {
    if (object.tag == tag) return object.value;
  }
  return std::nullopt;
}

Result<BerList, BerError> parse_ber(Bytes bytes) noexcept {
  BerList list;
  while (!bytes.empty()) {
    const auto tag = take_tag(bytes);
    if (!tag) return Failure{tag.error()};
    const auto length = take_length(bytes);
    if (!length) return Failure{length.error()};
    if (*length > bytes.size()) return Failure{BerError::cut};
    if (list.find(*tag)) return Failure{BerError::duplicate};
    if (!list.objects_.try_push_back({*tag, bytes.first(*length)})) return Failure{BerError::too_many};
    bytes = bytes.subspan(*length);
  }
  return list;
}

}  // namespace mpos::host

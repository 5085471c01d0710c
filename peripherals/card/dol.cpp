// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/dol.hpp"

namespace mpos::card {

std::optional<Dol> Dol::parse(Bytes list) {
  Dol out;
  for (std::size_t i = 0; i < list.size();) {
    std::uint32_t tag = list[i++];
    if ((tag & 0x1F) == 0x1F) {
      std::uint8_t next = 0;
      do {
        if (i >= list.size() || tag > 0xFFFF) return std::nullopt;
        next = list[i++];
        tag = tag << 8 | next;
      } while ((next & 0x80) != 0);
    }
    if (i >= list.size()) return std::nullopt;
    const std::size_t size = list[i++];
    out.items_.push_back({tag, size});
    out.size_ += size;
  }
  return out;
}

Bytes Dol::find(std::uint32_t tag, Bytes values) const noexcept {
  if (values.size() != size_) return {};
  std::size_t position = 0;
  for (const Item& item : items_) {
    if (item.tag == tag) return values.subspan(position, item.size);
    position += item.size;
  }
  return {};
}

}  // namespace mpos::card

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/dol.hpp"

#include "devicemodel/emv/dictionary.hpp"

namespace mpos::emv {
namespace {

void place(Format format, Bytes value, MutableBytes out) noexcept {
  const std::size_t kept = value.size() < out.size() ? value.size() : out.size();
  const std::size_t fill = out.size() - kept;
  if (format == Format::numeric) {
    for (std::size_t i = 0; i < fill; ++i) out[i] = 0;
    copy_bytes(value.last(kept), out.subspan(fill));
    return;
  }
  copy_bytes(value.first(kept), out);
  for (std::size_t i = kept; i < out.size(); ++i) out[i] = format == Format::compressed_numeric ? 0xFF : 0x00;
}

}  // namespace

Result<void, DolError> append_dol(Bytes list, const DataStore& store, DolData& out) noexcept {
  while (!list.empty()) {
    const auto tag = read_tag(list);
    if (!tag || list.size() <= tag->size) return Failure{DolError::bad_list};
    const std::size_t length = list[tag->size];
    if (length >= 0x80 && length != 0x81) return Failure{DolError::bad_list};
    std::size_t header = tag->size + 1;
    std::size_t wanted = length;
    if (length == 0x81) {
      if (list.size() <= header) return Failure{DolError::bad_list};
      wanted = list[header++];
    }
    list = list.subspan(header);
    const std::size_t before = out.size();
    if (wanted > DolData::capacity() - before) return Failure{DolError::too_long};
    out.resize(before + wanted);
    const auto place_at = out.span().subspan(before);
    for (std::uint8_t& byte : place_at) byte = 0;
    const Definition* known = definition(tag->tag);
    const auto value = store.get(tag->tag);
    if (known != nullptr && value && !is_constructed(tag->tag)) place(known->format, *value, place_at);
  }
  return {};
}

bool dol_names(Bytes list, Tag wanted) noexcept {
  while (!list.empty()) {
    const auto tag = read_tag(list);
    if (!tag || list.size() <= tag->size) return false;
    if (tag->tag == wanted) return true;
    list = list.subspan(tag->size + 1);
  }
  return false;
}

}  // namespace mpos::emv

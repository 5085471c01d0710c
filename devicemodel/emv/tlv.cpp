// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/tlv.hpp"

namespace mpos::emv {
namespace {

struct LengthAt {
  std::size_t length = 0;
  std::size_t size = 0;
};

Result<LengthAt, TlvError> read_length(Bytes bytes) noexcept {
  if (bytes.empty()) return Failure{TlvError::truncated};
  const std::uint8_t first = bytes[0];
  if (first < 0x80) return LengthAt{first, 1};
  if (first == 0x80) return Failure{TlvError::indefinite};
  const std::size_t count = first & 0x7FU;
  if (count > 2) return Failure{TlvError::bad_length};
  if (bytes.size() < 1 + count) return Failure{TlvError::truncated};
  std::size_t length = 0;
  for (std::size_t i = 1; i <= count; ++i) length = length << 8 | bytes[i];
  return LengthAt{length, 1 + count};
}

}  // namespace

Result<TagAt, TlvError> read_tag(Bytes bytes) noexcept {
  if (bytes.empty()) return Failure{TlvError::truncated};
  Tag tag = bytes[0];
  if ((tag & 0x1F) != 0x1F) return TagAt{tag, 1};
  for (std::size_t i = 1; i < 3; ++i) {
    if (i == bytes.size()) return Failure{TlvError::truncated};
    tag = tag << 8 | bytes[i];
    if (i == 1 && (bytes[i] & 0x7F) == 0) return Failure{TlvError::bad_tag};
    if ((bytes[i] & 0x80) == 0) return TagAt{tag, i + 1};
  }
  return Failure{TlvError::bad_tag};
}

Result<std::optional<Tlv>, TlvError> TlvReader::next() noexcept {
  while (!rest_.empty() && rest_[0] == 0) rest_ = rest_.subspan(1);
  if (rest_.empty()) return std::optional<Tlv>{};
  const auto tag = read_tag(rest_);
  if (!tag) return Failure{tag.error()};
  const auto length = read_length(rest_.subspan(tag->size));
  if (!length) return Failure{length.error()};
  const std::size_t header = tag->size + length->size;
  if (length->length > rest_.size() - header) return Failure{TlvError::truncated};
  const Tlv found{tag->tag, rest_.subspan(header, length->length), rest_.first(header + length->length)};
  rest_ = rest_.subspan(found.whole.size());
  return std::optional<Tlv>{found};
}

Result<void, TlvError> check_tlv(Bytes bytes, Duplicates duplicates, std::size_t depth) noexcept {
  if (depth == 0) return Failure{TlvError::too_deep};
  FixedVector<Tag, max_tlv_objects> seen;
  TlvReader reader{bytes};
  while (true) {
    const auto object = reader.next();
    if (!object) return Failure{object.error()};
    if (!object->has_value()) return {};
    const Tlv& tlv = **object;
    if (duplicates == Duplicates::refused) {
      for (const Tag tag : seen) {
        if (tag == tlv.tag) return Failure{TlvError::duplicate};
      }
    }
    if (!seen.try_push_back(tlv.tag)) return Failure{TlvError::too_many};
    if (is_constructed(tlv.tag)) {
      const auto below = check_tlv(tlv.value, duplicates, depth - 1);
      if (!below) return below;
    }
  }
}

std::optional<Bytes> find_tlv(Bytes bytes, Tag tag) noexcept {
  TlvReader reader{bytes};
  while (true) {
    const auto object = reader.next();
    if (!object || !object->has_value()) return std::nullopt;
    if ((*object)->tag == tag) return (*object)->value;
  }
}

std::optional<Bytes> whole_tlv(Bytes bytes, Tag tag) noexcept {
  TlvReader reader{bytes};
  const auto object = reader.next();
  if (!object || !object->has_value() || (*object)->tag != tag || !check_tlv(bytes)) return std::nullopt;
  const auto end = reader.next();
  if (!end || end->has_value()) return std::nullopt;
  return (*object)->value;
}

std::size_t tlv_bytes(Tag tag, std::size_t size) noexcept {
  return tag_bytes(tag) + (size < 0x80 ? 1U : size < 0x100 ? 2U : 3U) + size;
}

std::size_t write_tlv(Tag tag, Bytes value, MutableBytes out) noexcept {
  const std::size_t size = value.size();
  const std::size_t need = tlv_bytes(tag, size);
  if (size > 0xFFFF || need > out.size()) return 0;
  std::size_t at = 0;
  for (std::size_t i = tag_bytes(tag); i-- > 0;) out[at++] = static_cast<std::uint8_t>(tag >> (8 * i));
  if (size >= 0x100) {
    out[at++] = 0x82;
    out[at++] = static_cast<std::uint8_t>(size >> 8);
  } else if (size >= 0x80) {
    out[at++] = 0x81;
  }
  out[at++] = static_cast<std::uint8_t>(size);
  copy_bytes(value, out.subspan(at));
  return need;
}

}  // namespace mpos::emv

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/iso8583/tlv59.hpp"

#include "devicemodel/base/hex.hpp"

namespace mpos::iso8583 {
namespace {

constexpr std::size_t tag_bytes = 2;
constexpr std::size_t head_bytes = 5;

constexpr bool is_tag_char(std::uint8_t c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

}  // namespace

std::optional<Bytes> TlvList::find(std::string_view tag) const noexcept {
  for (const TlvItem& item : items_) {
    if (item.name() == tag) return item.value;
  }
  return std::nullopt;
}

std::string_view TlvList::text(std::string_view tag) const noexcept {
  const auto value = find(tag);
  return value ? as_text(*value) : std::string_view{};
}

Result<TlvList, TlvFailure> parse_tlv(Bytes bytes) noexcept {
  TlvList list;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto failed = [at](TlvError error) { return Failure{TlvFailure{error, at}}; };
    if (bytes.size() - at < head_bytes) return failed(TlvError::cut);
    const std::uint8_t* p = bytes.data() + at;
    if (!is_tag_char(p[0]) || !is_tag_char(p[1])) return failed(TlvError::bad_tag);
    std::size_t length = 0;
    for (std::size_t i = tag_bytes; i < head_bytes; ++i) {
      if (p[i] < '0' || p[i] > '9') return failed(TlvError::bad_length);
      length = length * 10 + static_cast<std::size_t>(p[i] - '0');
    }
    if (bytes.size() - at - head_bytes < length) return failed(TlvError::overrun);
    TlvItem item;
    item.tag = {static_cast<char>(p[0]), static_cast<char>(p[1])};
    item.value = bytes.subspan(at + head_bytes, length);
    if (list.find(item.name())) return failed(TlvError::duplicate);
    if (!list.items_.try_push_back(item)) return failed(TlvError::too_many);
    at += head_bytes + length;
  }
  return list;
}

bool TlvWriter::open(std::string_view tag, std::size_t value_bytes) noexcept {
  good_ =
      good_ && tag.size() == tag_bytes && value_bytes <= max_value && out_.size() - size_ >= head_bytes + value_bytes;
  if (!good_) return false;
  copy_bytes(as_bytes(tag), out_.subspan(size_));
  write_length(size_ + tag_bytes, value_bytes);
  size_ += head_bytes;
  return true;
}

void TlvWriter::write_length(std::size_t at, std::size_t length) noexcept {
  out_[at] = static_cast<std::uint8_t>('0' + length / 100);
  out_[at + 1] = static_cast<std::uint8_t>('0' + length / 10 % 10);
  out_[at + 2] = static_cast<std::uint8_t>('0' + length % 10);
}

TlvWriter& TlvWriter::put(std::string_view tag, Bytes value) noexcept {
  if (!open(tag, value.size())) return *this;
  copy_bytes(value, out_.subspan(size_));
  size_ += value.size();
  return *this;
}

TlvWriter& TlvWriter::put_hex(std::string_view tag, Bytes value) noexcept {
  if (!open(tag, 2 * value.size())) return *this;
  for (const std::uint8_t byte : value) {
    out_[size_++] = static_cast<std::uint8_t>(hex_digits_upper[byte >> 4]);
    out_[size_++] = static_cast<std::uint8_t>(hex_digits_upper[byte & 15]);
  }
  return *this;
}

TlvWriter& TlvWriter::begin(std::string_view tag) noexcept {
  good_ = good_ && depth_ < max_depth;
  if (open(tag, 0)) starts_[depth_++] = size_;
  return *this;
}

TlvWriter& TlvWriter::end() noexcept {
  MPOS_ASSERT(depth_ > 0 || !good_);
  if (depth_ == 0) return *this;
  const std::size_t start = starts_[--depth_];
  const std::size_t length = size_ - start;
  good_ = good_ && length <= max_value;
  if (good_) write_length(start - 3, length);
  return *this;
}

}  // namespace mpos::iso8583

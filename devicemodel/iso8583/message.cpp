// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/iso8583/message.hpp"

namespace mpos::iso8583 {

Message& Message::operator=(const Message& other) noexcept {
  if (this == &other) return *this;
  mti = other.mti;
  bitmap_ = other.bitmap_;
  used_ = other.used_;
  for (std::uint64_t left = bitmap_; left != 0;) {
    const int field = std::countl_zero(left) + 1;
    left &= ~(std::uint64_t{1} << (64 - field));
    slices_[static_cast<std::size_t>(field)] = other.slices_[static_cast<std::size_t>(field)];
  }
  if (used_ != 0) std::memcpy(pool_.data(), other.pool_.data(), used_);
  return *this;
}

Bytes Message::get(int field) const noexcept {
  if (!has(field)) return {};
  const Slice slice = slices_[static_cast<std::size_t>(field)];
  return {pool_.data() + slice.offset, slice.length};
}

MutableBytes Message::reserve(int field, std::size_t size) noexcept {
  if (field < 2 || field > 64 || field_row(field).max_length == 0) return {};
  Slice& slice = slices_[static_cast<std::size_t>(field)];
  // A value that fits where the old one was goes there, so that setting a field again and again costs no pool.
  if (!has(field) || slice.length < size) {
    if (size > pool_bytes - used_) return {};
    slice.offset = static_cast<std::uint16_t>(used_);
    used_ += size;
  }
  slice.length = static_cast<std::uint16_t>(size);
  bitmap_ |= std::uint64_t{1} << (64 - field);
  return {pool_.data() + slice.offset, size};
}

bool Message::set(int field, Bytes value) noexcept {
  const MutableBytes room = reserve(field, value.size());
  if (!has(field) || room.size() != value.size()) return false;
  if (!value.empty()) std::memmove(room.data(), value.data(), value.size());
  return true;
}

void Message::clear(int field) noexcept {
  if (has(field)) bitmap_ &= ~(std::uint64_t{1} << (64 - field));
}

void Message::clear() noexcept {
  mti.clear();
  bitmap_ = 0;
  used_ = 0;
}

void Message::wipe() noexcept {
  mpos::wipe({pool_.data(), used_});
  clear();
}

bool operator==(const Message& a, const Message& b) noexcept {
  if (!(a.mti == b.mti) || a.bitmap() != b.bitmap()) return false;
  for (int field = 2; field <= 64; ++field) {
    if (a.has(field) && !equal(a.get(field), b.get(field))) return false;
  }
  return true;
}

}  // namespace mpos::iso8583

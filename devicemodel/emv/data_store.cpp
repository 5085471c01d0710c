// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/data_store.hpp"

namespace mpos::emv {

const DataStore::Entry* DataStore::find(Tag tag) const noexcept {
  for (const Entry& entry : entries_) {
    if (entry.tag == tag) return &entry;
  }
  return nullptr;
}

bool DataStore::put(Tag tag, Bytes value) noexcept {
  const Entry* old = find(tag);
  if (old != nullptr && old->size == value.size()) {
    copy_bytes(value, MutableBytes{pool_}.subspan(old->offset));
    return true;
  }
  const std::size_t freed = old != nullptr ? old->size : 0;
  if (value.size() > pool_bytes - used_ + freed || (old == nullptr && entries_.full())) return false;
  if (old != nullptr) erase(tag);
  copy_bytes(value, MutableBytes{pool_}.subspan(used_));
  entries_.push_back({tag, static_cast<std::uint16_t>(used_), static_cast<std::uint16_t>(value.size())});
  used_ += value.size();
  return true;
}

std::optional<Bytes> DataStore::get(Tag tag) const noexcept {
  const Entry* entry = find(tag);
  if (entry == nullptr) return std::nullopt;
  return Bytes{pool_}.subspan(entry->offset, entry->size);
}

Bytes DataStore::get_or_empty(Tag tag) const noexcept {
  const Entry* entry = find(tag);
  return entry == nullptr ? Bytes{} : Bytes{pool_}.subspan(entry->offset, entry->size);
}

void DataStore::erase(Tag tag) noexcept {
  const Entry* entry = find(tag);
  if (entry == nullptr) return;
  const Entry gone = *entry;
  std::memmove(pool_.data() + gone.offset, pool_.data() + gone.offset + gone.size, used_ - gone.offset - gone.size);
  used_ -= gone.size;
  wipe(MutableBytes{pool_}.subspan(used_, gone.size));
  std::size_t kept = 0;
  for (const Entry& other : entries_) {
    if (other.tag == tag) continue;
    Entry moved = other;
    if (moved.offset > gone.offset) moved.offset = static_cast<std::uint16_t>(moved.offset - gone.size);
    entries_[kept++] = moved;
  }
  entries_.resize(kept);
}

void DataStore::clear() noexcept {
  wipe(MutableBytes{pool_}.first(used_));
  used_ = 0;
  entries_.clear();
}

}  // namespace mpos::emv

// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/records/record_store.hpp"

#include "devicemodel/records/layout.hpp"

namespace mpos::records {

using layout::EntryHeader;
using layout::Kind;

Result<void, StoreError> RecordStore::write(Id id, Bytes value) noexcept {
  if (!mounted_) return Failure{why_not_mounted_};
  if (id == 0 || id > highest_id) return Failure{StoreError::not_found};
  if (value.size() > max_record_bytes) return Failure{StoreError::too_long};
  const std::size_t need = layout::entry_header_bytes + value.size();
  if (live_bytes_ + need > capacity_bytes()) return Failure{StoreError::full};
  if (auto room = make_room(need); !room) return room;
  const std::uint32_t address = sector_address(head_) + static_cast<std::uint32_t>(head_offset_);
  if (!append(id, Kind::value, value)) return lose_power();
  set_place(id, {address, static_cast<std::uint16_t>(value.size()), false});
  return {};
}

Result<std::size_t, StoreError> RecordStore::read(Id id, MutableBytes out) const noexcept {
  if (!mounted_) return Failure{why_not_mounted_};
  if (!contains(id)) return Failure{StoreError::not_found};
  const Place& place = places_[id];
  if (place.lost) return Failure{StoreError::corrupt};
  if (place.length > out.size()) return Failure{StoreError::too_long};
  std::uint8_t bytes[layout::entry_header_bytes];
  const MutableBytes value = out.first(place.length);
  if (!read_bytes(place.address, bytes)) return Failure{StoreError::power_lost};
  if (!read_bytes(place.address + static_cast<std::uint32_t>(sizeof bytes), value)) {
    return Failure{StoreError::power_lost};
  }
  EntryHeader header;
  if (!layout::load(bytes, header) || header.id != id || header.kind != Kind::value || header.length != place.length ||
      layout::crc_field(crc32(value)) != header.value_crc) {
    wipe(value);
    return Failure{StoreError::corrupt};
  }
  return value.size();
}

bool RecordStore::contains(Id id) const noexcept {
  return mounted_ && id != 0 && id <= highest_id && places_[id].address != 0;
}

Result<void, StoreError> RecordStore::erase(Id id) noexcept {
  if (!mounted_) return Failure{why_not_mounted_};
  if (id == 0 || id > highest_id) return Failure{StoreError::not_found};
  if (!contains(id)) return {};
  if (auto room = make_room(layout::entry_header_bytes); !room) return room;
  if (!append(id, Kind::erased, {})) return lose_power();
  set_place(id, {});
  return {};
}

/// Writes one entry at the head; the caller made room. False when the power died.
bool RecordStore::append(Id id, Kind kind, Bytes value) noexcept {
  const EntryHeader header{static_cast<std::uint8_t>(id), kind, static_cast<std::uint16_t>(value.size()),
                           layout::crc_field(crc32(value))};
  std::uint8_t bytes[layout::entry_header_bytes + 118];
  layout::store(header, bytes);
  const std::size_t room = sizeof bytes - layout::entry_header_bytes;
  const std::size_t together = value.size() < room ? value.size() : room;
  copy_bytes(value.first(together), MutableBytes{bytes}.subspan(layout::entry_header_bytes));
  const std::uint32_t address = sector_address(head_) + static_cast<std::uint32_t>(head_offset_);
  const std::size_t first = layout::entry_header_bytes + together;
  if (!program_bytes(address, Bytes{bytes, first})) return false;
  if (!program_bytes(address + static_cast<std::uint32_t>(first), value.subspan(together))) return false;
  head_offset_ += layout::entry_header_bytes + value.size();
  return true;
}

void RecordStore::set_place(Id id, const Place& place) noexcept {
  Place& old = places_[id];
  if (old.address != 0) live_bytes_ -= layout::entry_header_bytes + old.length;
  if (place.address != 0) live_bytes_ += layout::entry_header_bytes + place.length;
  old = place;
}

/// What is in memory may differ from what is on flash; only mount() knows.
Failure<StoreError> RecordStore::lose_power() noexcept {
  mounted_ = false;
  why_not_mounted_ = StoreError::power_lost;
  return Failure{StoreError::power_lost};
}

std::uint32_t RecordStore::sector_count() const noexcept {
  return static_cast<std::uint32_t>(storage_.size_bytes() / layout::sector_bytes);
}

std::uint32_t RecordStore::sector_address(std::uint32_t sequence) const noexcept {
  return sequence % sector_count() * static_cast<std::uint32_t>(layout::sector_bytes);
}

bool RecordStore::is_in(const Place& place, std::uint32_t sequence) const noexcept {
  const std::uint32_t start = sector_address(sequence);
  return place.address > start && place.address < start + layout::sector_bytes;
}

bool RecordStore::read_bytes(std::uint32_t address, MutableBytes out) const noexcept {
  const auto status = storage_.read(address, out);
  MPOS_ASSERT(status != hal::Storage::Status::out_of_range);
  return status == hal::Storage::Status::ok;
}

/// Programs across pages. False when the power died.
bool RecordStore::program_bytes(std::uint32_t address, Bytes bytes) noexcept {
  while (!bytes.empty()) {
    const std::size_t left_in_page = hal::Storage::page_bytes - address % hal::Storage::page_bytes;
    const std::size_t count = bytes.size() < left_in_page ? bytes.size() : left_in_page;
    const auto status = storage_.program(address, bytes.first(count));
    if (status == hal::Storage::Status::power_lost) return false;
    MPOS_ASSERT(status == hal::Storage::Status::ok);
    bytes = bytes.subspan(count);
    address += static_cast<std::uint32_t>(count);
  }
  return true;
}

/// False when the power is gone; `blank` says whether all bytes read FF.
bool RecordStore::is_blank(std::uint32_t address, std::size_t bytes, bool& blank) const noexcept {
  std::uint8_t chunk[256];
  blank = true;
  while (bytes > 0 && blank) {
    const std::size_t count = bytes < sizeof chunk ? bytes : sizeof chunk;
    if (!read_bytes(address, MutableBytes{chunk, count})) return false;
    blank = layout::all_blank(Bytes{chunk, count});
    address += static_cast<std::uint32_t>(count);
    bytes -= count;
  }
  return true;
}

}  // namespace mpos::records

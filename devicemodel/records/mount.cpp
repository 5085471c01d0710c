// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/records/layout.hpp"
#include "devicemodel/records/record_store.hpp"

namespace mpos::records {

using layout::EntryHeader;
using layout::Kind;
using layout::SectorHeader;

namespace {

bool is_plausible(const SectorHeader& header, std::uint32_t sector, std::uint32_t sectors) noexcept {
  return header.sequence < layout::highest_sequence && header.sequence % sectors == sector &&
         header.tail <= header.sequence && header.sequence - header.tail < sectors;
}

}  // namespace

Result<void, StoreError> RecordStore::mount() noexcept {
  mounted_ = false;
  why_not_mounted_ = StoreError::power_lost;
  places_ = {};
  live_bytes_ = 0;
  const auto fail = [this](StoreError error) {
    why_not_mounted_ = error;
    return Failure{error};
  };
  const std::uint32_t sectors = sector_count();
  if (capacity_bytes() == 0) return fail(StoreError::full);

  bool found = false;
  SectorHeader newest;
  std::uint8_t bytes[layout::sector_header_bytes];
  for (std::uint32_t sector = 0; sector < sectors; ++sector) {
    SectorHeader header;
    if (!read_bytes(sector * static_cast<std::uint32_t>(layout::sector_bytes), bytes)) return lose_power();
    if (!layout::load(bytes, header)) continue;
    if (header.version > layout::format_version) return fail(StoreError::wrong_version);
    if (header.version != layout::format_version || !is_plausible(header, sector, sectors)) continue;
    if (!found || header.sequence > newest.sequence) newest = header;
    found = true;
  }
  if (!found) {
    // Blank, or the power died while the very first header was written; anything else is not ours to remove.
    for (std::uint32_t sector = 0; sector < sectors; ++sector) {
      const std::uint32_t skipped = sector == 0 ? layout::sector_header_bytes : 0;
      bool blank = false;
      if (!is_blank(sector * static_cast<std::uint32_t>(layout::sector_bytes) + skipped, layout::sector_bytes - skipped,
                    blank)) {
        return lose_power();
      }
      if (!blank) return fail(StoreError::corrupt);
    }
    return start_blank();
  }

  head_ = newest.sequence;
  tail_ = declared_tail_ = newest.tail;
  for (std::uint32_t sequence = tail_;; ++sequence) {
    if (!replay_sector(sequence)) return lose_power();
    if (sequence == head_) break;
  }
  // Says that the last entry was cut short, before anything follows it.
  if (torn_id_ != 0 && head_free() >= layout::entry_header_bytes && !append(torn_id_, Kind::torn, {}))
    return lose_power();
  // Finish erasing what the newest header declares dead.
  for (std::uint32_t sector = 0; sector < sectors; ++sector) {
    SectorHeader header;
    const std::uint32_t address = sector * static_cast<std::uint32_t>(layout::sector_bytes);
    if (!read_bytes(address, bytes)) return lose_power();
    if (!layout::load(bytes, header) || header.sequence >= tail_) continue;
    if (storage_.erase_sector(address) != hal::Storage::Status::ok) return lose_power();
  }
  mounted_ = true;
  return {};
}

Result<void, StoreError> RecordStore::format() noexcept {
  mounted_ = false;
  why_not_mounted_ = StoreError::power_lost;
  const std::uint32_t sectors = sector_count();
  if (capacity_bytes() == 0) {
    why_not_mounted_ = StoreError::full;
    return Failure{StoreError::full};
  }
  // A header that declares everything before it dead goes first: with it, everything is gone at once.
  std::uint32_t next = 0;
  std::uint8_t bytes[layout::sector_header_bytes];
  for (std::uint32_t sector = 0; sector < sectors; ++sector) {
    SectorHeader header;
    if (!read_bytes(sector * static_cast<std::uint32_t>(layout::sector_bytes), bytes)) return lose_power();
    if (layout::load(bytes, header) && header.version == layout::format_version &&
        is_plausible(header, sector, sectors) && header.sequence >= next) {
      next = header.sequence + 1;
    }
  }
  if (next >= layout::highest_sequence) next = 0;
  if (next > 0) {
    const std::uint32_t address = sector_address(next);
    if (storage_.erase_sector(address) != hal::Storage::Status::ok) return lose_power();
    layout::store(SectorHeader{layout::format_version, next, next}, bytes);
    if (!program_bytes(address, bytes)) return lose_power();
  }
  for (std::uint32_t sector = 0; sector < sectors; ++sector) {
    const std::uint32_t address = sector * static_cast<std::uint32_t>(layout::sector_bytes);
    bool blank = false;
    if (!is_blank(address, layout::sector_bytes, blank)) return lose_power();
    if (blank || (next > 0 && sector == next % sectors)) continue;
    if (storage_.erase_sector(address) != hal::Storage::Status::ok) return lose_power();
  }
  return mount();
}

/// Writes the very first header on a blank flash.
Result<void, StoreError> RecordStore::start_blank() noexcept {
  bool blank = false;
  if (!is_blank(0, layout::sector_bytes, blank)) return lose_power();
  if (!blank && storage_.erase_sector(0) != hal::Storage::Status::ok) return lose_power();
  std::uint8_t bytes[layout::sector_header_bytes];
  layout::store(SectorHeader{}, bytes);
  if (!program_bytes(0, bytes)) return lose_power();
  head_ = tail_ = declared_tail_ = 0;
  head_offset_ = layout::sector_header_bytes;
  mounted_ = true;
  return {};
}

/// Takes the entries of one sector of the window into places_, and leaves head_offset_ behind its last. False when the
/// power is gone. A value that was being written when the power died leaves the older one in force. One that was
/// damaged later counts, and read() says corrupt: an older one must not come back.
bool RecordStore::replay_sector(std::uint32_t sequence) noexcept {
  const std::uint32_t start = sector_address(sequence);
  std::uint8_t bytes[layout::sector_header_bytes];
  SectorHeader sector;
  head_offset_ = layout::sector_bytes;
  torn_id_ = 0;
  if (!read_bytes(start, bytes)) return false;
  if (!layout::load(bytes, sector) || sector.sequence != sequence) return true;  // damaged: its entries are lost

  Id doubtful_id = 0;
  Place doubtful;
  std::size_t offset = layout::sector_header_bytes;
  while (layout::sector_bytes - offset >= layout::entry_header_bytes) {
    const std::uint32_t address = start + static_cast<std::uint32_t>(offset);
    const MutableBytes entry = MutableBytes{bytes}.first(layout::entry_header_bytes);
    if (!read_bytes(address, entry)) return false;
    if (layout::all_blank(entry)) break;
    EntryHeader header;
    const bool good = layout::load(entry.data(), header) && header.id != 0 && header.id <= highest_id &&
                      header.length <= max_record_bytes &&
                      header.length <= layout::sector_bytes - offset - layout::entry_header_bytes &&
                      (header.kind == Kind::value ||
                       ((header.kind == Kind::erased || header.kind == Kind::lost || header.kind == Kind::torn) &&
                        header.length == 0));
    if (!good) {
      offset += layout::entry_header_bytes;
      continue;
    }
    bool sound = false;
    if (!value_is_sound(address + static_cast<std::uint32_t>(layout::entry_header_bytes), header.length,
                        header.value_crc, sound)) {
      return false;
    }
    const Place place{address, header.length, header.kind == Kind::lost};
    offset += layout::entry_header_bytes + header.length;
    if (!sound && header.kind == Kind::torn) continue;  // cut short itself; the doubt stays
    if (!sound) {
      if (doubtful_id != 0) set_place(doubtful_id, doubtful);
      doubtful_id = header.id;
      doubtful = place;
      continue;
    }
    if (doubtful_id != 0 && header.kind != Kind::torn) set_place(doubtful_id, doubtful);
    doubtful_id = 0;
    if (header.kind == Kind::torn) continue;
    set_place(header.id, header.kind == Kind::erased ? Place{} : place);
  }
  // Behind the last entry everything must be blank, or the rest of the sector is of no use.
  bool blank = false;
  if (!is_blank(start + static_cast<std::uint32_t>(offset), layout::sector_bytes - offset, blank)) return false;
  head_offset_ = blank ? offset : layout::sector_bytes;
  torn_id_ = doubtful_id;
  return true;
}

bool RecordStore::value_is_sound(std::uint32_t address, std::uint32_t length, std::uint32_t crc,
                                 bool& sound) const noexcept {
  std::uint8_t chunk[128];
  std::uint32_t actual = 0;
  while (length > 0) {
    const std::uint32_t count = length < sizeof chunk ? length : static_cast<std::uint32_t>(sizeof chunk);
    if (!read_bytes(address, MutableBytes{chunk, count})) return false;
    actual = crc32(Bytes{chunk, count}, actual);
    address += count;
    length -= count;
  }
  sound = layout::crc_field(actual) == crc;
  return true;
}

}  // namespace mpos::records

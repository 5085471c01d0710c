// SPDX-License-Identifier: Apache-2.0
// How the log walks round the ring. The window is the sectors from tail to head. When the head is full the next sector
// is opened; when the window is then longer than its limit, the live entries of the tail are copied to the head and the
// tail moves up. One fresh head always has room for one tail, so each opened sector frees one, and after one round of
// the window all live entries lie together: that is why a write succeeds while live_bytes_ stays under
// capacity_bytes().
#include "devicemodel/records/layout.hpp"
#include "devicemodel/records/record_store.hpp"

namespace mpos::records {

using layout::EntryHeader;
using layout::Kind;

namespace {
/// What a sector holds at least when the next entry of the longest kind did not fit.
constexpr std::size_t least_filling = layout::sector_bytes - layout::sector_header_bytes -
                                      (layout::entry_header_bytes + RecordStore::max_record_bytes) + 1;
/// Sectors that stay outside the window: the one to open next, and two for windows that power cuts have stretched.
constexpr std::uint32_t reserve = 3;
}  // namespace

/// Twice what the live entries need, so that compaction copies less than it gains; never the whole flash, so that what
/// is not needed stays erased. The window moves on, which spreads the wear over all sectors.
std::uint32_t RecordStore::window_limit() const noexcept {
  const auto wanted = static_cast<std::uint32_t>(live_bytes_ / least_filling * 2 + 4);
  const std::uint32_t most = sector_count() - reserve;
  return wanted < most ? wanted : most;
}

std::size_t RecordStore::capacity_bytes() const noexcept {
  const std::uint32_t sectors = sector_count();
  if (sectors <= reserve) return 0;
  // In the smallest flash the window is one sector: half of it, so that a copy of everything and a new entry fit beside
  // it.
  const std::uint32_t window = sectors - reserve;
  return window == 1 ? least_filling / 2 : (window - 1) * least_filling;
}

std::size_t RecordStore::live_bytes_in(std::uint32_t sequence) const noexcept {
  std::size_t bytes = 0;
  for (const Place& place : places_) {
    if (is_in(place, sequence)) bytes += layout::entry_header_bytes + place.length;
  }
  return bytes;
}

Result<void, StoreError> RecordStore::make_room(std::size_t bytes) noexcept {
  // Two rounds are more than it takes; a flash filled by somebody else may never get there.
  for (std::uint32_t opened_sectors = 0; opened_sectors <= 2 * sector_count(); ++opened_sectors) {
    // Also finishes what a power cut interrupted.
    while (head_ - tail_ + 1 > window_limit() && live_bytes_in(tail_) <= head_free()) {
      if (!evacuate_tail()) return lose_power();
    }
    if (bytes <= head_free()) return {};
    if (auto opened = open_head(); !opened) return opened;
  }
  return Failure{StoreError::full};
}

/// Begins the next sector; what its header declares dead is erased after it.
Result<void, StoreError> RecordStore::open_head() noexcept {
  const std::uint32_t next = head_ + 1;
  if (next - tail_ >= sector_count() || next >= layout::highest_sequence) return Failure{StoreError::full};
  // The next sector may be one that is dead but not declared so yet; then it is erased a header early, which would be
  // wrong only if the power died in between: so it must be outside the declared window too.
  if (next - declared_tail_ >= sector_count()) return Failure{StoreError::full};
  const std::uint32_t address = sector_address(next);
  bool blank = false;
  if (!is_blank(address, layout::sector_bytes, blank)) return lose_power();
  if (!blank && storage_.erase_sector(address) != hal::Storage::Status::ok) return lose_power();
  std::uint8_t bytes[layout::sector_header_bytes];
  layout::store(layout::SectorHeader{layout::format_version, next, tail_}, bytes);
  if (!program_bytes(address, bytes)) return lose_power();
  head_ = next;
  head_offset_ = layout::sector_header_bytes;
  for (; declared_tail_ != tail_; ++declared_tail_) {
    if (storage_.erase_sector(sector_address(declared_tail_)) != hal::Storage::Status::ok) return lose_power();
  }
  return {};
}

/// Copies the live entries of the tail to the head, which has room for them. False when the power died.
bool RecordStore::evacuate_tail() noexcept {
  std::uint8_t bytes[layout::entry_header_bytes + max_record_bytes];
  for (Id id = 1; id <= highest_id; ++id) {
    const Place place = places_[id];
    if (place.address == 0 || !is_in(place, tail_)) continue;
    const std::size_t size = layout::entry_header_bytes + place.length;
    if (!read_bytes(place.address, MutableBytes{bytes, size})) return false;
    const Bytes value{bytes + layout::entry_header_bytes, place.length};
    EntryHeader header;
    const bool sound = layout::load(bytes, header) && header.id == id && header.kind == Kind::value &&
                       header.length == place.length && header.value_crc == layout::crc_field(crc32(value));
    const std::uint32_t address = sector_address(head_) + static_cast<std::uint32_t>(head_offset_);
    if (!append(id, sound ? Kind::value : Kind::lost, sound ? value : Bytes{})) return false;
    set_place(id, {address, static_cast<std::uint16_t>(sound ? place.length : 0), !sound});
  }
  ++tail_;
  wipe(bytes);
  return true;
}

}  // namespace mpos::records

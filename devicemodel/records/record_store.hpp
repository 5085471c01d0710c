// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "devicemodel/base/result.hpp"
#include "devicemodel/hal/hal.hpp"

namespace mpos::records {

namespace layout {
enum class Kind : std::uint8_t;
}

/// not_found: there is no such record, or no record can have this number. too_long: the value is over max_record_bytes,
/// or the buffer is too short. full: no room (flash under four sectors: always). power_lost: the flash answers no more,
/// or the store is not mounted; mount() again after power-on. corrupt: the record's bytes are damaged; or, from
/// mount(), the flash holds something else (format() takes it). wrong_version: a newer firmware wrote this flash.
enum class StoreError : std::uint8_t { not_found, too_long, full, power_lost, corrupt, wrong_version };

/// Small records by number on NOR flash: a log over sectors, each entry with its own CRC, compacted sector by sector. A
/// record is either wholly old or wholly new, wherever the power is cut. Counters rise only (write-ahead).
class RecordStore {
 public:
  static constexpr std::size_t max_record_bytes = 1024;
  using Id = std::uint16_t;  ///< 1 to 127; 0 and FFFF are reserved
  static constexpr Id highest_id = 127;

  explicit RecordStore(hal::Storage& storage) noexcept : storage_(storage) {}

  /// Finds the newest state after power-on; formats a blank (all FF) flash. wrong_version: written by a newer firmware,
  /// untouched.
  Result<void, StoreError> mount() noexcept;
  Result<void, StoreError> write(Id id, Bytes value) noexcept;
  /// Copies the record to `out` and answers its length.
  Result<std::size_t, StoreError> read(Id id, MutableBytes out) const noexcept;
  bool contains(Id id) const noexcept;
  /// Removing what is not there succeeds and writes nothing.
  Result<void, StoreError> erase(Id id) noexcept;
  /// Removes everything. Also takes a flash that mount() called corrupt or of a newer version.
  Result<void, StoreError> format() noexcept;

 private:
  /// Where the newest entry of a record is; address 0 (a sector header) means that there is none.
  struct Place {
    std::uint32_t address = 0;
    std::uint16_t length = 0;
    bool lost = false;
  };

  std::uint32_t sector_count() const noexcept;
  std::uint32_t sector_address(std::uint32_t sequence) const noexcept;
  bool is_in(const Place& place, std::uint32_t sequence) const noexcept;
  bool read_bytes(std::uint32_t address, MutableBytes out) const noexcept;
  bool program_bytes(std::uint32_t address, Bytes bytes) noexcept;
  bool is_blank(std::uint32_t address, std::size_t bytes, bool& blank) const noexcept;

  // mount.cpp
  Result<void, StoreError> start_blank() noexcept;
  bool replay_sector(std::uint32_t sequence) noexcept;
  bool value_is_sound(std::uint32_t address, std::uint32_t length, std::uint32_t crc, bool& sound) const noexcept;

  // compaction.cpp
  std::uint32_t window_limit() const noexcept;
  std::size_t capacity_bytes() const noexcept;
  std::size_t head_free() const noexcept { return layout_sector_bytes - head_offset_; }
  std::size_t live_bytes_in(std::uint32_t sequence) const noexcept;
  Result<void, StoreError> make_room(std::size_t bytes) noexcept;
  Result<void, StoreError> open_head() noexcept;
  bool evacuate_tail() noexcept;

  bool append(Id id, layout::Kind kind, Bytes value) noexcept;
  void set_place(Id id, const Place& place) noexcept;
  Failure<StoreError> lose_power() noexcept;

  static constexpr std::size_t layout_sector_bytes = hal::Storage::sector_bytes;

  hal::Storage& storage_;
  bool mounted_ = false;
  StoreError why_not_mounted_ = StoreError::power_lost;
  std::uint32_t head_ = 0;           ///< Sequence number of the sector that is being filled.
  std::uint32_t tail_ = 0;           ///< Oldest sequence number that still counts.
  std::uint32_t declared_tail_ = 0;  ///< What the newest header on flash says of it.
  std::size_t head_offset_ = 0;      ///< Where the next entry goes.
  Id torn_id_ = 0;                   ///< Of the last sector replayed: whose entry at its end was cut short.
  std::size_t live_bytes_ = 0;       ///< Newest entries of all records, headers included.
  std::array<Place, highest_id + 1> places_{};
};

}  // namespace mpos::records

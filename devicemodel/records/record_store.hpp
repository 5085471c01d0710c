// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/result.hpp"
#include "devicemodel/hal/hal.hpp"

namespace mpos::records {

enum class StoreError : std::uint8_t { not_found, too_long, full, power_lost, corrupt, wrong_version };

/// Small records by number on NOR flash: a log over sectors, each entry with its own CRC, compacted sector by sector. A record
/// is either wholly old or wholly new, wherever the power is cut. Counters rise only (write-ahead).
class RecordStore {
 public:
  static constexpr std::size_t max_record_bytes = 1024;
  using Id = std::uint16_t;  ///< 1 to 63; 0 and FFFF are reserved

  explicit RecordStore(hal::Storage& storage) noexcept : storage_(storage) {}

  /// Finds the newest state after power-on; formats a blank (all FF) flash. wrong_version: written by a newer firmware, untouched.
  Result<void, StoreError> mount() noexcept;
  Result<void, StoreError> write(Id id, Bytes value) noexcept;
  /// Copies the record to `out` and answers its length.
  Result<std::size_t, StoreError> read(Id id, MutableBytes out) const noexcept;
  bool contains(Id id) const noexcept;
  Result<void, StoreError> erase(Id id) noexcept;
  /// Removes everything.
  Result<void, StoreError> format() noexcept;

 private:
  hal::Storage& storage_;
  // The owner of this room adds what it needs below; the public part is the contract.
};

}  // namespace mpos::records

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/records/record_store.hpp"
#include "devicemodel/security/core.hpp"

namespace mpos::firmware {

enum class UploadKind : std::uint8_t {
  offline_sale = 1,  ///< the card paid from its account without the host: 0220, field 60.1 30
  cash_sale = 2,     ///< it paid from its electronic cash: 0220, field 60.1 36
  script_notice = 3  ///< what the issuer's scripts did: 0620, field 60.3 951
};

/// What the host has still to be told, as it survives any power cut. The account number is in it only under the
/// reader's storage key.
struct Upload {
  UploadKind kind = UploadKind::offline_sale;
  std::uint32_t number = 0;  ///< from 1, in the order they were kept; set by UploadStore::keep()
  std::uint32_t trace = 0;   ///< field 11, the same in each attempt
  std::uint64_t amount_minor = 0;
  FixedString<6> batch;                             ///< of the day it happened
  FixedString<6> processing;                        ///< field 3
  FixedString<3> entry_mode;                        ///< field 22
  FixedString<3> card_sequence = {};                ///< field 23, or empty
  std::uint32_t original_trace = 0;                 ///< script_notice: of the sale, field 61
  security::SecurityCore::SealedData account = {};  ///< track 2 by SecurityCore::seal_data(); empty for a notice
  ByteVector<255> chip_data = {};                   ///< field 55
};

/// Uploads on flash until the host has answered. A record is written before the display says that a sale is approved,
/// and erased when the answer was judged; between these an upload may be sent any number of times, and the host books
/// it once.
class UploadStore {
 public:
  static constexpr std::size_t capacity = 12;
  /// Kept free of sales, so that a script notice always finds room beside a full load of them.
  static constexpr std::size_t kept_for_notices = 2;

  explicit UploadStore(records::RecordStore& store) noexcept : store_(store) {}

  /// Finds what waits. False when a record is there and makes no sense.
  [[nodiscard]] bool load() noexcept;
  /// A new life of the device begins.
  [[nodiscard]] bool forget() noexcept;

  std::size_t count() const noexcept;
  bool has_room_for_a_sale() const noexcept { return count() + kept_for_notices < capacity; }
  /// Durable when it answers true; false when there is no room or the flash failed, and nothing is kept.
  [[nodiscard]] bool keep(Upload upload) noexcept;
  /// The one that waits longest; nothing when none does.
  std::optional<Upload> oldest() const noexcept;
  /// Forgets it: the host has answered.
  [[nodiscard]] bool drop(std::uint32_t number) noexcept;

 private:
  records::RecordStore& store_;
  std::array<std::uint32_t, capacity> numbers_{};  ///< by place; 0 is free
  std::uint32_t last_ = 0;
};

}  // namespace mpos::firmware

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/link/channel.hpp"
#include "devicemodel/records/record_store.hpp"

namespace mpos::firmware {

/// What a reversal needs to say after any power cut. No account data (a reversal carries no field 2).
struct ReversalRecord {
  std::uint64_t amount_minor = 0;
  std::uint32_t trace = 0;
  FixedString<6> batch;
  FixedString<3> entry_mode;      ///< field 22
  FixedString<1> chip_condition;  ///< field 60.5
  FixedString<2> reason;          ///< field 39: 98, A0, 06
  std::uint8_t attempts = 0;
  FixedString<3> card_sequence = {};  ///< field 23; empty for a stripe
  ByteVector<128> chip_data = {};     ///< field 55, the short list; empty for a stripe
  bool cash_load = false;             ///< of electronic cash; otherwise of a sale
};

/// The facts that outlive power, each a record of the store: trace counter, batch, reversals, phones the merchant
/// accepted.
class TerminalMemory final : public link::KnownPhones {
 public:
  static constexpr std::size_t max_phones = 8;
  static constexpr std::size_t manual_reversals = 8;
  static constexpr std::uint32_t max_trace = 999999;

  explicit TerminalMemory(records::RecordStore& store) noexcept : store_(store) {}

  /// Reads everything after the store was mounted. False when a record is there and makes no sense.
  [[nodiscard]] bool load() noexcept;
  /// A new life begins: all but the key store is forgotten.
  [[nodiscard]] bool forget() noexcept;

  std::uint32_t trace() const noexcept { return trace_; }
  /// The next trace number, 1 to 999999, already written when this returns; nothing when the flash failed.
  std::optional<std::uint32_t> next_trace() noexcept;

  std::string_view batch() const noexcept { return batch_.view(); }
  /// Whether a sign-in has set the clock since personalisation.
  bool clock_set() const noexcept { return clock_set_; }
  [[nodiscard]] bool set_batch(std::string_view batch) noexcept;

  const std::optional<ReversalRecord>& reversal() const noexcept { return reversal_; }
  [[nodiscard]] bool keep_reversal(const ReversalRecord& record) noexcept;
  [[nodiscard]] bool drop_reversal() noexcept;
  /// Three attempts failed: moves the record where it waits for a person, false when eight wait already or the flash
  /// failed: the record then stays where it is.
  [[nodiscard]] bool set_reversal_aside() noexcept;
  std::size_t reversals_aside() const noexcept;

  /// Serial number of the PSAM of the last sign-in, 10 bytes, or empty.
  Bytes module_serial() const noexcept { return module_serial_.span(); }
  [[nodiscard]] bool keep_module_serial(Bytes serial) noexcept;

  bool is_known(Bytes public_key) const override;
  void remember(Bytes public_key) override;

 private:
  records::RecordStore& store_;
  std::uint32_t trace_ = 0;
  FixedString<6> batch_;
  bool clock_set_ = false;
  std::optional<ReversalRecord> reversal_;
  ByteVector<32 * max_phones> phones_;
  ByteVector<10> module_serial_;
};

}  // namespace mpos::firmware

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/records/record_store.hpp"

namespace mpos::firmware {

/// One wallet purchase as the reader keeps it for settlement. No account number of a bank card is in it.
struct WalletRecord {
  enum class State : std::uint8_t {
    open = 1,      ///< the card may have paid: what became of the debit is not known
    paid = 2,      ///< card and PSAM agree
    disputed = 3,  ///< the card answered, and the PSAM says not as this card would
    void_ = 4      ///< the card refused: nothing was paid
  };
  State state = State::open;
  std::uint32_t number = 0;  ///< from 1, without gaps
  std::array<std::uint8_t, 4> amount{};
  std::array<std::uint8_t, 4> terminal_number{};  ///< the PSAM's transaction number
  std::array<std::uint8_t, 8> card_serial{};
  std::array<std::uint8_t, 2> card_number{};  ///< the card's transaction number
  std::array<std::uint8_t, 7> moment{};       ///< YYYYMMDDhhmmss, BCD
  std::array<std::uint8_t, 4> tac{};          ///< what the issuer will check
};

/// The last purchases on flash, newest over oldest: a record is there before the card is told to pay, and is closed
/// when its answer was judged.
class WalletLog {
 public:
  static constexpr std::size_t kept = 6;

  explicit WalletLog(records::RecordStore& store) noexcept : store_(store) {}

  /// Finds the newest record. False when one is there and makes no sense.
  [[nodiscard]] bool load() noexcept;
  void forget() noexcept;
  /// Numbers and keeps a new record; false when the flash failed.
  [[nodiscard]] bool open(WalletRecord& record) noexcept;
  /// Writes what became of it.
  [[nodiscard]] bool close(const WalletRecord& record) noexcept;
  std::uint32_t count() const noexcept { return count_; }
  std::optional<WalletRecord> record(std::uint32_t number) const noexcept;

 private:
  records::RecordStore& store_;
  std::uint32_t count_ = 0;
};

}  // namespace mpos::firmware

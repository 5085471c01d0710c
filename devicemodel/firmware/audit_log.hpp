// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/records/record_store.hpp"
#include "devicemodel/security/ports.hpp"

namespace mpos::firmware {

/// What an audit entry tells. Stable numbers: they are written to flash.
enum class AuditEvent : std::uint8_t {
  psam_removed = 1,        ///< detail: its serial, when it was known
  psam_changed = 2,        ///< another one than at the last sign-in; detail: the new one's serial
  psam_refused = 3,        ///< the host refused a sign-in; detail: the serial
  psam_failed = 4,         ///< it did not answer, or not as it should
  psam_locked = 5,         ///< its purchase application is locked
  wallet_mac2_wrong = 6,   ///< the card's answer to a debit was not its own; detail: terminal transaction number
  wallet_uncertain = 7,    ///< a debit was sent and no answer came; detail: terminal transaction number
  offline_declined = 8,    ///< a card refused before the host was asked; detail: its counter, the TVR
  upload_refused = 9,      ///< the host will never take an upload; detail: trace (4 bytes), kind, field 39
  parameters_loaded = 10,  ///< a signed file took the place of another; detail: K or A, version (4 bytes)
  parameters_refused = 11  ///< a download was no right file; detail: K or A
};

struct AuditEntry {
  std::uint32_t number = 0;  ///< from 1, without gaps
  AuditEvent event = AuditEvent::psam_removed;
  ByteVector<16> detail;
  std::array<std::uint8_t, 32> chain{};  ///< SHA-256 over the entry before's chain, number, event and detail
};

/// The reader's audit record (REQ-121): append only, each entry chained to the one before by its hash, the newest
/// `kept` on flash. Holds no account data and no keys.
class AuditLog {
 public:
  static constexpr std::size_t kept = 8;

  AuditLog(records::RecordStore& store, security::Primitives& primitives) noexcept
      : store_(store), primitives_(primitives) {}

  /// Finds the newest entry after the store was mounted. False when the chain of what is there is broken.
  [[nodiscard]] bool load() noexcept;
  /// A new life of the device begins.
  void forget() noexcept;
  /// When the flash fails the entry is lost, and the next one takes its number.
  void append(AuditEvent event, Bytes detail = {}) noexcept;
  /// How many there have been; the last of them are kept.
  std::uint32_t count() const noexcept { return last_.number; }
  /// One of the last `kept`; nothing otherwise.
  std::optional<AuditEntry> entry(std::uint32_t number) const noexcept;

 private:
  std::array<std::uint8_t, 32> chain_of(const std::array<std::uint8_t, 32>& before, const AuditEntry& entry) noexcept;

  records::RecordStore& store_;
  security::Primitives& primitives_;
  AuditEntry last_;
};

}  // namespace mpos::firmware

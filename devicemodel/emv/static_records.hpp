// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/certificates.hpp"
#include "devicemodel/emv/data_store.hpp"
#include "devicemodel/emv/types.hpp"

namespace mpos::emv {

/// Puts one object of the card into the store: card data only, lengths as the dictionary has them, nothing twice.
/// Terminal and issuer data a card sends is dropped.
Reason keep_card_object(DataStore& store, const Tlv& object) noexcept;
/// Every object at the top of `bytes`; for the FCI, response templates and records.
Reason keep_card_objects(DataStore& store, Bytes bytes) noexcept;

/// Walks an application file locator and gathers the records and what offline authentication signs (EMV book 3
/// sections 10.2 and 10.3).
class StaticRecords {
 public:
  void clear() noexcept;
  /// False when the locator is malformed. `afl` is copied.
  [[nodiscard]] bool start(Bytes afl) noexcept;
  /// P1 and P2 of the next READ RECORD, or nothing when all are read.
  struct Next {
    std::uint8_t record;
    std::uint8_t reference;
  };
  std::optional<Next> next() const noexcept;
  /// Whether next() names the last one.
  bool at_last() const noexcept { return entry_ + 4 == afl_.size() && record_ == afl_[entry_ + 2]; }
  /// Takes the response data of the record next() named.
  Reason take(Bytes record, DataStore& store) noexcept;
  /// The signed data. Nothing when a flagged record was no template or there was too much of it.
  std::optional<Bytes> signed_data() const noexcept;
  /// Appends the AIP when the SDA tag list asks for it. False for any other list.
  [[nodiscard]] bool add_tag_list(const DataStore& store) noexcept;

 private:
  ByteVector<252> afl_;
  std::size_t entry_ = 0;
  std::uint8_t record_ = 0;
  ByteVector<Recovery::max_static_bytes> signed_;
  bool unusable_ = false;
};

}  // namespace mpos::emv

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/terminal_data.hpp"
#include "devicemodel/records/record_store.hpp"

namespace mpos::firmware {

enum class ParameterKind : std::uint8_t { application, ca_key };

/// What an acquirer loads so that chips can be accepted: AIDs with their limits, and CA keys. Durable in the record
/// store, and in memory as the kernels' tables. A load replaces all records of its kind, or none: until commit() the
/// old ones count, also after a power cut.
class TerminalParameters {
 public:
  /// Room for records in flash, per kind: about 24 AIDs and 28 keys of 1984 bits.
  static constexpr std::size_t application_blocks = 3;
  static constexpr std::size_t key_blocks = 10;

  TerminalParameters(records::RecordStore& store, security::Primitives& primitives) noexcept
      : store_(store), primitives_(primitives) {}

  /// Lets CA keys of production schemes in.
  void allow_live_keys(bool lab) noexcept { lab_ = lab; }
  /// Reads the tables after the store was mounted. False when a record is there and makes no sense.
  [[nodiscard]] bool load() noexcept;
  [[nodiscard]] bool forget() noexcept;

  /// Begins a load of one kind and drops what another began.
  void begin(ParameterKind kind) noexcept;
  /// One record of the load, as downloaded (icc.md section 9). storage: flash or table is full.
  enum class Added : std::uint8_t { yes, refused, storage };
  Added add(Bytes record) noexcept;
  /// Why the last record was refused.
  emv::ImportError refusal() const noexcept { return refusal_; }
  /// Makes the load the one that counts, as `version` of its kind. False, and the old one counts on, when the flash
  /// fails.
  [[nodiscard]] bool commit(std::uint32_t version) noexcept;
  /// A change of one record outside a download: `record` takes the place of the one with its name, or comes in new. The
  /// version rises by one. As a load: all of it or nothing, also in a power cut.
  enum class Edited : std::uint8_t { yes, unknown, refused, storage };
  Edited put(ParameterKind kind, Bytes record) noexcept;
  /// Takes out the record named so: RID and index of a key, the AID of an application. unknown: there is none.
  Edited remove(ParameterKind kind, Bytes name) noexcept;
  /// Of the load that counts; 0 when nothing was ever loaded.
  std::uint32_t version(ParameterKind kind) const noexcept;

  const emv::AidTable& applications() const noexcept { return applications_; }
  const emv::CaKeyTable& keys() const noexcept { return keys_; }

 private:
  using Id = records::RecordStore::Id;
  struct Index {
    std::uint8_t side = 0;  ///< which half of the kind's blocks counts
    std::uint8_t blocks = 0;
    std::uint32_t version = 0;
  };
  static Id index_id(ParameterKind kind) noexcept;
  static Id block_id(ParameterKind kind, std::uint8_t side, std::size_t block) noexcept;
  static std::size_t most_blocks(ParameterKind kind) noexcept;
  bool read_index(ParameterKind kind, Index& out) const noexcept;
  bool load(ParameterKind kind) noexcept;
  bool take(ParameterKind kind, Bytes record) noexcept;
  /// RID and index, or AID; empty for what is no record.
  using Name = ByteVector<16>;
  Name name_of(ParameterKind kind, Bytes record) const noexcept;
  /// Begins a load with the records that count, but for those named so.
  Edited begin_without(ParameterKind kind, Bytes name) noexcept;
  std::optional<emv::ImportError> trouble_with(ParameterKind kind, Bytes record) const noexcept;
  bool flush() noexcept;

  records::RecordStore& store_;
  security::Primitives& primitives_;
  bool lab_ = false;
  emv::AidTable applications_;
  emv::CaKeyTable keys_;
  ParameterKind loading_ = ParameterKind::application;
  Index next_;
  std::size_t added_ = 0;  ///< records of this load
  emv::ImportError refusal_ = emv::ImportError::bad_tlv;
  ByteVector<records::RecordStore::max_record_bytes> block_;  ///< records, each behind its length in two bytes
};

}  // namespace mpos::firmware

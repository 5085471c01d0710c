// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "peripherals/card/blob.hpp"

namespace mpos::card {

/// What a card or SAM remembers, as bytes: magic (4 characters), version (1 byte), fields, CRC-32 over all before it.
/// Numbers are big-endian; bytes of their own have their length (2 bytes) in front.
class StateWriter {
 public:
  StateWriter(std::string_view magic, std::uint8_t version);
  void number(std::uint64_t value, int bytes);
  void flag(bool value) { number(value ? 1 : 0, 1); }
  void blob(Bytes bytes);
  /// Seals and hands over; the writer is empty afterwards.
  Blob finish();

 private:
  Blob out_;
};

/// Reads what StateWriter wrote, field by field. What runs over the end reads as zero and makes it no longer good.
class StateReader {
 public:
  /// Nothing when magic, version or CRC are others.
  static std::optional<StateReader> open(Bytes bytes, std::string_view magic, std::uint8_t version);
  std::uint64_t number(std::size_t bytes);
  /// Anything but 0 and 1 makes the state bad.
  bool flag();
  Blob blob();
  bool good() const noexcept { return good_; }
  /// Good, and nothing is left over.
  bool done() const noexcept { return good_ && rest_.empty(); }

 private:
  explicit StateReader(Bytes fields) : rest_(fields) {}
  Bytes take(std::size_t size);

  Bytes rest_;
  bool good_ = true;
};

}  // namespace mpos::card

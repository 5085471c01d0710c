// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "peripherals/card/blob.hpp"

namespace mpos::card {

/// A data object list the card asks with (EMV book 3, 5.4): tags and lengths.
class Dol {
 public:
  /// Nothing when a tag or length is cut off.
  static std::optional<Dol> parse(Bytes list);

  struct Item {
    std::uint32_t tag;
    std::size_t size;
  };
  const std::vector<Item>& items() const noexcept { return items_; }
  /// Bytes of the values together.
  std::size_t size() const noexcept { return size_; }
  /// The value of `tag` inside `values`; empty when the list has no such tag or `values` is not size() long.
  Bytes find(std::uint32_t tag, Bytes values) const noexcept;

 private:
  std::vector<Item> items_;
  std::size_t size_ = 0;
};

}  // namespace mpos::card

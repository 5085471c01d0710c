// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "devicemodel/records/record_store.hpp"

/// Which record of the store belongs to whom. A number, once given, keeps its meaning: it lies in the flash of readers.
namespace mpos::firmware::record_id {

/// Neighbouring records of one owner.
struct Range {
  records::RecordStore::Id first = 0;
  records::RecordStore::Id count = 1;
  constexpr records::RecordStore::Id last() const noexcept {
    return static_cast<records::RecordStore::Id>(first + count - 1);
  }
  /// The record that follows the first one at `place`, 0 to count - 1.
  constexpr records::RecordStore::Id at(std::size_t place) const noexcept {
    return static_cast<records::RecordStore::Id>(first + place);
  }
};

inline constexpr Range key_store{1};
inline constexpr Range trace{2};
inline constexpr Range terminal{3};  ///< batch, and whether the clock was set
inline constexpr Range reversal{4};
inline constexpr Range phones{5};
inline constexpr Range application_index{6};
inline constexpr Range ca_key_index{7};
inline constexpr Range module{8};             ///< serial number of the PSAM
inline constexpr Range pin_tokens{9};         ///< PIN blocks that may still be made, one byte
inline constexpr Range compat_caches{10, 4};  ///< what 55AA calls its flash caches
inline constexpr Range reversals_aside{16, 8};
inline constexpr Range applications{24, 6};  ///< two sides of three blocks
inline constexpr Range ca_keys{30, 20};      ///< two sides of ten blocks
inline constexpr Range audit{50, 8};
inline constexpr Range wallet{58, 6};
inline constexpr Range uploads{64, 12};

inline constexpr std::array all{key_store,    trace,  terminal,   reversal,      phones,          application_index,
                                ca_key_index, module, pin_tokens, compat_caches, reversals_aside, applications,
                                ca_keys,      audit,  wallet,     uploads};

consteval bool all_differ() {
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].first == 0 || all[i].count == 0 || all[i].last() > records::RecordStore::highest_id) return false;
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      if (all[i].first <= all[j].last() && all[j].first <= all[i].last()) return false;
    }
  }
  return true;
}
static_assert(all_differ(), "two owners share a record, or one has a number the store does not know");

}  // namespace mpos::firmware::record_id
